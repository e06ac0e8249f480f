"""What a series is good for, rule by rule, and the words and numbers that say why not for more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ct_builder import ORIGIN_MM, Change, positions, write_series
from pydicom.encaps import encapsulate

from hccdesk.ct.series_finder import find_series
from hccdesk.domain.ct import CtSeries, Suitability


def _found(folder: Path, *arguments: object, **named: object) -> CtSeries:
    write_series(folder, *arguments, **named)  # type: ignore[arg-type]
    (series,) = find_series(folder).series
    return series


def _turned(degrees: float) -> tuple[float, ...]:
    """Axial slices turned about the x axis, as a tilted gantry takes them."""
    angle = np.radians(degrees)
    return (1.0, 0.0, 0.0, 0.0, float(np.cos(angle)), float(-np.sin(angle)))


def _set(keyword: str, value: object, only: int | None = None) -> Change:
    def change(ds, index):
        if only is None or index == only:
            setattr(ds, keyword, value)

    return change


def test_that_an_even_axial_series_has_the_lattice_of_its_positions(tmp_path: Path) -> None:
    series = _found(tmp_path)
    assert (series.verdict.suitability, series.verdict.reasons) == (Suitability.INFER, ())
    assert series.geometry is not None
    assert series.geometry.shape == (6, 36, 40)
    # 2.5 mm by position; the SliceThickness tag says 1.25 and must not be believed.
    np.testing.assert_allclose(series.geometry.spacing_mm, (2.5, 0.8, 0.7))
    assert series.geometry.origin_mm == ORIGIN_MM
    np.testing.assert_allclose(series.geometry.directions, [(0, 0, 1), (0, 1, 0), (1, 0, 0)])


@pytest.mark.parametrize(
    "orientation", [(-1, 0, 0, 0, 1, 0), (1, 0, 0, 0, -1, 0), (-1, 0, 0, 0, -1, 0)], ids=["prone-feet", "feet", "prone"]
)
@pytest.mark.control("RISK-03-b")
def test_that_feet_first_and_prone_series_are_placed_by_position(tmp_path: Path, orientation: tuple[int, ...]) -> None:
    series = _found(tmp_path, orientation=orientation)
    assert series.verdict.suitability is Suitability.INFER
    assert series.geometry is not None
    normal = np.cross(orientation[:3], orientation[3:])
    np.testing.assert_allclose(series.geometry.directions[0], normal)
    lowest_along_normal = min(positions(6), key=lambda p: float(np.dot(p, normal)))
    np.testing.assert_allclose(series.geometry.origin_mm, lowest_along_normal)


@pytest.mark.bad("BAD-004")
@pytest.mark.control("RISK-04-a")
def test_that_a_missing_slice_is_named_with_both_distances(tmp_path: Path) -> None:
    """BAD-004."""
    places = positions(8)
    del places[4]
    series = _found(tmp_path, places)
    assert (series.verdict.suitability, series.geometry) == (Suitability.VIEW, None)
    assert [r.text for r in series.verdict.reasons] == [
        "slices are missing (1): slices 4 and 5 are 5.00 mm apart, the others 2.50 mm"
    ]


@pytest.mark.bad("BAD-007")
@pytest.mark.control("RISK-04-a")
def test_that_uneven_spacing_is_described_in_mm(tmp_path: Path) -> None:
    places = [(0.0, 0.0, z) for z in (0.0, 2.0, 4.0, 5.1, 7.1, 8.9)]
    (reason,) = _found(tmp_path, places).verdict.reasons
    assert reason.text == (
        "uneven slice spacing: slices 3 and 4 are 1.10 mm apart, most are 2.00 mm (2 of 5 gaps differ)"
    )


@pytest.mark.parametrize(("shift_mm", "even"), [(0.04, True), (0.06, False)])
def test_that_a_slice_may_lie_a_twentieth_of_a_mm_off_and_no_more(tmp_path: Path, shift_mm: float, even: bool) -> None:
    places = positions(6)
    places[5] = (*ORIGIN_MM[:2], ORIGIN_MM[2] + 12.5 + shift_mm)
    assert (_found(tmp_path, places).verdict.suitability is Suitability.INFER) is even


@pytest.mark.control("RISK-04-a")
def test_that_a_slow_drift_of_spacing_is_seen(tmp_path: Path) -> None:
    heights = np.cumsum([0.0] + [2.5] * 20 + [2.54] * 20)
    series = _found(tmp_path, [(0.0, 0.0, float(z)) for z in heights])
    assert series.verdict.suitability is Suitability.VIEW
    assert "drifts" in series.verdict.reasons[0].text


@pytest.mark.bad("BAD-007")
@pytest.mark.control("RISK-04-a")
def test_that_tilt_is_seen_in_the_positions_without_a_tag(tmp_path: Path) -> None:
    """BAD-007: the table moves along z while the slices stand tilted, which shears the volume."""
    series = _found(tmp_path, positions(6), _turned(14.0))
    assert series.verdict.suitability is Suitability.VIEW
    assert "tilted by 14.0°" in series.verdict.reasons[0].text


@pytest.mark.bad("BAD-007")
def test_that_a_tilt_tag_that_the_positions_deny_is_not_passed_over(tmp_path: Path) -> None:
    series = _found(tmp_path, change=_set("GantryDetectorTilt", "18.5"))
    assert series.verdict.suitability is Suitability.VIEW
    assert "18.5°" in series.verdict.reasons[0].text


@pytest.mark.bad("BAD-007")
def test_that_upright_oblique_slices_can_be_measured_but_not_given_to_a_model(tmp_path: Path) -> None:
    normal = np.cross(_turned(30.0)[:3], _turned(30.0)[3:])
    series = _found(tmp_path, positions(6, tuple(2.5 * normal)), _turned(30.0))
    assert series.verdict.suitability is Suitability.MEASURE
    assert series.geometry is not None
    assert series.verdict.reasons[0].text == "not axial: the slices stand 30° off the axial plane"


@pytest.mark.parametrize(
    ("count", "words"), [(1, "one slice is not a volume"), (2, "2 slices are too few for a volume")]
)
def test_that_fewer_than_three_slices_are_no_volume(tmp_path: Path, count: int, words: str) -> None:
    series = _found(tmp_path, positions(count))
    assert (series.verdict.suitability, series.geometry) == (Suitability.VIEW, None)
    assert words in series.verdict.reasons[0].text


def test_that_three_slices_are_a_volume(tmp_path: Path) -> None:
    assert _found(tmp_path, positions(3)).verdict.suitability is Suitability.INFER


def test_that_slices_all_at_one_place_are_no_volume(tmp_path: Path) -> None:
    series = _found(tmp_path, [ORIGIN_MM] * 4, change=lambda ds, i: setattr(ds, "SOPInstanceUID", f"1.2.{i + 1}"))
    assert series.verdict.reasons[0].text == "all 4 slices lie at the same place: not a volume"


def test_that_mixed_orientations_are_refused(tmp_path: Path) -> None:
    series = _found(tmp_path, change=_set("ImageOrientationPatient", [0, 1, 0, 0, 0, -1], only=2))
    assert (series.verdict.suitability, series.geometry) == (Suitability.VIEW, None)
    assert "1 of 6 do not lie parallel" in series.verdict.reasons[0].text


@pytest.mark.parametrize(
    ("keyword", "value", "words"),
    [
        ("ImagePositionPatient", None, "do not say where they lie in the patient: 1"),
        ("ImageOrientationPatient", [1, 0, 0, 1, 0, 0], "do not say where they lie in the patient: 1"),
        ("ImageOrientationPatient", [0, 0, 0, 0, 0, 0], "do not say where they lie in the patient: 1"),
        ("PixelSpacing", None, "no usable pixel size"),
        ("PixelSpacing", [0, 0], "no usable pixel size"),
        ("PixelSpacing", [0.9, 0.7], "different pixel sizes"),
        ("FrameOfReferenceUID", "1.2.3", "different frames of reference"),
        ("RescaleSlope", None, "without a scale to Hounsfield"),
        ("ImagePositionPatient", [0, 0, 1e300], "do not say where they lie in the patient: 1"),
        ("RescaleSlope", "-1", "without a scale to Hounsfield"),
        ("RescaleSlope", "1e300", "without a scale to Hounsfield"),
        ("RescaleIntercept", "1e300", "without a scale to Hounsfield"),
        ("RescaleSlope", "0", "without a scale to Hounsfield"),
        ("RescaleIntercept", None, "without a scale to Hounsfield"),
        ("RescaleType", "US", "not Hounsfield units"),
        ("ImageType", ["DERIVED", "SECONDARY", "MIP"], "projections"),
    ],
)
@pytest.mark.control("RISK-09-a")
def test_that_one_bad_slice_keeps_the_series_from_the_models(
    tmp_path: Path, keyword: str, value: object, words: str
) -> None:
    series = _found(tmp_path, change=_set(keyword, value, only=3))
    assert series.verdict.suitability is Suitability.VIEW
    assert any(words in reason.text for reason in series.verdict.reasons), series.verdict.reasons


def test_that_slices_of_another_size_are_refused(tmp_path: Path) -> None:
    def crop(ds, index):
        if index == 1:
            ds.Rows = 30
            ds.PixelData = ds.PixelData[: 30 * 40 * 2]

    series = _found(tmp_path, change=crop)
    assert "slices of different size: 30×40 and 36×40 pixels" in [r.text for r in series.verdict.reasons]


def _cut(path: Path, keep: int) -> None:
    path.write_bytes(path.read_bytes()[:keep])


@pytest.mark.parametrize("lost", [1, 500, 1536])
@pytest.mark.bad("BAD-015")
def test_that_a_file_cut_short_within_its_pixels_is_named(tmp_path: Path, lost: int) -> None:
    """BAD-015, also where the last slice is concerned, whose loss leaves no gap."""
    paths = write_series(tmp_path)
    _cut(paths[5], paths[5].stat().st_size - lost)
    (series,) = find_series(tmp_path).series
    assert series.verdict.suitability is Suitability.NONE
    assert "unreadable files: 1 of 6" in series.verdict.reasons[0].text
    assert "005.dcm" in series.verdict.reasons[0].text


@pytest.mark.parametrize(
    ("keyword", "value"), [("Rows", 0), ("Columns", 65535), ("Rows", 18), ("NumberOfFrames", 9), ("BitsAllocated", 64)]
)
@pytest.mark.bad("BAD-012", "BAD-013", "BAD-014")
def test_that_sizes_that_do_not_fit_the_pixels_are_refused(tmp_path: Path, keyword: str, value: int) -> None:
    """BAD-012, BAD-013, BAD-014."""
    series = _found(tmp_path, change=_set(keyword, value, only=0))
    assert series.verdict.suitability is Suitability.NONE


@pytest.mark.bad("BAD-017")
def test_that_a_length_longer_than_the_file_is_refused(tmp_path: Path) -> None:
    """BAD-017."""
    paths = write_series(tmp_path)
    content = paths[2].read_bytes()
    at = content.index(b"\xe0\x7f\x10\x00OW\0\0") + 8
    paths[2].write_bytes(content[:at] + b"\xf0\xff\xff\xff" + content[at + 4 :])
    (series,) = find_series(tmp_path).series
    assert series.verdict.suitability is Suitability.NONE


@pytest.mark.bad("BAD-025")
def test_that_an_unknown_transfer_syntax_is_named(tmp_path: Path) -> None:
    """BAD-025."""

    def mpeg(ds, index):
        ds.PixelData = encapsulate([ds.PixelData])
        ds["PixelData"].VR = "OB"
        ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.102"

    series = _found(tmp_path, change=mpeg)
    assert "transfer syntax 1.2.840.10008.1.2.4.102 are not read" in series.verdict.reasons[1].text
