"""CRAFITY score for immunotherapy. Scheiner et al., J Hepatol 2022;76:353-63."""

from __future__ import annotations

from hccdesk.clinical.known import missing_fields, needs
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

CITATION = "Scheiner B et al., J Hepatol 2022;76:353-363"
EDITION = "2022, CRP from 1 mg/dL on, which is 10 mg/L"


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """One point each: AFP ≥ 100 ng/mL, CRP ≥ 10 mg/L (1 mg/dL); low 0, medium 1, high 2."""
    afp, crp = record.afp_ng_per_ml, record.crp_mg_per_l
    if afp is None or crp is None:
        return needs("CRAFITY", missing_fields(record, ("afp_ng_per_ml", "crp_mg_per_l")))
    points = {"afp_ng_per_ml": float(afp >= 100.0), "crp_mg_per_l": float(crp >= 10.0)}
    total = sum(points.values())
    return ScoreFinding("CRAFITY", total, ("low", "medium", "high")[int(total)], points, CITATION, edition=EDITION)
