"""What the members of a board thought of a case, before and after the models were seen, and what they decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class OpinionTime(StrEnum):
    """Whether the reader had seen what the models say."""

    BEFORE_RESULT = "before_result"
    AFTER_RESULT = "after_result"


class Expectation(StrEnum):
    """What the reader expects of the planned treatment."""

    RESPONSE = "response"
    NO_RESPONSE = "no_response"
    UNDECIDED = "undecided"


class WithModels(StrEnum):
    """How a decision stands to what the models said."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_RELIED_ON = "not_relied_on"


class RevealWay(StrEnum):
    """What uncovered a result."""

    ASKED = "asked"
    SETTING_OFF = "setting_off"
    SCORED_WITH_OTHERS = "scored_with_others"


EARLIER_ELSEWHERE = 0
"""The number of a result that stayed where it was made when its case was carried elsewhere."""


@dataclass(frozen=True, slots=True)
class BoardOpinion:
    """One reader's opinion; never changed, a later one is added.

    `result_number` is the library's number of the result it is about; None before there was one.
    """

    reader: str
    given: OpinionTime
    given_at: datetime
    expectation: Expectation
    decision: str = ""
    reason: str = ""
    role: str = ""
    result_number: int | None = None


@dataclass(frozen=True, slots=True)
class BoardDecision:
    """What the board decided; never changed, a later one takes its place. `present` are the members by name.

    A decision that differs from the models, or does not rely on them, says why in `reason`.
    """

    decided_at: datetime
    decision: str
    with_models: WithModels
    reason: str
    present: tuple[str, ...]
    result_number: int | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """A member signs the decision that was made at `of_decision_at`; a later decision is not signed by it."""

    signed_by: str
    role: str
    signed_at: datetime
    of_decision_at: datetime


@dataclass(frozen=True, slots=True)
class Reveal:
    """From here on the board knew what the models say of this patient.

    Where no opinion came before, somebody passed on it: `revealed_by` and `reason` say who and why. Both are empty
    after opinions, and where nobody was asked (`way`).
    """

    revealed_at: datetime
    revealed_by: str = ""
    reason: str = ""
    way: RevealWay = RevealWay.ASKED
    result_number: int | None = None


BoardEntry = BoardOpinion | Reveal | BoardDecision | SignOff
"""One line of the board's record."""


@dataclass(frozen=True, slots=True)
class BoardRecord:
    """Everything the board has on record of a case, the oldest first."""

    entries: tuple[BoardEntry, ...] = ()

    @property
    def opinions(self) -> tuple[BoardOpinion, ...]:
        """What readers thought, in their order."""
        return tuple(entry for entry in self.entries if isinstance(entry, BoardOpinion))

    @property
    def reveal(self) -> Reveal | None:
        """When the models were first seen, and how; None before."""
        return next((entry for entry in self.entries if isinstance(entry, Reveal)), None)

    @property
    def decision(self) -> BoardDecision | None:
        """The decision that holds: the last one."""
        return next((entry for entry in reversed(self.entries) if isinstance(entry, BoardDecision)), None)

    @property
    def sign_offs(self) -> tuple[SignOff, ...]:
        """Who signed the decision that holds."""
        return self.signed_of(self.decision) if self.decision else ()

    def signed_of(self, decision: BoardDecision) -> tuple[SignOff, ...]:
        """Who signed one of the decisions."""
        signed = (entry for entry in self.entries if isinstance(entry, SignOff))
        return tuple(one for one in signed if one.of_decision_at == decision.decided_at)

    @property
    def is_final(self) -> bool:
        """Whether the decision that holds was signed: only then is a report final."""
        return bool(self.sign_offs)

    def before(self, result_number: int | None = None) -> tuple[BoardOpinion, ...]:
        """Opinions given before any result was seen, or before that one."""
        given = (one for one in self.opinions if one.given is OpinionTime.BEFORE_RESULT)
        return tuple(one for one in given if result_number is None or one.result_number in (None, result_number))

    def about(self, result_number: int | None) -> BoardRecord:
        """The record as it stands to one result: decisions on another one, and what was signed of them, are left out.

        So a result made after the decision is a draft until the board decides again. Opinions stay: they are of the
        patient. `None` is a result without a number yet, of which nothing can have been decided before.
        """
        left_out = {
            entry.decided_at
            for entry in self.entries
            if isinstance(entry, BoardDecision) and entry.result_number != result_number
        }
        kept = (
            entry
            for entry in self.entries
            if not (isinstance(entry, BoardDecision) and entry.decided_at in left_out)
            and not (isinstance(entry, SignOff) and entry.of_decision_at in left_out)
        )
        return BoardRecord(tuple(kept))

    def carried(self, result_number: int | None) -> BoardRecord:
        """The record of a copy of the case, in which that result is the first, and earlier ones are not."""
        return BoardRecord(tuple(_carried(entry, result_number) for entry in self.entries))


def _carried(entry: BoardEntry, result_number: int | None) -> BoardEntry:
    if isinstance(entry, SignOff) or entry.result_number is None:
        return entry
    return replace(entry, result_number=1 if entry.result_number == result_number else EARLIER_ELSEWHERE)
