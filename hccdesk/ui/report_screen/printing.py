"""The pages on a printer: drawn and handed over one by one, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from hccdesk.domain.errors import ReportError
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import Paper
from hccdesk.ui.widgets.pixels import image_of

if TYPE_CHECKING:
    from hccdesk.workflow.preview_report import PreviewedReport

DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
_SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}

DrawPage = Callable[[bytes, int, int], NDArray[np.uint8]]


def set_paper(printer: QPrinter, paper: Paper) -> None:
    """The report's own sheet, upright; its margins are already on its pages."""
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(QPageSize(_SIZES[paper]), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    printer.setFullPage(True)
    printer.setDocName("hccdesk report")  # a print queue is read by everybody: never the patient's name


def print_pages(printer: QPrinter, report: PreviewedReport, draw: DrawPage, progress: Progress) -> int:
    """Print what the reader chose in the dialog; returns the number of sheets' sides.

    Raises `ReportError` where the printer does not take it.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise _refused(printer)
    try:
        return _print_each(painter, printer, report, draw, progress)
    except BaseException:
        printer.abort()  # what was cancelled half-way does not come out
        raise
    finally:
        painter.end()


def _print_each(
    painter: QPainter, printer: QPrinter, report: PreviewedReport, draw: DrawPage, progress: Progress
) -> int:
    pages = pages_of(printer, len(report.sizes_pt))
    for number, page in enumerate(pages):
        progress.step(number, len(pages), "Printing")
        if number and not printer.newPage():
            raise _refused(printer)
        width_px = round(report.sizes_pt[page][0] / _POINTS_PER_INCH * DOTS_PER_INCH)
        _paint(painter, printer, image_of(draw(report.pdf, page, width_px)))
    return len(pages)


def pages_of(printer: QPrinter, count: int) -> tuple[int, ...]:
    """The pages chosen, counted from 0, as often as copies were asked for where the printer makes none itself."""
    chosen = range(count)
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
        chosen = range(printer.fromPage() - 1, min(printer.toPage() or count, count))
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return tuple(chosen) * copies
    return tuple(page for page in chosen for _ in range(copies))


def _paint(painter: QPainter, printer: QPrinter, page: QImage) -> None:
    """Whole and in the middle of the sheet, whatever paper the printer holds."""
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    scale = min(sheet.width() / page.width(), sheet.height() / page.height())
    width, height = page.width() * scale, page.height() * scale
    place = QRectF((sheet.width() - width) / 2, (sheet.height() - height) / 2, width, height)
    painter.drawImage(place, page)


def _refused(printer: QPrinter) -> ReportError:
    return ReportError(
        "The printer does not take the report.",
        where=printer.printerName() or None,
        what_to_do="Look whether it is switched on and has paper, or save the PDF and print that.",
    )
