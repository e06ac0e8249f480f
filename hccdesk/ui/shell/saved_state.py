"""What the banner says of the case being saved."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedState:
    """A few words and what they stand for; `is_fault` where work would be lost."""

    text: str
    tip: str
    is_fault: bool = False
