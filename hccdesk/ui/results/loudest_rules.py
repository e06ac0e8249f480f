"""Which rules of a model's scope a reader must hear first. No widgets."""

from __future__ import annotations

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleResult, Scope
from hccdesk.domain.result import CaseResult
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import tell


def loudest_first(verdict: ApplicabilityVerdict) -> list[RuleResult]:
    """The rules that are not met: what stops, what excludes, what no training patient was like, what is unknown."""
    return list(verdict.loudest_first)


def scope_caution(model_id: str, result: CaseResult) -> str:
    """What stands beside a model's number where the patient is not wholly inside its scope; else empty."""
    verdict = next((one for one in result.applicability if one.model_id == model_id), None)
    if verdict is None or verdict.scope is Scope.INSIDE:
        return ""
    if verdict.scope is Scope.OUTSIDE:
        text = translate("Results", "outside its scope, shown for information: {reason}")
    else:
        text = translate("Results", "partly inside its scope: {reason}")
    return text.format(reason=tell(loudest_first(verdict)[0].explanation))
