"""A passphrase as it is typed. No widgets."""

from __future__ import annotations

import unicodedata

LEAST_CHARACTERS = 8
GOOD_CHARACTERS = 20


def typed(text: str) -> str:
    """The same passphrase from every keyboard: é may be typed as one character or as two."""
    return unicodedata.normalize("NFC", text)


def is_long_enough(text: str) -> bool:
    """Whether it may be used at all."""
    return len(typed(text)) >= LEAST_CHARACTERS


def is_good(text: str) -> bool:
    """Whether guessing takes long: many characters, and not the same few."""
    return len(typed(text)) >= GOOD_CHARACTERS and len(set(typed(text))) >= LEAST_CHARACTERS
