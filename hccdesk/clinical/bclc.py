"""BCLC stage, 2022 version. Reig et al., J Hepatol 2022;76:681-93."""

from __future__ import annotations

from hccdesk.clinical.child_pugh import is_class_c
from hccdesk.clinical.known import any_of, either, needs
from hccdesk.clinical.staging import ALWAYS, ecog_at_least, first_that_holds, tumours
from hccdesk.clinical.tumour_spread import extrahepatic_spread, macrovascular_invasion
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

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
    stage = first_that_holds(
        (
            ("D", either(ecog_at_least(record, 3), is_class_c(record))),
            ("C", either(ecog_at_least(record, 1), macrovascular_invasion(record), extrahepatic_spread(record))),
            ("B", either(any_of({"diffuse": record.diffuse}), tumours(record, 4), tumours(record, 2, 3, over_mm=30.0))),
            ("A", either(tumours(record, 2, 3), tumours(record, 1, 1, over_mm=20.0))),
            ("0", ALWAYS),
        )
    )
    if isinstance(stage, tuple):
        return needs("BCLC", stage)
    return ScoreFinding("BCLC 2022", float(STAGES.index(stage)), stage, {}, CITATION)
