"""Modified HAP-II score before TACE. Park et al., Liver Int 2016;36:100-7."""

from __future__ import annotations

from hccdesk.clinical.hap import component_points, group_of
from hccdesk.clinical.known import missing_fields, needs
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

CITATION = "Park Y et al., Liver Int 2016;36:100-107"
EDITION = "2016, bilirubin cut 17 µmol/L as in its tables; its abstract prints 0.9 mg/dL (15.4 µmol/L)"


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """The HAP points and one for two tumours or more; A 0, B 1, C 2, D 3-5."""
    points, count = component_points(record), record.tumour_count
    if isinstance(points, tuple) or count is None:
        unknown = points if isinstance(points, tuple) else ()
        return needs("mHAP-II", unknown + missing_fields(record, ("tumour_count",)))
    components = points | {"tumour_count": float(count >= 2)}
    total = sum(components.values())
    return ScoreFinding("mHAP-II", total, group_of(total), components, CITATION, edition=EDITION)
