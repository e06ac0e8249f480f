"""Outlines written and read back: the same vertices in the same place, or a refusal in words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hccdesk.domain.ct import Suitability, Verdict
from hccdesk.domain.errors import InputError
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.roi import Polygon, SlideRoi
from hccdesk.domain.slide import SlideFacts
from hccdesk.wsi.annotation import read_slide_roi
from hccdesk.wsi.annotation_writer import write_slide_roi

SLIDE = SlideFacts(
    Path("s.svs"), "aperio", 40_000, 30_000, 0.25, 40.0, 3, (1200, 340), Verdict(Suitability.INFER), PatientIdentity()
)


def a_ring(x: float, y: float, radius: float, count: int = 30) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.array([x, y]) + radius * np.column_stack([np.cos(angles), np.sin(angles) * 1.1])


def a_roi(*holes: np.ndarray) -> SlideRoi:
    return SlideRoi((Polygon(a_ring(9000, 8000, 3000), holes), Polygon(a_ring(22_000, 15_000, 2500))), "drawn")


@pytest.mark.parametrize("name", ["outline.geojson", "outline.json", "OUTLINE.XML"])
def test_that_outlines_come_back_vertex_by_vertex(tmp_path: Path, name: str) -> None:
    read = read_slide_roi(write_slide_roi(a_roi(), SLIDE, tmp_path / name), SLIDE)
    assert len(read.polygons) == 2
    for ours, theirs in zip(a_roi().polygons, read.polygons, strict=True):
        np.testing.assert_allclose(theirs.outline, ours.outline, atol=1e-6)
        assert theirs.holes == ()
    assert read.classes == ()


def test_that_holes_come_back_with_their_own_outline_from_geojson(tmp_path: Path) -> None:
    holes = (a_ring(8500, 7500, 400), a_ring(9800, 8600, 300))
    read = read_slide_roi(write_slide_roi(a_roi(*holes), SLIDE, tmp_path / "o.geojson"), SLIDE)
    assert [len(polygon.holes) for polygon in read.polygons] == [2, 0]
    for ours, theirs in zip(holes, read.polygons[0].holes, strict=True):
        np.testing.assert_allclose(theirs, ours, atol=1e-6)


def test_that_holes_come_back_from_asap_as_exclusions(tmp_path: Path) -> None:
    hole = a_ring(8500, 7500, 400)
    path = write_slide_roi(a_roi(hole), SLIDE, tmp_path / "o.xml")
    assert 'PartOfGroup="Exclusion"' in path.read_text()
    read = read_slide_roi(path, SLIDE)
    np.testing.assert_allclose(read.polygons[0].holes[0], hole, atol=1e-6)
    np.testing.assert_allclose(read.polygons[1].outline, a_roi().polygons[1].outline, atol=1e-6)


def test_that_an_island_in_a_hole_is_refused_for_asap_and_written_for_qupath(tmp_path: Path) -> None:
    outer = Polygon(a_ring(9000, 8000, 3000), (a_ring(9000, 8000, 1500),))
    roi = SlideRoi((outer, Polygon(a_ring(9000, 8000, 700))), "drawn")
    with pytest.raises(InputError, match=r"within a hole.*GeoJSON"):
        write_slide_roi(roi, SLIDE, tmp_path / "o.xml")
    assert len(read_slide_roi(write_slide_roi(roi, SLIDE, tmp_path / "o.geojson"), SLIDE).polygons) == 2


def test_that_geojson_counts_from_the_scanned_area_as_qupath_does(tmp_path: Path) -> None:
    path = write_slide_roi(a_roi(), SLIDE, tmp_path / "o.geojson")
    first = json.loads(path.read_text())["features"][0]
    assert first["geometry"]["coordinates"][0][0] == pytest.approx([12_000 - 1200, 8000 - 340])
    assert first["geometry"]["coordinates"][0][0] == first["geometry"]["coordinates"][0][-1]
    assert first["properties"]["objectType"] == "annotation"


def test_that_outlines_of_several_classes_are_not_called_tumour(tmp_path: Path) -> None:
    roi = replace(a_roi(), classes=("Tumor", "Stroma"))
    path = write_slide_roi(roi, SLIDE, tmp_path / "o.geojson")
    assert "classification" not in json.loads(path.read_text())["features"][0]["properties"]


def test_that_nothing_and_an_unknown_suffix_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"not written.*\.geojson"):
        write_slide_roi(a_roi(), SLIDE, tmp_path / "o.txt")
    with pytest.raises(InputError, match="no outline"):
        write_slide_roi(SlideRoi((), "drawn"), SLIDE, tmp_path / "o.xml")
    with pytest.raises(InputError, match="cannot be written"):
        write_slide_roi(a_roi(), SLIDE, tmp_path / "nowhere" / "o.xml")
    assert list(tmp_path.iterdir()) == []
