"""Outlines from ASAP and QuPath: read, cleaned, refused (BAD-050 to BAD-055)."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from wsi_builders import slide_facts

from hccdesk.domain.errors import InputError
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.slide import SlideFacts
from hccdesk.wsi import annotation
from hccdesk.wsi.annotation import read_slide_roi

SQUARE = [[100, 100], [900, 100], [900, 900], [100, 900], [100, 100]]
HOLE = [[300, 300], [300, 500], [500, 500], [500, 300], [300, 300]]
ELSEWHERE = [[2000, 2000], [2600, 2000], [2600, 2600], [2000, 2000]]


def test_that_asap_polygons_are_read_in_the_order_of_their_vertices(tmp_path: Path) -> None:
    area = _asap_annotation([(900, 900), (100, 900), (100, 100), (900, 100)], order=[2, 3, 0, 1])
    roi = _read(tmp_path, _asap(area))
    assert roi.source == "asap-xml"
    assert roi.polygons[0].outline.tolist() == [[100, 100], [900, 100], [900, 900], [100, 900]]


def test_that_rectangles_and_splines_count_and_dots_do_not(tmp_path: Path) -> None:
    body = "".join(_asap_annotation(SQUARE[:4], kind) for kind in ("Rectangle", "Spline", "Dot", "PointSet"))
    assert len(_read(tmp_path, _asap(body)).polygons) == 2


@pytest.mark.control("RISK-13-b")
def test_that_a_group_named_exclusion_is_cut_out_also_when_nested(tmp_path: Path) -> None:
    body = _asap_annotation(SQUARE[:4], group="Tumor") + _asap_annotation(HOLE[:4], group="necrosis")
    groups = '<Group Name="necrosis" PartOfGroup="Exclusion"/><Group Name="Exclusion" PartOfGroup="None"/>'
    polygons = _read(tmp_path, _asap(body, groups)).polygons
    assert len(polygons) == 1
    assert polygons[0].holes[0].tolist() == HOLE[:4]


@pytest.mark.bad("BAD-051")
def test_that_groups_in_a_circle_end(tmp_path: Path) -> None:
    groups = '<Group Name="a" PartOfGroup="b"/><Group Name="b" PartOfGroup="a"/>'
    assert len(_read(tmp_path, _asap(_asap_annotation(SQUARE[:4], group="a"), groups)).polygons) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_that_the_format_is_told_by_the_content_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    xml = _asap(_asap_annotation(SQUARE[:4])).decode().replace("<?xml version='1.0'?>", "")
    assert _read(tmp_path, xml.encode(encoding), "wrong.json").source == "asap-xml"


def test_that_a_qupath_polygon_keeps_its_hole(tmp_path: Path) -> None:
    (polygon,) = _geojson(tmp_path, _feature("Polygon", [SQUARE, HOLE])).polygons
    assert polygon.outline.tolist() == SQUARE[:4]
    assert polygon.holes[0].tolist() == HOLE[:4]


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Polygon", "coordinates": [SQUARE]},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}, "properties": None},
        [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}],
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {
            "type": "GeometryCollection", "geometries": [
                {"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon", "coordinates": [SQUARE]}]}}]},
    ],
)  # fmt: skip
def test_that_every_wrapping_of_a_polygon_is_understood(tmp_path: Path, document: Any) -> None:
    (polygon,) = _geojson(tmp_path, document).polygons
    assert polygon.outline.tolist() == SQUARE[:4]


def test_that_each_part_of_a_multipolygon_is_an_area(tmp_path: Path) -> None:
    polygons = _geojson(tmp_path, _feature("MultiPolygon", [[SQUARE, HOLE], [ELSEWHERE]])).polygons
    assert [len(polygon.holes) for polygon in polygons] == [1, 0]


def test_that_cells_and_lines_are_passed_over(tmp_path: Path) -> None:
    cell = _feature("Polygon", [ELSEWHERE], {"objectType": "cell"})
    line = _feature("LineString", [[0, 0], [5, 5]])
    document = {"type": "FeatureCollection", "features": [cell, line, _feature("Polygon", [SQUARE])]}
    assert len(_geojson(tmp_path, document).polygons) == 1
    with pytest.raises(InputError, match="no outlined area"):
        _geojson(tmp_path, {"type": "FeatureCollection", "features": [cell, line]})


def _classed(*classes: Any) -> dict[str, Any]:
    given = [{"classification": one} for one in classes]
    return {"type": "FeatureCollection", "features": [_feature("Polygon", [SQUARE], one) for one in given]}


@pytest.mark.parametrize(
    "ignored",
    [
        {"name": "Ignore*"},
        {"name": "Artefact*", "colorRGB": -1},
        {"names": ["Ignore*", "Positive"]},
        "Ignore",
        {"name": "Tumor*"},
    ],
)
def test_that_outlines_of_a_class_to_ignore_are_left_out(tmp_path: Path, ignored: Any) -> None:
    assert len(_geojson(tmp_path, _classed({"name": "Tumor"}, ignored)).polygons) == 1
    with pytest.raises(InputError, match=r"no outlined area \(1 are of a class to ignore"):
        _geojson(tmp_path, _classed(ignored))


@pytest.mark.parametrize(
    "classes",
    [(None,), ({"name": "Tumor"}, {"name": "Tumor"}), ({"name": "Region*"},), ({"name": "肿瘤"}, None), ("ROI 1",)],
)
def test_that_a_class_that_says_tumour_or_region_is_clear(tmp_path: Path, classes: Any) -> None:
    roi = _geojson(tmp_path, _classed(*classes))
    assert len(roi.polygons) == len(classes)
    assert roi.classes == ()


@pytest.mark.parametrize(
    ("classes", "told"),
    [
        (({"name": "Normal"},), ("Normal",)),
        (({"name": "Tumor"}, {"name": "Stroma"}, {"name": "Tumor"}), ("Tumor", "Stroma")),
        ((None, {"name": "Necrosis"}), ("Necrosis",)),
        (({"name": "Peritumoral"},), ("Peritumoral",)),
        (({"name": "非肿瘤"},), ("非肿瘤",)),
        (({"names": ["Other", "Positive"]},), ("Other: Positive",)),
        (({"name": "a\n\x1b[31m" + "b" * 500},), ("a [31m" + "b" * 54,)),  # 60 characters, one line
    ],
)
def test_that_classes_that_may_not_be_tumour_are_kept_and_told(tmp_path: Path, classes: Any, told: Any) -> None:
    roi = _geojson(tmp_path, _classed(*classes))
    assert len(roi.polygons) == len(classes)
    assert roi.classes == told


@pytest.mark.control("RISK-13-b")
def test_that_qupath_counts_from_the_scanned_area_and_asap_from_the_corner(tmp_path: Path) -> None:
    slide = slide_facts(bounds_offset_px=(1000, 400))
    (qupath,) = _geojson(tmp_path, _feature("Polygon", [SQUARE, HOLE]), slide).polygons
    assert qupath.outline[0].tolist() == [1100, 500]
    assert qupath.holes[0][0].tolist() == [1300, 700]
    (asap,) = _read(tmp_path, _asap(_asap_annotation(SQUARE[:4])), slide=slide).polygons
    assert asap.outline[0].tolist() == [100, 100]


@pytest.mark.parametrize(
    ("vertices", "why"),
    [
        ([[1, 1], [900, 1], [1, 1]], "needs three"),
        ([], "needs three"),
        ([[100, 100], [500, 500], [900, 900], [300, 300]], "no area"),
        ([[100, 100], [1e9, 100], [900, 900]], "usable number"),
    ],
)
@pytest.mark.bad("BAD-052")
def test_that_an_outline_without_an_area_is_refused_by_its_number(tmp_path: Path, vertices: Any, why: str) -> None:
    with pytest.raises(InputError, match=f"Outline 2 .*{why}"):
        _geojson(tmp_path, [_feature("Polygon", [SQUARE]), _feature("Polygon", [vertices])])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"type": "Polygon", "coordinates": [[[NaN, 1], [2, 3], [4, 9]]]}', "holds NaN"),
        ('{"type": "Polygon", "coordinates": [[[-Infinity, 1], [2, 3], [4, 9]]]}', "holds -Infinity"),
        ('{"type": "Polygon", "coordinates": [[[1e999, 1], [2, 3], [4, 9]]]}', "usable number"),
        ('{"type": "Polygon", "type": "Point", "coordinates": []}', "a key twice"),
        ('{"type": "Polygon", "coordinates": [[["1", "2"], [2, 3], [4, 9]]]}', "pair of numbers"),
        ('{"type": "Polygon", "coordinates": [[[true, 1], [2, 3], [4, 9]]]}', "pair of numbers"),
        ('{"type": "Polygon", "coordinates": 7}', "not built as GeoJSON"),
        ('{"type": "Polygon", "coordinates": []}', "without coordinates"),
        ('{"type": "Polygon", "coordinates": [[[%s, 1], [2, 3], [4, 9]]]}' % ("9" * 400), "beyond all measure"),
        ('{"type": "Polygon", "coordinates": [[[%s, 1], [2, 3], [4, 9]]]}' % ("9" * 5000), "damaged"),
        ('{"patients": []}', "not made of GeoJSON"),
        ("{}", "not made of GeoJSON"),
        ("[]", "no outlined area"),
        ('{"type": "Polygon", "coord', "damaged"),
        ("[" * 100_000, "nested"),
        ("[" * 500 + "]" * 500, "nested deeper"),
    ],
)
@pytest.mark.bad("BAD-053", "BAD-054")
def test_that_lawless_json_is_refused_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as refused:
        _read(tmp_path, text.encode())
    assert "\n" not in str(refused.value)


def test_that_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="damaged"):
        _read(tmp_path, b'{"type": "\xff\xfe\xff"}')
    with pytest.raises(InputError, match="neither ASAP XML nor QuPath"):
        _read(tmp_path, b"\x89PNG\r\n")
    with pytest.raises(InputError, match="neither ASAP XML nor QuPath"):
        _read(tmp_path, b"")


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        ('<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><ASAP_Annotations>&y;</ASAP_Annotations>', "declares"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><ASAP_Annotations/>', "declares"),
        ("<a>" * 200_000, "nested deeper"),
        ("<ASAP_Annotations><Annotations>", "damaged"),
        ("<?xml version='1.0' encoding='martian'?><ASAP_Annotations/>", "damaged"),
        ("<svg/>", "not ASAP's"),
        ("<ASAP_Annotations/>", "no outlined area"),
    ],
)
@pytest.mark.bad("BAD-050", "BAD-051")
@pytest.mark.control("RISK-36-c")
def test_that_hostile_or_damaged_xml_is_refused_in_one_line(tmp_path: Path, xml: str, why: str) -> None:
    started = time.monotonic()
    with pytest.raises(InputError, match=why) as refused:
        _read(tmp_path, xml.encode())
    assert "\n" not in str(refused.value)
    assert time.monotonic() - started < 2.0


@pytest.mark.bad("BAD-052")
def test_that_an_asap_coordinate_that_is_no_number_is_refused(tmp_path: Path) -> None:
    for x in ("NaN", "left", "inf"):
        with pytest.raises(InputError, match="number"):
            _read(tmp_path, _asap(_asap_annotation([(x, 1), (900, 1), (900, 900)])))


@pytest.mark.bad("BAD-051")
def test_that_a_file_of_hundreds_of_megabytes_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotation, "MAXIMUM_BYTES", 10_000)
    with pytest.raises(InputError, match="larger than"):
        _read(tmp_path, b"<" + b" " * 10_000)


@pytest.mark.bad("BAD-052")
def test_that_a_hundred_thousand_vertices_are_read_in_seconds(tmp_path: Path) -> None:
    angle = np.linspace(0, 2 * np.pi, 100_000, endpoint=False)
    circle = np.stack([1500 + 900 * np.cos(angle), 1500 + 900 * np.sin(angle)], axis=1).tolist()
    started = time.monotonic()
    (polygon,) = _geojson(tmp_path, _feature("Polygon", [circle])).polygons
    assert len(polygon.outline) == 100_000
    assert time.monotonic() - started < 5.0


@pytest.mark.parametrize(
    ("vertices", "why"),
    [
        ([[9000, 100], [9900, 100], [9900, 900]], "outside the slide, which is 4096 × 3072 px"),
        ([[-900, 100], [-100, 100], [-100, 900]], "outside"),
        ([[100, 100], [9000, 100], [9000, 900]], "far beyond"),
        ([[2.1, 2.1], [11.5, 2.1], [11.5, 8.7]], "only a speck"),  # millimetres taken for pixels
    ],
)
@pytest.mark.bad("BAD-055")
@pytest.mark.control("RISK-13-a")
def test_that_outlines_of_another_slide_or_unit_are_refused_with_both_sizes(
    tmp_path: Path, vertices: Any, why: str
) -> None:
    with pytest.raises(InputError, match=why) as refused:
        _geojson(tmp_path, _feature("Polygon", [vertices]))
    assert f"x {vertices[0][0]:.0f} to" in refused.value.what


@pytest.mark.bad("BAD-052")
def test_that_an_outline_drawn_slightly_over_the_edge_is_taken(tmp_path: Path) -> None:
    assert _geojson(tmp_path, _feature("Polygon", [[[-20, 10], [4150, 10], [2000, 3000]]])).polygons


def _geojson(tmp_path: Path, document: Any, slide: SlideFacts | None = None) -> SlideRoi:
    return _read(tmp_path, json.dumps(document).encode(), slide=slide)


def _read(tmp_path: Path, content: bytes, name: str = "outlines.txt", slide: SlideFacts | None = None) -> SlideRoi:
    path = tmp_path / name
    path.write_bytes(content)
    return read_slide_roi(path, slide or slide_facts())


def _feature(kind: str, coordinates: Any, properties: Any = None) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def _asap(annotations: str, groups: str = "") -> bytes:
    body = f"<Annotations>{annotations}</Annotations><AnnotationGroups>{groups}</AnnotationGroups>"
    return f"<?xml version='1.0'?><ASAP_Annotations>{body}</ASAP_Annotations>".encode()


def _asap_annotation(vertices: Any, kind: str = "Polygon", group: str = "Tumor", order: Any = None) -> str:
    places = order or range(len(vertices))
    points = "".join(f'<Coordinate Order="{o}" X="{x}" Y="{y}"/>' for o, (x, y) in zip(places, vertices, strict=True))
    return f'<Annotation Type="{kind}" PartOfGroup="{group}"><Coordinates>{points}</Coordinates></Annotation>'


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "polygons", "holes", "source"),
    [
        ("asap_camelyon17_patient_004_node_4.xml", 3, 0, "asap-xml"),
        ("qupath05.geojson", 3, 0, "qupath-geojson"),
        ("holed_histoqc.geojson", 1, 1, "qupath-geojson"),
    ],
)
def test_that_real_annotation_files_are_read(
    real_data: Path, name: str, polygons: int, holes: int, source: str
) -> None:
    roi = read_slide_roi(real_data / "annotations" / name, slide_facts(100_000, 200_000))
    assert (len(roi.polygons), sum(len(p.holes) for p in roi.polygons), roi.source) == (polygons, holes, source)


@pytest.mark.real_data
@pytest.mark.control("RISK-13-a")
def test_that_real_outlines_of_another_slide_are_refused(real_data: Path) -> None:
    with pytest.raises(InputError, match="outside the slide"):
        read_slide_roi(real_data / "annotations" / "qupath05.geojson", slide_facts(2220, 2967))
