"""Page 1 stays one page: set closer where it must be, never smaller than six points, and beyond that it flows."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from report_builder import a_board, a_complete_result
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from hccdesk.domain.report_options import NOTHING_ON_RECORD, Paper, ReportOptions
from hccdesk.report.fonts import font_set
from hccdesk.report.one_page import LEAST_SCALE, OnePage
from hccdesk.report.typography import Size
from hccdesk.workflow.write_report import set_report

needs_cjk = pytest.mark.skipif(len(font_set().regular) < 2, reason="no Chinese TrueType font here")


class Block(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """As high as told, whatever the width."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return available_width, self.height

    def draw(self) -> None:
        pass


def a_page(*heights: float, gap: float = 0.0) -> OnePage:
    def made() -> list[Flowable]:
        return [part for height in heights for part in (Block(height), Spacer(0, gap))]

    page = OnePage(lambda _: made(), made)
    page.canv = Canvas(BytesIO())
    return page


def test_that_what_fits_is_set_as_it_is() -> None:
    page = a_page(100, 200)
    assert page.wrap(500, 300) == (500, 300) and page._scale == 1.0


def test_that_gaps_give_way_before_letters_do() -> None:
    page = a_page(100, 100, gap=50)
    assert page.wrap(500, 250)[1] <= 250 and page._scale == 1.0


def test_that_it_is_never_set_smaller_than_six_points() -> None:
    page = a_page(100 / LEAST_SCALE)
    assert page.wrap(500, 100)[1] <= 100 and page._scale == pytest.approx(LEAST_SCALE)
    assert min(size.value[0] for size in Size) * LEAST_SCALE >= 6.0


def test_that_what_cannot_fit_flows_on() -> None:
    page = a_page(100, 300)
    assert page.wrap(500, 200)[1] > 200
    parts = page.split(500, 200)
    assert isinstance(parts[0], Spacer) and len(parts) == 5


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=needs_cjk)])
@pytest.mark.parametrize("on_record", [False, True])
def test_that_page_one_of_a_complete_case_is_one_page(language: str, paper: Paper, on_record: bool) -> None:
    board = a_board(at=datetime(2026, 3, 2, tzinfo=UTC)) if on_record else NOTHING_ON_RECORD
    options = ReportOptions(language, paper, frozenset(), board=board)
    document = pypdfium2.PdfDocument(set_report(a_complete_result(), options))
    texts = [page.get_textpage().get_text_bounded() for page in document]
    assert ("Decision of the board" if language == "en" else "会诊决定") in texts[0]
    assert len(texts) == 2  # the limitations come after
