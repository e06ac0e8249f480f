"""Where a line of Chinese may not begin: reportlab knows the marks of Japanese only."""

from __future__ import annotations

from reportlab.lib import textsplit
from reportlab.platypus import paragraph

NO_LINE_BEGINS_WITH = "，：；？！）》〉”’…"


def keep_marks_off_line_starts() -> None:
    """From now on such a mark hangs at the end of the line before, in every paragraph of this process."""
    for module in (textsplit, paragraph):
        missing = (mark for mark in NO_LINE_BEGINS_WITH if mark not in module.ALL_CANNOT_START)
        module.ALL_CANNOT_START += "".join(missing)
