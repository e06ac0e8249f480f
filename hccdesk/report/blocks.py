"""What a report is made of: frozen blocks that say what is said, and nothing of how it looks."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.report.chart_blocks import Chart
from hccdesk.report.figure_blocks import CurveFigure, Gauge, NomogramFigure, Picture, PictureRow
from hccdesk.report.tone import Tone


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 starts a part and is bookmarked, 2 and 3 stay within it, 4 goes with large text."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `large` for those who do not read reports every day."""

    text: str
    tone: Tone = Tone.PLAIN
    small: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A titled list; `large` as of running text."""

    title: str
    items: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    large: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell that is more than plain words.

    A level of what stands above it is `indented`; `note` is the raised letter of a note under the table.
    """

    text: str
    tone: Tone = Tone.PLAIN
    bold: bool = False
    indented: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header (empty: none); `widths` are shares of the line; `numbers` are right-aligned columns.

    A `whole` table is short and never broken over the page. `notes` stand under the last row.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()
    compact: bool = False
    whole: bool = False
    notes: str = ""


@dataclass(frozen=True, slots=True)
class StatusCell:
    """One field of the status strip: what it is about, and what is so."""

    title: str
    lines: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class StatusStrip:
    """The fields at the top of page 1, side by side."""

    cells: tuple[StatusCell, ...]


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """One number with what it is."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """One finding: badges (words), numbers, the verdict in words, then lines. `tone` greyed: shown for information."""

    title: str
    subtitle: str
    badges: tuple[Cell, ...]
    numbers: tuple[KeyNumber, ...]
    verdict: Cell | None
    gauge: Gauge | None
    lines: tuple[Cell, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class CardRow:
    """Cards side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Two lists side by side."""

    left: Bullets
    right: Bullets


@dataclass(frozen=True, slots=True)
class NumberedPictures:
    """Pictures of a reader's choice, large enough to be looked at; the captions begin with their numbers."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """One field: what it is, what is on record of it, and what is still to be written in by hand."""

    title: str
    fields: tuple[str, ...]
    said: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    """The clinicians' part."""

    title: str
    boxes: tuple[SignatureBox, ...]


DrawnBlock = PictureRow | NumberedPictures | CurveFigure | NomogramFigure | Signatures | Chart
Block = Heading | Paragraph | Bullets | Table | StatusStrip | CardRow | Columns | DrawnBlock
