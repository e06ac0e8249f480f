"""China liver cancer staging. National norm of 2019; Zhou et al., Liver Cancer 2023;12:405-44."""

from __future__ import annotations

from hccdesk.clinical.child_pugh import is_class_c
from hccdesk.clinical.known import either, needs
from hccdesk.clinical.staging import ALWAYS, ecog_at_least, first_that_holds, tumours
from hccdesk.clinical.tumour_spread import extrahepatic_spread, macrovascular_invasion
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

CITATION = "Zhou J et al., Liver Cancer 2023;12:405-444"
STAGES = ("Ia", "Ib", "IIa", "IIb", "IIIa", "IIIb", "IV")


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """The stage as group; `value` is its rank, 0 for Ia to 6 for IV.

    IV: ECOG 3-4 or Child-Pugh C. IIIb: spread outside the liver. IIIa: macrovascular invasion. IIb: four
    tumours or more. IIa: two to three, one over 3 cm. Ib: one over 5 cm, or two to three up to 3 cm. Ia: one
    up to 5 cm. Not given while a field could make it worse.
    """
    stage = first_that_holds(
        (
            ("IV", either(ecog_at_least(record, 3), is_class_c(record))),
            ("IIIb", extrahepatic_spread(record)),
            ("IIIa", macrovascular_invasion(record)),
            ("IIb", tumours(record, 4)),
            ("IIa", tumours(record, 2, 3, over_mm=30.0)),
            ("Ib", either(tumours(record, 2, 3), tumours(record, 1, 1, over_mm=50.0))),
            ("Ia", ALWAYS),
        )
    )
    if isinstance(stage, tuple):
        return needs("CNLC", stage)
    return ScoreFinding("CNLC", float(STAGES.index(stage)), stage, {}, CITATION)
