"""Answers of a clinical row that may be unknown, and the fields that would settle them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, no, or None with the fields whose values would decide."""

    value: bool | None
    missing: tuple[str, ...] = ()


def any_of(answers: Mapping[str, bool | None]) -> Answer:
    """Whether any field says yes: one is enough whatever the others are, none needs all of them known."""
    if True in answers.values():
        return Answer(True)
    missing = tuple(field for field, value in answers.items() if value is None)
    return Answer(None, missing) if missing else Answer(False)


def either(*answers: Answer) -> Answer:
    """Whether any answer is yes, as `any_of`."""
    if any(answer.value for answer in answers):
        return Answer(True)
    missing = tuple(dict.fromkeys(field for answer in answers for field in answer.missing))
    return Answer(None, missing) if missing else Answer(False)


def missing_fields(record: ClinicalRecord, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the fields that the row does not have."""
    return tuple(field for field in fields if getattr(record, field) is None)


def needs(score: str, fields: tuple[str, ...]) -> NotComputed:
    """A score that is not given because these fields are unknown."""
    return NotComputed(
        Sentence.of("{score} needs {fields}: unknown in the clinical row", score=score, fields=", ".join(fields))
    )
