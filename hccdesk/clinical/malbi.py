"""Modified ALBI grade: grade 2 of the ALBI score in two halves. Hiraoka et al., Liver Cancer 2017;6:325-36."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.clinical import albi
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.domain.sentence import Sentence

CITATION = "Hiraoka A et al., Liver Cancer 2017;6:325-336; 2019;8:121-129"
EDITION = "2017, ALBI grade 2 divided at -2.270"
NOTE = Sentence.of(
    "which half a score of exactly -2.270 belongs to (2b here), and the cut itself, are to be confirmed in the paper"
)

_GRADE_2A_BELOW = -2.270


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """The ALBI score with grade 1, 2a, 2b or 3; the components are ALBI's."""
    found = albi.score(record)
    if isinstance(found, NotComputed):
        return albi.missing("mALBI", record)
    return replace(found, score="mALBI", group=grade_of(found.value), citation=CITATION, edition=EDITION, note=NOTE)


def grade_of(value: float) -> str:
    """ALBI's grade; grade 2 is 2a below −2.270 and 2b from there on."""
    grade = albi.grade_of(value)
    if grade != "grade 2":
        return grade
    return "grade 2a" if value < _GRADE_2A_BELOW else "grade 2b"
