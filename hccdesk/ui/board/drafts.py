"""What is being written for the board's record and is not part of it yet. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hccdesk.domain.board_opinion import Expectation, WithModels

_BETWEEN_NAMES = re.compile(r"[,;，；、\n]+")


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """One reader's opinion, as far as it is written."""

    reader: str = ""
    role: str = ""
    expectation: Expectation | None = None
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """The decision, as far as it is written; `present` as it is typed, names apart by commas."""

    decision: str = ""
    with_models: WithModels | None = None
    reason: str = ""
    present: str = ""


@dataclass(frozen=True, slots=True)
class SignDraft:
    """Who is about to sign."""

    signed_by: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class PassDraft:
    """Who goes on without an opinion, and why."""

    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Drafts:
    """All of them, for one case."""

    opinion: OpinionDraft = OpinionDraft()
    decision: DecisionDraft = DecisionDraft()
    sign: SignDraft = SignDraft()
    passing: PassDraft = PassDraft()


def names_in(typed: str) -> tuple[str, ...]:
    """The names in a text, each once, in their order."""
    names = (name.strip() for name in _BETWEEN_NAMES.split(typed))
    return tuple(dict.fromkeys(name for name in names if name))
