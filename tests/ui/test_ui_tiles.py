"""Tiles of the slide: which, where, and that a late one of another slide is never shown."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import ui_builder as build

from hccdesk.ui.jobs import JobRunner
from hccdesk.ui.slide_viewer.tile_loader import KEPT_TILES, TileLoader
from hccdesk.ui.slide_viewer.tiles import (
    Sight,
    Tile,
    fitting,
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


def test_that_memory_is_bounded(qtbot, runner):
    verbs = HeldVerbs()
    verbs.go.set()
    loader = TileLoader(runner, verbs)
    loader.open(build.a_slide())
    for start in range(0, KEPT_TILES + 60, 20):
        loader.want([Tile(0, column, 0) for column in range(start, start + 20)])
        qtbot.waitUntil(lambda: not runner.running)
    assert len(loader.kept) == KEPT_TILES


def test_that_a_slide_that_cannot_be_read_says_so_once(qtbot, runner):
    verbs, faults = build.InstantVerbs(), []

    def broken(path, rectangle, size):
        raise ValueError("broken tile")

    verbs.view_slide = broken
    loader = TileLoader(runner, verbs)
    loader.failed.connect(faults.append)
    loader.open(build.a_slide())
    loader.want([Tile(0, column, 0) for column in range(10)])
    qtbot.waitUntil(lambda: not runner.running)
    assert len(faults) == 1
