"""Child-Pugh score. Pugh et al., Br J Surg 1973;60:646-9, with INR for the prothrombin time."""

from __future__ import annotations

from hccdesk.clinical.known import Answer, needs
from hccdesk.domain.clinical_record import Ascites, ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

CITATION = "Pugh RN et al., Br J Surg 1973;60:646-649"
EDITION = "1973, INR for the prothrombin time; lower albumin cut 28 g/L (a few sources print 30)"
LOWER_ALBUMIN_CUT_G_PER_L = 28.0
"""Most sources; a few print 30."""

_FIRST_OF_B, _FIRST_OF_C = 7, 10


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """Points 5 to 15 with class A (5-6), B (7-9) or C (10-15)."""
    points = component_points(record)
    missing = tuple(field for field, value in points.items() if value is None)
    if missing:
        return needs("Child-Pugh", missing)
    components = {field: float(value) for field, value in points.items() if value is not None}
    total = sum(components.values())
    return ScoreFinding("Child-Pugh", total, class_of(int(total)), components, CITATION, edition=EDITION)


def component_points(record: ClinicalRecord) -> dict[str, int | None]:
    """1 to 3 points by the field they come from; None where it is unknown.

    Bilirubin < 34, 34-51, > 51 µmol/L; albumin > 35, 28-35, < 28 g/L; INR < 1.7, 1.7-2.3, > 2.3; ascites
    none, mild, moderate or severe; encephalopathy none, grade 1-2, 3-4.
    """
    albumin = _third(record.albumin_g_per_l, LOWER_ALBUMIN_CUT_G_PER_L, 35.0)
    ascites = {Ascites.NONE: 1, Ascites.MILD: 2, Ascites.MODERATE_OR_SEVERE: 3}
    return {
        "bilirubin_umol_per_l": _third(record.bilirubin_umol_per_l, 34.0, 51.0),
        "albumin_g_per_l": None if albumin is None else 4 - albumin,
        "inr": _third(record.inr, 1.7, 2.3),
        "ascites": None if record.ascites is None else ascites[record.ascites],
        "encephalopathy_grade": _third(record.encephalopathy_grade, 1, 2),
    }


def points_range(record: ClinicalRecord) -> tuple[int, int]:
    """The fewest and the most points that the row allows; equal where everything is known."""
    points = component_points(record).values()
    return sum(p if p else 1 for p in points), sum(p if p else 3 for p in points)


def is_class_c(record: ClinicalRecord) -> Answer:
    """Whether the class is C, which the known components may settle alone."""
    fewest, most = points_range(record)
    if fewest >= _FIRST_OF_C:
        return Answer(True)
    if most < _FIRST_OF_C:
        return Answer(False)
    return Answer(None, tuple(field for field, value in component_points(record).items() if value is None))


def class_of(points: int) -> str:
    """A, B or C."""
    return "A" if points < _FIRST_OF_B else "B" if points < _FIRST_OF_C else "C"


def _third(value: float | None, low: float, high: float) -> int | None:
    """1 below `low`, 2 from `low` to `high` with both, 3 above."""
    if value is None:
        return None
    return 1 if value < low else 2 if value <= high else 3
