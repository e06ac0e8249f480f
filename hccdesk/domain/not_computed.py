"""A finding that could not be given."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class NotComputed:
    """A finding we could not give, and why. Shown and printed in its place.

    `applicable`: False where it does not exist for this patient, so that no further input would bring it.
    """

    reason: Sentence
    applicable: bool = True
