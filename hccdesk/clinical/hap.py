"""HAP score before TACE. Kadalyil et al., Ann Oncol 2013;24:2565-70."""

from __future__ import annotations

from hccdesk.clinical.known import missing_fields, needs
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

CITATION = "Kadalyil L et al., Ann Oncol 2013;24:2565-2570"
EDITION = "2013, AFP above 400 ng/mL, where the nomograms here say 400 and above"


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """One point each: albumin < 36 g/L, bilirubin > 17 µmol/L, AFP > 400 ng/mL, diameter > 7 cm.

    Group A 0 points, B 1, C 2, D 3-4.
    """
    points = component_points(record)
    if isinstance(points, tuple):
        return needs("HAP", points)
    total = sum(points.values())
    return ScoreFinding("HAP", total, group_of(total), points, CITATION, edition=EDITION)


def component_points(record: ClinicalRecord) -> dict[str, float] | tuple[str, ...]:
    """Points by the field they come from, or the fields that are unknown."""
    albumin, bilirubin = record.albumin_g_per_l, record.bilirubin_umol_per_l
    afp, diameter_mm = record.afp_ng_per_ml, record.largest_tumour_diameter_mm
    if albumin is None or bilirubin is None or afp is None or diameter_mm is None:
        return missing_fields(
            record, ("albumin_g_per_l", "bilirubin_umol_per_l", "afp_ng_per_ml", "largest_tumour_diameter_mm")
        )
    return {
        "albumin_g_per_l": float(albumin < 36.0),
        "bilirubin_umol_per_l": float(bilirubin > 17.0),
        "afp_ng_per_ml": float(afp > 400.0),  # not ≥, unlike the nomogram's feature
        "largest_tumour_diameter_mm": float(diameter_mm > 70.0),
    }


def group_of(points: float) -> str:
    """A to D."""
    return "ABCD"[min(int(points), 3)]
