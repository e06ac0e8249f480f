"""What a reader chooses about a report: its language, its paper, its parts, and the pictures that come with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.result import Figure


class Paper(StrEnum):
    """Size of the sheet."""

    A4 = "a4"
    LETTER = "letter"


class ReportPart(StrEnum):
    """The parts that a report can be without, in their order; the summary and what limits it always stay."""

    EVIDENCE = "evidence"
    INPUTS = "inputs"
    APPLICABILITY = "applicability"
    MODELS = "models"
    VALIDATION = "validation"
    TRACEABILITY = "traceability"
    LIMITATIONS = "limitations"


ALL_PARTS = frozenset(ReportPart)
NOTHING_ON_RECORD = BoardRecord()


@dataclass(frozen=True, slots=True, eq=False)
class ReportOptions:
    """How one result is told on paper; nothing of the result itself changes.

    `language` is `en` or `zh`; `key_images` are printed in their order, with their numbers and captions.
    """

    language: str = "en"
    paper: Paper = Paper.A4
    parts: frozenset[ReportPart] = ALL_PARTS
    key_images: tuple[Figure, ...] = ()
    board: BoardRecord = NOTHING_ON_RECORD
    """What the board has on record of the case; a signed decision makes the report final."""
    patient_page: bool = False
    """Whether a page in plain words for the patient comes at the end."""
