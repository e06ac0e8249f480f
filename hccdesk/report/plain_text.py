"""Text from outside made safe to print: one line, no invisible characters, a length that ends."""

from __future__ import annotations

import unicodedata

LONGEST_VALUE = 160
"""Characters kept of one value from outside (a name, an identifier, a file name)."""
LONGEST_TEXT = 1200
"""Characters kept of one piece of text; reportlab takes seconds for a word of 100 000."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands where an unprintable character was, so that two names that differ never look the same."""

_HARMLESS = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}  # zero width: nothing is lost with them
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Cn", "Co"}  # control, direction overrides, surrogates, unassigned, private


def plain(text: str, longest: int = LONGEST_TEXT) -> str:
    """`text` on one line: white space folded, unprintable characters replaced, cut with an ellipsis at `longest`."""
    folded = " ".join(text[: 4 * longest].split())
    shown = "".join(_shown(character) for character in unicodedata.normalize("NFC", folded))
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def _shown(character: str) -> str:
    if character in _HARMLESS:
        return ""
    return REPLACEMENT if unicodedata.category(character) in _UNPRINTABLE else character
