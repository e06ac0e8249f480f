"""Whether a text of ours can be written in the character set of the source."""

from __future__ import annotations

import unicodedata

_UNICODE = {"ISO_IR 192": "utf-8", "GB18030": "gb18030", "GBK": "gbk"}
_SINGLE_BYTE = {
    "ISO_IR 100": "latin-1",
    "ISO_IR 101": "iso8859-2",
    "ISO_IR 109": "iso8859-3",
    "ISO_IR 110": "iso8859-4",
    "ISO_IR 144": "iso8859-5",
    "ISO_IR 127": "iso8859-6",
    "ISO_IR 126": "iso8859-7",
    "ISO_IR 138": "iso8859-8",
    "ISO_IR 148": "iso8859-9",
    "ISO_IR 203": "iso8859-15",
}


def can_be_written(text: str, character_set: str) -> bool:
    """Whether every character has its place; with code extensions (ISO 2022) only ASCII counts as safe."""
    codec = (_UNICODE | _SINGLE_BYTE).get(character_set, "ascii")
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return text.isprintable() and "\\" not in text


def first_writable(texts: tuple[str, ...], character_set: str) -> str:
    """The first of several wordings that can be written; the last one is ASCII."""
    return next((text for text in texts[:-1] if can_be_written(text, character_set)), texts[-1])


_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "≥": ">=", "≤": "<=", "µ": "u", "μ": "u", "×": "x", "±": "+/-", "·": "."}
)


def written_in(text: str, character_set: str) -> str:
    """`text` as it can be written: as it is, or else in ASCII with a question mark for what has no letter there."""
    line = " ".join(text.replace("\\", "/").split())
    if can_be_written(line, character_set):
        return line
    apart = unicodedata.normalize("NFKD", line.translate(_PLAIN))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.encode("ascii", "replace").decode("ascii")
