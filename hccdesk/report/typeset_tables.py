"""Tables, lists and the status strip as flowables."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from hccdesk.report.blocks import Bullets, Cell, Columns, StatusCell, StatusStrip, Table
from hccdesk.report.palette import colour
from hccdesk.report.tagged_flowables import DataTable
from hccdesk.report.tagged_flowables import LayoutTable as SetTable
from hccdesk.report.tone import Tone
from hccdesk.report.typography import GRID_PT, Size, set_text

GUTTER_PT = 2 * GRID_PT
_HALF = GRID_PT / 2
_LEAST_LIST_PT = 5 * GRID_PT
_FOOT_OF_A_PAGE_PT = 12 * GRID_PT


class _RuledTable(DataTable):
    """Goes on over the page, but never with its last row alone there."""

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """The parts before and after the page's end."""
        parts = super().split(availWidth, availHeight)
        if len(parts) != 2 or len(parts[1]._cellvalues) - self.repeatRows > 1:
            return list(parts)
        fewer = super().split(availWidth, parts[0].wrap(availWidth, availHeight)[1] - 1)
        if not fewer and availHeight < _FOOT_OF_A_PAGE_PT:
            return []  # the rest of a table that was split just now: it belongs on the next page
        return list(fewer or parts)


def table(block: Table, width: float, language: str) -> list[Flowable]:
    """Hairlines between rows, the header repeated on each page; columns as shares of the width."""
    size = Size.SMALL if block.compact else Size.BODY
    rows = (
        [[_header(words, n in block.numbers, language) for n, words in enumerate(block.header)]] if block.header else []
    )
    rows += [[_cell(c, size, n in block.numbers, language) for n, c in enumerate(row)] for row in block.rows]
    if not rows:
        return []
    if block.notes:  # a row of the table, so that they never stand alone on the next page
        notes = set_text(block.notes, Size.SMALL, Tone.MUTED, before=GRID_PT / 2, language=language)
        rows.append([notes, *[""] * (len(block.widths) - 1)])
    total = sum(block.widths)
    widths = [width * share / total for share in block.widths]
    made = _RuledTable(rows, widths, repeatRows=1 if block.header else 0)
    made.setStyle(_ruled(bool(block.header), bool(block.notes)))
    return [made, Spacer(0, GRID_PT)]


def _ruled(header: bool, notes: bool) -> list[tuple[object, ...]]:
    last = -2 if notes else -1
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), GRID_PT),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LINEBELOW", (0, 0), (-1, last), 0.4, colour("line")),
    ]
    if notes:
        style.append(("SPAN", (0, -1), (-1, -1)))
    if header:
        style.append(("LINEBELOW", (0, 0), (-1, 0), 0.8, colour("muted")))
    return style


def _header(words: str, number: bool, language: str) -> Flowable:
    return set_text(words, Size.SMALL, Tone.MUTED, bold=True, right=number, language=language)


def _cell(cell: Cell, size: Size, number: bool, language: str) -> Flowable:
    return set_text(
        cell.text,
        size,
        cell.tone,
        bold=cell.bold,
        right=number,
        language=language,
        indented=cell.indented,
        note=cell.note,
    )


def bullets(block: Bullets, language: str, size: Size = Size.BODY) -> list[Flowable]:
    """A title and its items."""
    heading = Size.LARGE if size is Size.LARGE else Size.STRONG
    title = [set_text(block.title, heading, bold=True, after=2, language=language)] if block.title else []
    items = [set_text(i, size, block.tone, after=1.5, language=language, bullet=True) for i in block.items]
    return [CondPageBreak(_LEAST_LIST_PT), *title, *items, Spacer(0, GRID_PT)]


def columns(block: Columns, width: float, language: str) -> list[Flowable]:
    """Two lists side by side."""
    half = (width - GUTTER_PT) / 2
    cells = [_list(side, language) for side in (block.left, block.right)]
    made = SetTable([[cells[0], "", cells[1]]], [half, GUTTER_PT, half])
    made.setStyle([*_flush(), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return [made, Spacer(0, GRID_PT)]


def _list(block: Bullets, language: str) -> list[Flowable]:
    title = set_text(block.title, Size.STRONG, bold=True, after=2, language=language)
    return [title, *(set_text(i, Size.SMALL, block.tone, after=1, language=language, bullet=True) for i in block.items)]


def status_strip(block: StatusStrip, width: float, language: str) -> list[Flowable]:
    """The fields at the top, on a raised ground, divided by hairlines."""
    shares = (0.22, 0.34, 0.44) if len(block.cells) == 3 else (1 / len(block.cells),) * len(block.cells)
    made = SetTable([[_status(cell, language) for cell in block.cells]], [width * share for share in shares])
    made.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), colour("raised")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEAFTER", (0, 0), (-2, -1), 0.6, colour("line")),
            ("LEFTPADDING", (0, 0), (-1, -1), GRID_PT),
            ("RIGHTPADDING", (0, 0), (-1, -1), GRID_PT),
            ("TOPPADDING", (0, 0), (-1, -1), _HALF),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ("ROUNDEDCORNERS", [4, 4, 4, 4]),
        ]
    )
    return [made, Spacer(0, GRID_PT)]


def _status(cell: StatusCell, language: str) -> list[Flowable]:
    title = set_text(cell.title, Size.SMALL, Tone.MUTED, language=language)
    loud = {Tone.CAUTION, Tone.PROBLEM, Tone.PLAIN}
    return [
        title,
        *(set_text(c.text, Size.SMALL, c.tone, bold=c.tone in loud, before=1, language=language) for c in cell.lines),
    ]


def _flush() -> list[tuple[object, ...]]:
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return [(side, (0, 0), (-1, -1), 0) for side in sides]
