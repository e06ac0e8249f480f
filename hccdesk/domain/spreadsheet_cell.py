"""Text in a table that somebody will open with a spreadsheet program."""

from __future__ import annotations

_BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def neutral(text: str) -> str:
    """`text` as a spreadsheet shows it and never computes it: an apostrophe in front of what could be a formula.

    Blanks in front do not make a formula harmless: some programs take them away. Control characters are left out.
    """
    shown = "".join(c for c in text if c >= " " or c in "\t\r\n")
    return f"'{shown}" if shown.startswith(_BEGINS_FORMULA) or shown.lstrip().startswith(_BEGINS_FORMULA) else shown
