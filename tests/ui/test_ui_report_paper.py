"""The report of the real workflow on its way to file and printer."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pypdfium2
import pytest
import ui_builder as build
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QLabel

from hccdesk.domain.errors import Cancelled, ReportError
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.report_options import Paper, ReportOptions
from hccdesk.ui.report_screen.printing import pages_of, print_pages, set_paper
from hccdesk.ui.report_screen.screen import ReportScreen
from hccdesk.ui.verbs import WorkflowVerbs


class RealReports(build.InstantVerbs):
    """Everything from memory but the report, which is real."""

    def __init__(self) -> None:
        super().__init__()
        real = WorkflowVerbs()
        self.write_report, self.write_outputs = real.write_report, real.write_outputs
        self.preview_report, self.report_page = real.preview_report, real.report_page


@pytest.fixture
def verbs():
    return RealReports()


@pytest.fixture
def screen(qtbot, session, idle):
    session.model.set_result(build.a_result(), session.model.inputs)
    made = ReportScreen(session)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: made.page_count > 0, timeout=15_000)
    idle()
    return made


def a_printer(path, paper=Paper.A4):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    set_paper(printer, paper)
    return printer


def pictures_of(content: bytes) -> list[np.ndarray]:
    return [page.render(scale=1).to_numpy()[..., :3].astype(int) for page in pypdfium2.PdfDocument(content)]


def test_that_the_pages_on_the_screen_are_those_of_the_file(screen, session, idle, tmp_path):
    screen.options._parts[next(iter(screen.options._parts))].click()
    idle()
    screen.save_pdf(tmp_path / "board.pdf")
    idle()
    assert (tmp_path / "board.pdf").read_bytes() == screen._preview._pdf
    from_file = pypdfium2.PdfDocument(tmp_path / "board.pdf")
    assert screen.page_count == len(from_file)
    image = screen.pages.image_of_page(0)
    assert image is not None
    rgb = from_file[0].render(scale=(image.width() - 0.01) / from_file[0].get_width(), rev_byteorder=True).to_numpy()
    for row, column in ((100, 200), (300, 300), (60, 500)):
        assert image.pixelColor(column, row).getRgb()[:3] == tuple(rgb[row, column, :3])


def test_that_everything_is_saved_with_the_options_and_the_result_is_the_same(screen, session, idle, tmp_path):
    screen.save_all(tmp_path / "whole")
    idle()
    screen.options._papers.setCurrentIndex(screen.options._papers.findData("letter"))
    screen.save_all(tmp_path / "letter")
    idle()
    whole, letter = tmp_path / "whole", tmp_path / "letter"
    assert (whole / "result.json").read_bytes() == (letter / "result.json").read_bytes()
    assert (whole / "report.pdf").read_bytes() != (letter / "report.pdf").read_bytes()
    assert {p.name for p in (whole / "figures").iterdir()} == {p.name for p in (letter / "figures").iterdir()}


def test_that_the_printed_pages_are_the_pages_of_the_report(screen, session, idle, tmp_path):
    path = tmp_path / "printed.pdf"
    screen.print_on(a_printer(path))
    idle()
    assert "Sent to the printer 14:03:22" in " ".join(label.text() for label in screen.findChildren(QLabel))
    printed, shown = pictures_of(path.read_bytes()), pictures_of(screen._preview._pdf)
    assert len(printed) == len(shown) == screen.page_count
    for paper, page in zip(printed, shown, strict=True):
        assert abs(paper.shape[0] - page.shape[0]) <= 2 and abs(paper.shape[1] - page.shape[1]) <= 2
        rows, columns = min(paper.shape[0], page.shape[0]), min(paper.shape[1], page.shape[1])
        assert (paper < 128).any()
        # The same picture, resampled once: on average less than a few grey levels apart.
        assert np.abs(paper[:rows, :columns] - page[:rows, :columns]).mean() < 6


def test_that_the_paper_of_the_printer_is_the_papers_of_the_report(tmp_path, qtbot):
    pdf = WorkflowVerbs().preview_report(build.a_result(), ReportOptions(paper=Paper.LETTER), NoProgress())
    printed = print_pages(a_printer(tmp_path / "a.pdf", Paper.LETTER), pdf, WorkflowVerbs().report_page, NoProgress())
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    assert printed == len(document) == len(pdf.sizes_pt)
    assert document[0].get_size() == pytest.approx((612, 792), abs=1)


def test_that_pages_and_copies_are_those_asked_for(tmp_path, qtbot):
    printer = a_printer(tmp_path / "a.pdf")
    assert pages_of(printer, 4) == (0, 1, 2, 3)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert pages_of(printer, 4) == (1, 2)
    twice = SimpleNamespace(
        printRange=lambda: QPrinter.PrintRange.AllPages, fromPage=lambda: 0, toPage=lambda: 0,
        supportsMultipleCopies=lambda: False, copyCount=lambda: 2, collateCopies=lambda: True,
    )  # fmt: skip
    assert pages_of(twice, 2) == (0, 1, 0, 1)
    twice.collateCopies = lambda: False
    assert pages_of(twice, 2) == (0, 0, 1, 1)


def test_that_printing_can_be_cancelled(screen, session, qtbot, tmp_path, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    draw = session.verbs.report_page

    def slow(pdf, page, width_px):
        begun.set()
        go_on.wait(5)
        return draw(pdf, page, width_px)

    monkeypatch.setattr(session.verbs, "report_page", slow)
    screen.print_on(a_printer(tmp_path / "a.pdf"))
    qtbot.waitUntil(begun.is_set, timeout=10_000)
    session.compute.cancel_all()
    go_on.set()
    qtbot.waitUntil(lambda: not session.compute.running, timeout=10_000)
    assert screen._delivery.message == "Cancelled."


def test_that_a_printer_that_refuses_is_a_line_on_the_list(screen, session, idle, tmp_path):
    screen.print_on(a_printer(tmp_path / "no such folder" / "a.pdf"))
    idle()
    assert "The printer does not take the report" in session.board.of("report")[0].what


def test_that_without_a_printer_it_says_so(qtbot, screen, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    screen.window().activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    qtbot.keyClick(screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(screen._delivery.message))
    assert "No printer is set up on this computer" in screen._delivery.message


def test_that_a_stopped_print_and_a_refusing_printer_end_in_their_own_words(qtbot, tmp_path):
    pdf = WorkflowVerbs().preview_report(build.a_result(), ReportOptions(), NoProgress())

    class Stopped:
        def step(self, done, total, label):
            if done == 1:
                raise Cancelled

    with pytest.raises(Cancelled):
        print_pages(a_printer(tmp_path / "a.pdf"), pdf, WorkflowVerbs().report_page, Stopped())
    with pytest.raises(ReportError, match="does not take"):
        print_pages(a_printer(tmp_path / "no" / "a.pdf"), pdf, WorkflowVerbs().report_page, NoProgress())
