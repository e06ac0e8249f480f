"""What the members of a board thought of a case, before and after the models were seen, and what they decided."""

from __future__ import annotations

from dataclasses import dataclass
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


BoardEntry = BoardOpinion | BoardDecision | SignOff
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
    def decision(self) -> BoardDecision | None:
        """The decision that holds: the last one."""
        return next((entry for entry in reversed(self.entries) if isinstance(entry, BoardDecision)), None)

    @property
    def sign_offs(self) -> tuple[SignOff, ...]:
        """Who signed the decision that holds."""
        decision = self.decision
        if decision is None:
            return ()
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
