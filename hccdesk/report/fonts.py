"""Fonts for the report, chosen character by character; a character that no font can print is refused in words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from hccdesk.domain.errors import ReportError
from hccdesk.domain.sentence import Sentence
from hccdesk.report.cjk_font_places import CJK_BOLD_PLACES, CJK_FONT_PLACES, WHAT_TO_INSTALL, FontPlace
from hccdesk.report.plain_text import plain

CJK_FONT_VARIABLE = "HCCDESK_CJK_FONT"
"""Environment variable that names a TrueType font with Chinese characters, used before any other."""
REGULAR = "HccdeskSans"
BOLD = "HccdeskSansBold"
_CHARACTERS_NAMED = 4


@dataclass(frozen=True, slots=True)
class FontSet:
    """Registered font names in order of preference, for regular and for bold text."""

    regular: tuple[str, ...]
    bold: tuple[str, ...]

    def runs(self, text: str, bold: bool = False) -> list[tuple[str, str]]:
        """`text` cut into (font name, piece), each piece printable in its font as far as any font can."""
        names = self.bold if bold else self.regular
        return [(name, "".join(piece)) for name, piece in groupby(text, lambda c: _font_of(c, names) or names[0])]

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font here can print."""
        return tuple(dict.fromkeys(c for c in text if _font_of(c, self.regular) is None))


def require_glyphs(texts: Iterable[str]) -> None:
    """Refuse texts that would print blanks: raises `ReportError` naming the characters and what to install."""
    # In order of code, so that the sentence does not spell a patient's name.
    missing = font_set().missing("".join(sorted({c for text in texts for c in plain(text)})))
    if missing:
        shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing[:_CHARACTERS_NAMED])
        what = Sentence.of("No font on this machine can print {shown}.", shown=shown)
        if len(missing) > _CHARACTERS_NAMED:
            more = len(missing) - _CHARACTERS_NAMED
            what = Sentence.of("No font on this machine can print {shown} and {more} more.", shown=shown, more=more)
        raise ReportError(what, what_to_do=WHAT_TO_INSTALL)


def font_set() -> FontSet:
    """The fonts of this machine, registered with reportlab; read once for each `HCCDESK_CJK_FONT`."""
    return _font_set(os.environ.get(CJK_FONT_VARIABLE, ""))


@cache
def _font_set(named: str) -> FontSet:
    regular = _register(REGULAR, FontPlace(str(_dejavu("DejaVuSans.ttf"))))
    bold = _register(BOLD, FontPlace(str(_dejavu("DejaVuSans-Bold.ttf"))))
    if regular is None or bold is None:
        raise ReportError("The fonts of matplotlib cannot be read.", what_to_do="Reinstall hccdesk.")
    cjk = _register_all((FontPlace(named),) if named else CJK_FONT_PLACES)
    cjk_bold = () if named else _register_all(CJK_BOLD_PLACES)
    if named and not cjk:
        raise ReportError(
            "This is no TrueType font that can be embedded.",
            where=named,
            what_to_do=Sentence.of(
                "Let {variable} name a .ttf or .ttc file with TrueType outlines.",
                variable=CJK_FONT_VARIABLE,
            ),
        )
    return FontSet((regular, *cjk), (bold, regular, *cjk_bold, *cjk))


def _dejavu(file: str) -> Path:
    spec = find_spec("matplotlib")  # finds the folder without importing it, which takes a second
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise ReportError("matplotlib, which carries the fonts of the report, is missing.", what_to_do="Install it.")
    return Path(folders[0]) / "mpl-data" / "fonts" / "ttf" / file


def _register_all(places: tuple[FontPlace, ...]) -> tuple[str, ...]:
    return tuple(name for place in places if (name := _register(_name(place), place)))


def _name(place: FontPlace) -> str:
    return f"HccdeskCjk-{Path(place.path).stem.replace(' ', '')}-{place.index}"


def _register(name: str, place: FontPlace) -> str | None:
    """The name under which the font is registered, or None where it is not there or has no TrueType outlines."""
    if not Path(place.path).is_file():
        return None
    try:
        font = TTFont(name, place.path, subfontIndex=place.index)
    except (TTFError, OSError, KeyError, ValueError, IndexError):
        return None  # postscript outlines, or a damaged file: the next place may do
    pdfmetrics.registerFont(font)
    return name


def _font_of(character: str, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if ord(character) in _glyphs(name)), None)


@cache
def _glyphs(name: str) -> Mapping[int, int]:
    glyphs: Mapping[int, int] = pdfmetrics.getFont(name).face.charToGlyph
    return glyphs
