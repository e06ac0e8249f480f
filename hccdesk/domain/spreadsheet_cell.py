"""Text in a table that somebody will open with a spreadsheet program."""

from __future__ import annotations

import re

_FORMULA = "[=+\\-@＝＋－＠]"
_UNSEEN = "\ufeff\u00ad\u200b-\u200f\u2060"
_BEGINS_FORMULA = re.compile(rf"[\t\r\n]|[\s{_UNSEEN}]*{_FORMULA}")
_BEGINS_INSIDE = re.compile(rf"([;\t\r\n])(?=(?:[^\S\t\r\n]|[{_UNSEEN}])*{_FORMULA})")


def neutral(text: str) -> str:
    """`text` as a spreadsheet shows it and never computes it: an apostrophe in front of what could be a formula.

    Blanks in front do not make a formula harmless: some programs take them away. Nor does a place within a text: where
    the list separator is a semicolon, a spreadsheet takes apart at semicolons, tabs and ends of lines what commas and
    quotes hold together. Control characters are left out.
    """
    shown = "".join(c for c in text if c >= " " or c in "\t\r\n")
    inside = _BEGINS_INSIDE.sub(r"\1'", shown)
    return f"'{inside}" if _BEGINS_FORMULA.match(shown) else inside
