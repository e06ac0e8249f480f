"""The light colours of the theme, by the role and by the tone that a block carries."""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor

from hccdesk import resources
from hccdesk.report.tone import Tone

_ROLE_OF_TONE = {
    Tone.PLAIN: "text",
    Tone.MUTED: "muted",
    Tone.CAUTION: "caution",
    Tone.PROBLEM: "problem",
    Tone.RESPONSE: "favours_response",
    Tone.NO_RESPONSE: "favours_no_response",
    Tone.INDETERMINATE: "indeterminate",
    Tone.GREYED: "muted",
}


def colour(role: str) -> Color:
    """The light theme's colour of a role (`text`, `line`, `caution_ground` …)."""
    return HexColor(resources.theme_tokens()["light"][role])


def pale(role: str, share: float) -> Color:
    """A role's colour on white paper, `share` of it: a ground that needs no transparency in the file."""
    full = colour(role)
    return Color(*(1 - share * (1 - part) for part in (full.red, full.green, full.blue)))


def ink(tone: Tone) -> Color:
    """The colour of text in a tone; all of them readable on white (4.5:1 or more)."""
    return colour(_ROLE_OF_TONE[tone])
