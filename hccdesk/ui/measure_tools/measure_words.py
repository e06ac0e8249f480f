"""Measurements in words, and whether one may measure here."""

from __future__ import annotations

from hccdesk.domain.ct import Suitability
from hccdesk.domain.measurement import Measurement
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say

MEASURABLE = (Suitability.MEASURE, Suitability.INFER)


def lengths_text(lengths_mm: tuple[float, ...]) -> str:
    """`12.4 mm`, or `34.1 × 21.0 mm`."""
    return " × ".join(f"{length:.1f}" for length in lengths_mm) + " mm"


def free_name(measurements: tuple[Measurement, ...]) -> str:
    """M1, M2 …, the first that is free."""
    taken = {measurement.name for measurement in measurements}
    return next(name for n in range(1, len(taken) + 2) if (name := f"M{n}") not in taken)


def why_no_measuring(model: CaseModel) -> str:
    """Why nothing can be measured on the series on the screen; empty where it can."""
    viewed = model.viewed_ct
    if viewed is None:
        return translate("MeasureTools", "There is no CT to measure on. Drop a folder with a DICOM CT on the window.")
    verdict = viewed.series.verdict
    if verdict.suitability in MEASURABLE:
        return ""
    reasons = " · ".join(say(reason) for reason in verdict.reasons)
    return translate("MeasureTools", "Nothing can be measured on this series. {why}").format(why=reasons)
