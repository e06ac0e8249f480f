"""What a viewer asks of a series: the window of its headers, and slices that make no regular volume."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ct_builder import body_hu, positions, write_series

from hccdesk.ct.series_finder import find_series
from hccdesk.ct.volume_reader import read_loose_slices, read_volume
from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.errors import InputError


def _found(folder: Path, **named: object) -> CtSeries:
    write_series(folder, **named)  # type: ignore[arg-type]
    (series,) = find_series(folder).series
    return series


@pytest.mark.parametrize(
    ("width", "centre", "expected"),
    [
        ("400", "40", (400.0, 40.0)),
        (["350", "1500"], ["50", "-600"], (350.0, 50.0)),
        ("0", "40", None),
        (None, "40", None),
        ("1e9", "40", None),
    ],
)
def test_that_the_first_usable_window_of_the_headers_is_known(tmp_path: Path, width, centre, expected) -> None:
    def change(ds, index):
        ds.WindowCenter = centre
        if width is not None:
            ds.WindowWidth = width

    assert _found(tmp_path, change=change).header_window_hu == expected


def test_that_slices_with_a_gap_can_be_looked_at_one_by_one(tmp_path: Path) -> None:
    places = positions(7)
    del places[3]
    series = _found(tmp_path, places=places)
    assert (series.verdict.suitability, series.geometry) == (Suitability.VIEW, None)
    with pytest.raises(InputError):
        read_volume(series)
    volume = read_loose_slices(series)
    assert volume.hu.shape[0] == 6
    for number in range(6):
        np.testing.assert_array_equal(volume.hu[number], body_hu(number))
    assert volume.geometry.spacing_mm[1:] == pytest.approx((0.8, 0.7))
    assert volume.geometry.origin_mm == places[0]


def test_that_slices_of_several_sizes_are_not_put_into_one_stack(tmp_path: Path) -> None:
    def change(ds, index):
        if index == 2:
            ds.Rows, ds.PixelData = ds.Rows // 2, ds.PixelData[: len(ds.PixelData) // 2]

    series = _found(tmp_path, change=change)
    with pytest.raises(InputError, match="cannot be shown"):
        read_loose_slices(series)


def test_that_slices_all_at_one_place_are_refused(tmp_path: Path) -> None:
    series = _found(tmp_path, places=[positions(1)[0]] * 4)
    with pytest.raises(InputError, match="cannot be shown"):
        read_loose_slices(series)


@pytest.mark.real_data
def test_that_a_tilted_series_of_a_scanner_can_be_looked_at(real_data: Path) -> None:
    (series,) = find_series(real_data / "ct" / "gantry_tilt_ge").series
    volume = read_loose_slices(series)
    assert volume.hu.shape[0] == series.slice_count
    assert series.header_window_hu == (100.0, 35.0)
