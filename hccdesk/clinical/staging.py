"""A stage from conditions asked in order, worst first: the first that holds, if none before it is undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from hccdesk.clinical.known import Answer, either
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.sentence import Sentence

Condition = tuple[Answer, tuple[Sentence, ...]]
"""An answer, and the findings that say so where it is yes."""
Step = tuple[str, tuple[Condition, ...]]
ALWAYS = Answer(True)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and the findings that made it."""

    name: str
    grounds: tuple[Sentence, ...]


def first_that_holds(steps: Sequence[Step]) -> Stage | tuple[str, ...]:
    """The stage, or the fields without which it cannot be told; the last step must hold always.

    An undecided condition stands in the way only of better stages: what is worse was settled before it.
    """
    undecided: list[Answer] = []
    for name, conditions in steps:
        answer = either(*(answer for answer, _ in conditions))
        if answer.value is None:
            undecided.append(answer)
        elif answer.value:
            found = [finding for answer, findings in conditions if answer.value for finding in findings]
            return either(*undecided).missing or Stage(name, tuple(dict.fromkeys(found)))
    return either(*undecided).missing


def ecog_at_least(record: ClinicalRecord, grade: int) -> Answer:
    """Whether the performance status is this bad."""
    return Answer(None, ("ecog",)) if record.ecog is None else Answer(record.ecog >= grade)


def tumours(record: ClinicalRecord, fewest: int, most: float = inf, *, over_mm: float = 0.0) -> Answer:
    """Whether there are `fewest` to `most` tumours, the largest wider than `over_mm`."""
    count, diameter_mm = record.tumour_count, record.largest_tumour_diameter_mm
    in_number = None if count is None else fewest <= count <= most
    in_size = True if over_mm == 0.0 else None if diameter_mm is None else diameter_mm > over_mm
    if False in (in_number, in_size):
        return Answer(False)
    named = {"tumour_count": in_number, "largest_tumour_diameter_mm": in_size}
    missing = tuple(field for field, value in named.items() if value is None)
    return Answer(None, missing) if missing else Answer(True)
