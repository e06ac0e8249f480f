"""China liver cancer staging. National norm of 2019; Zhou et al., Liver Cancer 2023;12:405-44."""

from __future__ import annotations

from hccdesk.clinical.known import needs
from hccdesk.clinical.stage_grounds import (
    bad_performance,
    failing_liver,
    in_vessels,
    number_and_size,
    outside_the_liver,
)
from hccdesk.clinical.staging import ALWAYS, first_that_holds, tumours
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

CITATION = "Zhou J et al., Liver Cancer 2023;12:405-444"
EDITION = "2022, stages as in the norm of 2019; later editions are not followed"
STAGES = ("Ia", "Ib", "IIa", "IIb", "IIIa", "IIIb", "IV")


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """The stage as group; `value` is its rank, 0 for Ia to 6 for IV.

    IV: ECOG 3-4 or Child-Pugh C. IIIb: spread outside the liver. IIIa: macrovascular invasion. IIb: four
    tumours or more. IIa: two to three, one over 3 cm. Ib: one over 5 cm, or two to three up to 3 cm. Ia: one
    up to 5 cm. Not given while a field could make it worse.
    """
    size, many = number_and_size(record), number_and_size(record)[:1]
    stage = first_that_holds(
        (
            ("IV", (bad_performance(record, 3), failing_liver(record))),
            ("IIIb", (outside_the_liver(record),)),
            ("IIIa", (in_vessels(record),)),
            ("IIb", ((tumours(record, 4), many),)),
            ("IIa", ((tumours(record, 2, 3, over_mm=30.0), size),)),
            ("Ib", ((tumours(record, 2, 3), size), (tumours(record, 1, 1, over_mm=50.0), size))),
            ("Ia", ((ALWAYS, size),)),
        )
    )
    if isinstance(stage, tuple):
        return needs("CNLC", stage)
    return ScoreFinding("CNLC", float(STAGES.index(stage.name)), stage.name, {}, CITATION, stage.grounds, EDITION)
