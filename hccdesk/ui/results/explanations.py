"""Whether a result can be laid over its images, and if not, why. No widgets."""

from __future__ import annotations

from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding
from hccdesk.ui.language import translate


def saliency_blocked_by(result: CaseResult | None, on_the_desk: bool) -> str:
    """Why the CT has no saliency to show; empty where it has, and its CT is `on_the_desk`."""
    if result is None:
        return translate("Results", "There is no result yet")
    found = result.ct_response
    if not isinstance(found, CtResponseFinding):
        return translate("Results", "The CT model gave no result")
    if not found.saliency.size or not found.saliency.any():
        return translate("Results", "The CT model gave no saliency")
    return "" if on_the_desk else translate("Results", "The CT of this result is not on the desk")


def slide_blocked_by(result: CaseResult | None, on_the_desk: bool) -> str:
    """Why the slide has no contributions to show; empty where it has, and it is `on_the_desk`."""
    if result is None:
        return translate("Results", "There is no result yet")
    found = result.slide_response
    if not isinstance(found, HaimFinding):
        return translate("Results", "The slide model gave no result")
    if found.explanation is None or result.patches is None:
        return translate("Results", "The slide model gave no explanation")
    return "" if on_the_desk else translate("Results", "The slide of this result is not on the desk")
