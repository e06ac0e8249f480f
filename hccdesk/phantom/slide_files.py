"""A phantom slide as a pyramidal tiled TIFF, with its region as QuPath GeoJSON and ASAP XML."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

import tifffile

from hccdesk.domain.roi import Ring
from hccdesk.phantom.slide_pyramid import TILE_PX, PhantomSlide

UM_PER_CM = 10_000


def write_tiff(slide: PhantomSlide, path: Path) -> None:
    """A pyramidal TIFF of the slide's own JPEG tiles; OpenSlide reads it as `generic-tiff`, with µm/px."""
    with tifffile.TiffWriter(path, bigtiff=False, byteorder="<") as tiff:
        for number, level in enumerate(slide.levels):
            tiff.write(
                data=iter(level.tiles),
                shape=(level.height_px, level.width_px, 3),
                dtype="uint8",
                photometric="ycbcr",
                compression="jpeg",
                subsampling=(2, 1),
                tile=(TILE_PX, TILE_PX),
                resolution=(UM_PER_CM / level.um_per_px, UM_PER_CM / level.um_per_px),
                resolutionunit="CENTIMETER",
                subfiletype=1 if number else 0,
                software=False,
                metadata=None,
            )


def write_geojson(outline_px: Ring, path: Path) -> None:
    """The region as QuPath exports it: one polygon feature of class Tumor, level-0 pixels."""
    ring = [[float(x), float(y)] for x, y in outline_px]
    feature = {
        "type": "Feature",
        "id": "phantom-tumour",
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": {"objectType": "annotation", "classification": {"name": "Tumor", "color": [200, 0, 0]}},
    }
    document = {"type": "FeatureCollection", "features": [feature]}
    path.write_bytes((json.dumps(document, indent=1) + "\n").encode("utf-8"))


def write_asap_xml(outline_px: Ring, path: Path) -> None:
    """The region as ASAP 1.9 writes it: one polygon in the group Tumor, level-0 pixels."""
    root = Element("ASAP_Annotations")
    polygon = SubElement(
        SubElement(root, "Annotations"),
        "Annotation",
        Name="Annotation 0",
        Type="Polygon",
        PartOfGroup="Tumor",
        Color="#F4FA58",
    )
    coordinates = SubElement(polygon, "Coordinates")
    for order, (x, y) in enumerate(outline_px):
        SubElement(coordinates, "Coordinate", Order=str(order), X=f"{x:.1f}", Y=f"{y:.1f}")
    SubElement(SubElement(root, "AnnotationGroups"), "Group", Name="Tumor", PartOfGroup="None", Color="#aa0000")
    indent(root)
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
