"""Where the pages of the report lie, worked out by hand."""

from __future__ import annotations

import pytest

from hccdesk.ui.report_screen.page_layout import Fit, PageLayout, zoom_to_fit
from hccdesk.ui.report_screen.page_places import new_places

# At zoom 0.75 a point is one pixel: 600 × 800 pages, 16 px between them.
PAGES = ((600.0, 800.0), (600.0, 800.0), (300.0, 400.0))
LAYOUT = PageLayout(PAGES, 0.75, (1000, 500))


def test_that_pages_lie_under_one_another_in_the_middle():
    assert [LAYOUT.top(page) for page in range(3)] == [16, 832, 1648]
    assert [LAYOUT.left(page) for page in range(3)] == [200, 200, 350]
    assert LAYOUT.extent == (632, 2064)


def test_that_a_page_wider_than_the_view_begins_at_its_edge():
    assert PageLayout(PAGES, 0.75, (400, 500)).left(0) == 16


@pytest.mark.parametrize(
    ("offset", "shown", "read"), [(0, (0,), 0), (400, (0, 1), 0), (700, (0, 1), 1), (820, (1,), 1), (1564, (1, 2), 2)]
)
def test_that_it_knows_what_is_seen_and_what_is_read(offset, shown, read):
    assert LAYOUT.shown(offset) == shown
    assert LAYOUT.current(offset) == read


def test_that_no_pages_take_no_room():
    nothing = PageLayout((), 1.0, (100, 100))
    assert nothing.extent == (0, 0) and nothing.shown(0) == () and nothing.current(0) == 0


def test_that_the_zoom_fits_the_widest_page_or_a_whole_one():
    assert zoom_to_fit(Fit.WIDTH, PAGES, (632, 400)) == pytest.approx(0.75)
    assert zoom_to_fit(Fit.PAGE, PAGES, (632, 432)) == pytest.approx(0.375)
    assert zoom_to_fit(Fit.WIDTH, PAGES, (40_000, 400)) == 4.0
    assert zoom_to_fit(Fit.PAGE, PAGES, (10, 10)) == 0.25


def test_that_a_page_is_found_again_by_its_part_and_its_number_in_it():
    before = ("Summary", "Annex A", "Annex A", "Annex B")
    after = ("Summary", "Key images", "Annex A", "Annex B", "Annex B")
    assert new_places(before, after) == {0: 0, 1: 2, 3: 3}
    assert new_places((), after) == {}
