"""Whether one may draw here, and in words why not."""

from __future__ import annotations

from hccdesk.domain.ct import Suitability
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say

DRAWABLE = (Suitability.MEASURE, Suitability.INFER)


def why_no_drawing(model: CaseModel) -> str:
    """Why nothing can be drawn on the series on the screen; empty where it can."""
    viewed = model.viewed_ct
    if viewed is None:
        return translate("RoiTools", "There is no CT to draw on. Drop a folder with a DICOM CT on the window.")
    verdict = viewed.series.verdict
    if verdict.suitability in DRAWABLE:
        return ""
    reasons = " ".join(say(reason) for reason in verdict.reasons)
    return translate("RoiTools", "No region can be drawn: this series cannot be measured. {why}").format(why=reasons)


def why_locked(lesion: Lesion | None) -> str:
    """Why this lesion does not change; empty where it may."""
    if lesion is None or not lesion.locked:
        return ""
    text = translate("RoiTools", "{name} is locked. Open its lock in the list of lesions to change it.")
    return text.format(name=lesion.name)


def why_no_act(model: CaseModel, lesion: Lesion | None) -> str:
    """Why the whole lesion cannot be worked on; empty where it can."""
    nothing = "" if lesion else translate("RoiTools", "There is no lesion yet. Draw one first.")
    return why_no_drawing(model) or nothing or why_locked(lesion)
