"""Tiles of the slide: which, where, and that a late one of another slide is never shown."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import ui_builder as build

from hccdesk.ui.jobs import JobRunner
from hccdesk.ui.slide_viewer.sight import Sight, filling, fitting
from hccdesk.ui.slide_viewer.tile_loader import FAULTS_BEFORE_GIVING_UP, TileLoader
from hccdesk.ui.slide_viewer.tiles import (
    Tile,
    ancestors,
    children,
    neighbour_tiles,
    pixels_of,
    rectangle_of,
    visible_tiles,
)

SIZE = (24_000, 16_000)


@pytest.mark.parametrize("scale", [0.2, 1.0, 1.9, 7.3, 30.0])
def test_that_the_tiles_cover_the_view_and_are_fine_enough(scale):
    sight = Sight(12_000, 8_000, scale, 900, 700)
    tiles = visible_tiles(sight, SIZE)
    left, top = sight.to_slide(0, 0)
    right, bottom = sight.to_slide(900, 700)
    covered = [rectangle_of(tile, SIZE) for tile in tiles]
    assert min(x for x, *_ in covered) <= max(left, 0)
    assert min(y for _, y, *_ in covered) <= max(top, 0)
    assert max(x + width for x, _, width, _ in covered) >= min(right, SIZE[0])
    assert max(y + height for _, y, _, height in covered) >= min(bottom, SIZE[1])
    assert all(2**tile.level <= max(scale, 1.0) for tile in tiles)
    assert len(tiles) <= 30


def test_that_tiles_do_not_overlap_and_end_at_the_slide_s_edge():
    sight = fitting(SIZE, 900, 700)
    area = sum(width * height for _, _, width, height in (rectangle_of(t, SIZE) for t in visible_tiles(sight, SIZE)))
    assert area == SIZE[0] * SIZE[1]
    edge = Tile(5, 1, 0)
    assert rectangle_of(edge, SIZE) == (16384, 0, 24_000 - 16_384, 16_000)
    assert pixels_of(edge, SIZE) == (238, 500)


def test_that_zooming_keeps_what_is_under_the_cursor_there():
    sight = Sight(5000, 4000, 8.0, 900, 700)
    before = sight.to_slide(123, 456)
    after = sight.zoomed(3.7, 123, 456, 100.0).to_slide(123, 456)
    assert after == pytest.approx(before)


def test_that_the_middle_comes_first():
    tiles = visible_tiles(Sight(12_000, 8_000, 1.0, 2000, 2000), SIZE)
    x, y, width, height = rectangle_of(tiles[0], SIZE)
    assert x <= 12_000 <= x + width
    assert y <= 8_000 <= y + height


@pytest.fixture
def runner(qtbot):
    made = JobRunner(2)
    yield made
    made.close()


class HeldVerbs(build.InstantVerbs):
    """A slide that is read only when the test lets it."""

    def __init__(self):
        super().__init__()
        self.go = threading.Event()
        self.read = []

    def view_slide(self, path, rectangle, size):
        assert self.go.wait(10)
        self.read.append((path, rectangle))
        return np.full((size[1], size[0], 3), len(str(path)), np.uint8)


def test_that_a_late_tile_of_another_slide_is_dropped(qtbot, runner):
    verbs, arrived = HeldVerbs(), []
    loader = TileLoader(runner, verbs)
    loader.arrived.connect(arrived.append)
    loader.open(build.a_slide())
    loader.want([Tile(0, 0, 0), Tile(0, 1, 0)])
    loader.open(build.a_slide(path=build.Path("another.svs")))
    verbs.go.set()
    qtbot.waitUntil(lambda: not runner.running)
    assert arrived == []
    assert loader.kept == ()


def test_that_tiles_nobody_looks_at_any_more_are_not_read(qtbot, runner):
    verbs = HeldVerbs()
    loader = TileLoader(runner, verbs)
    loader.open(build.a_slide())
    loader.want([Tile(0, column, 0) for column in range(20)])
    loader.want([Tile(3, 0, 0)])
    verbs.go.set()
    qtbot.waitUntil(lambda: not runner.running)
    assert loader.kept == (Tile(3, 0, 0),)
    assert len(verbs.read) <= 3  # two were already being read


def test_that_memory_is_bounded_in_mib_and_the_longest_unseen_go_first(qtbot, runner):
    verbs = HeldVerbs()
    verbs.go.set()
    loader = TileLoader(runner, verbs, memory_mib=10)  # a tile of 512 × 512 pixels takes one
    loader.open(build.a_slide())
    for start in range(0, 24, 6):
        loader.want([Tile(0, column, 0) for column in range(start, start + 6)])
        qtbot.waitUntil(lambda: not runner.running)
        loader.tile(Tile(0, 0, 0))  # looked at again and again
    assert loader.size_bytes <= 10 * 2**20
    assert len(loader.kept) == 10
    assert Tile(0, 0, 0) in loader.kept
    assert Tile(0, 1, 0) not in loader.kept


def test_that_a_picture_is_made_once_and_not_with_every_painting(qtbot, runner):
    verbs = HeldVerbs()
    verbs.go.set()
    loader = TileLoader(runner, verbs)
    loader.open(build.a_slide())
    loader.want([Tile(0, 0, 0)])
    qtbot.waitUntil(lambda: not runner.running)
    assert loader.tile(Tile(0, 0, 0)).cacheKey() == loader.tile(Tile(0, 0, 0)).cacheKey()


@pytest.mark.bad("BAD-038")
def test_that_one_damaged_tile_costs_only_its_place(qtbot, runner):
    verbs, faults = build.InstantVerbs(), []
    original = verbs.view_slide

    def damaged(path, rectangle, size):
        if rectangle[0] == 0:
            raise ValueError("broken tile")
        return original(path, rectangle, size)

    verbs.view_slide = damaged
    loader = TileLoader(runner, verbs)
    loader.failed.connect(faults.append)
    loader.open(build.a_slide())
    loader.want([Tile(0, column, 0) for column in range(10)])
    qtbot.waitUntil(lambda: not runner.running)
    assert len(faults) == 1
    assert loader.is_unreadable(Tile(0, 0, 0))
    assert len(loader.kept) == 9


def test_that_a_slide_that_cannot_be_read_says_so_once(qtbot, runner):
    verbs, faults = build.InstantVerbs(), []

    def broken(path, rectangle, size):
        raise ValueError("broken tile")

    verbs.view_slide = broken
    loader = TileLoader(runner, verbs)
    loader.failed.connect(faults.append)
    loader.open(build.a_slide())
    loader.want([Tile(0, column, 0) for column in range(3 * FAULTS_BEFORE_GIVING_UP)])
    qtbot.waitUntil(lambda: not runner.running)
    assert len(faults) == 1
    read = len(verbs.calls)
    loader.want([Tile(1, 0, 0)])
    assert not runner.running
    assert len(verbs.calls) == read


@pytest.mark.parametrize("turn", [0, 30, 90, 215])
def test_that_slide_and_screen_map_onto_each_other_however_the_slide_is_turned(turn):
    sight = Sight(5000, 4000, 3.0, 900, 700, turn)
    x, y = sight.to_screen(5321, 3210)
    assert sight.to_slide(x, y) == pytest.approx((5321, 3210))
    mapped = sight.transform().map(5321.0, 3210.0)
    assert mapped == pytest.approx((x, y))


def test_that_a_quarter_turn_is_clockwise_and_keeps_what_is_under_the_cursor_there():
    sight = Sight(5000, 4000, 1.0, 900, 700)
    before = sight.to_slide(100, 600)
    turned = sight.turned(90, 100, 600)
    assert turned.to_slide(100, 600) == pytest.approx(before)
    middle = Sight(5000, 4000, 1.0, 900, 700, 90)
    assert middle.to_screen(5000, 3900) == pytest.approx((550, 350))  # what was above is now on the right


def test_that_a_pan_follows_the_mouse_also_where_the_slide_is_turned():
    sight = Sight(5000, 4000, 2.0, 900, 700, 30)
    under = sight.to_slide(300, 300)
    assert sight.panned(17, -9).to_slide(317, 291) == pytest.approx(under)


@pytest.mark.parametrize("turn", [0, 45, 90])
def test_that_the_whole_slide_is_in_view_when_it_is_fitted(turn):
    sight = fitting(SIZE, 900, 700, turn)
    for x in (0, SIZE[0]):
        for y in (0, SIZE[1]):
            at_x, at_y = sight.to_screen(x, y)
            assert -1 <= at_x <= 901
            assert -1 <= at_y <= 701


def test_that_a_turned_view_asks_for_every_tile_that_shows():
    sight = Sight(12_000, 8_000, 1.0, 900, 700, 30)
    boxes = [rectangle_of(tile, SIZE) for tile in visible_tiles(sight, SIZE)]
    for x in range(0, 901, 100):
        for y in range(0, 701, 100):
            at_x, at_y = sight.to_slide(x, y)
            assert any(bx <= at_x <= bx + w and by <= at_y <= by + h for bx, by, w, h in boxes)


def test_that_neighbours_are_read_ahead_and_are_not_what_is_seen():
    sight = Sight(12_000, 8_000, 1.0, 900, 700)
    seen, soon = visible_tiles(sight, SIZE), neighbour_tiles(sight, SIZE)
    assert not set(seen) & set(soon)
    moved = visible_tiles(sight.panned(-400, 0), SIZE)
    assert set(moved) <= {*seen, *soon}


def test_that_coarser_and_finer_tiles_cover_the_same_tissue():
    tile = Tile(2, 3, 1)
    x, y, width, height = rectangle_of(tile, SIZE)
    up = rectangle_of(next(ancestors(tile)), SIZE)
    assert up[0] <= x < up[0] + up[2]
    assert up[1] <= y < up[1] + up[3]
    assert sum(w * h for _, _, w, h in (rectangle_of(c, SIZE) for c in children(tile))) == width * height


def test_that_a_box_is_shown_as_large_as_the_view_allows():
    sight = filling((1000, 2000, 5000, 3000), 800, 600)
    left, _ = sight.to_screen(1000, 2000)
    right, _ = sight.to_screen(5000, 3000)
    assert 0 < left < 40
    assert 760 < right < 800
