"""BCLC stage, 2022 version. Reig et al., J Hepatol 2022;76:681-93."""

from __future__ import annotations

from hccdesk.clinical.known import any_of, needs
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
from hccdesk.domain.sentence import Sentence

CITATION = (
    "Reig M et al., J Hepatol 2022;76:681-693: a suggestion to confirm, since preserved liver function is a judgement"
)
STAGES = ("0", "A", "B", "C", "D")


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """The suggested stage as group; `value` is its rank, 0 for stage 0 to 4 for stage D.

    D: ECOG 3-4 or Child-Pugh C. C: ECOG 1-2, macrovascular invasion or spread outside the liver. B: diffuse
    type, more than three tumours, or two to three with one over 3 cm. 0: one tumour up to 2 cm. A: the rest.
    Not given while a field could make it worse.
    """
    size, many = number_and_size(record), number_and_size(record)[:1]
    diffuse = any_of({"diffuse": record.diffuse}), (Sentence.of("diffuse type"),)
    stage = first_that_holds(
        (
            ("D", (bad_performance(record, 3), failing_liver(record))),
            ("C", (bad_performance(record, 1), in_vessels(record), outside_the_liver(record))),
            ("B", (diffuse, (tumours(record, 4), many), (tumours(record, 2, 3, over_mm=30.0), size))),
            ("A", ((tumours(record, 2, 3), size), (tumours(record, 1, 1, over_mm=20.0), size))),
            ("0", ((ALWAYS, size),)),
        )
    )
    if isinstance(stage, tuple):
        return needs("BCLC", stage)
    return ScoreFinding("BCLC 2022", float(STAGES.index(stage.name)), stage.name, {}, CITATION, stage.grounds)
