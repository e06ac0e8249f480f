"""Label maps as NRRD with named segments, as 3D Slicer writes them (.seg.nrrd)."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import VolumeGeometry

_COLOURS = ("0.3 0.79 0.94", "0.97 0.56 0.7", "1 0.84 0.29", "0.48 0.83 0.54", "0.91 0.51 0.23")


def nrrd_bytes(layers: Sequence[Sequence[tuple[str, NDArray[np.bool_]]]], geometry: VolumeGeometry) -> bytes:
    """Named masks (slice, row, column); those of one layer share no voxel. Labels count from 1 in each layer.

    One layer makes a 3-D file, several a 4-D one whose fastest axis is the layer
    (https://teem.sourceforge.net/nrrd/format.html; 3D Slicer's vtkMRMLSegmentationStorageNode for the keys).
    """
    voxels = np.zeros((*geometry.shape, len(layers)), dtype=np.uint8)
    keys: list[str] = []
    for place, layer in enumerate(layers):
        for value, (name, mask) in enumerate(layer, start=1):
            voxels[..., place][mask] = value
            keys += _segment_keys(len(keys) // 6, name, value, place, mask)
    header = "\n".join([*_fields(geometry, len(layers)), *keys])
    return f"{header}\n\n".encode() + gzip.compress(voxels.tobytes(), compresslevel=6, mtime=0)


def _fields(geometry: VolumeGeometry, layers: int) -> list[str]:
    vectors = [np.asarray(geometry.directions[axis]) * geometry.spacing_mm[axis] for axis in (2, 1, 0)]
    directions = " ".join(_vector(vector.tolist()) for vector in vectors)
    sizes = " ".join(str(n) for n in geometry.shape[::-1])
    several = layers > 1
    return [
        "NRRD0004",
        "type: uint8",
        f"dimension: {4 if several else 3}",
        "space: left-posterior-superior",
        f"sizes: {layers} {sizes}" if several else f"sizes: {sizes}",
        f"space directions: none {directions}" if several else f"space directions: {directions}",
        "kinds: list domain domain domain" if several else "kinds: domain domain domain",
        "encoding: gzip",
        f"space origin: {_vector(geometry.origin_mm)}",
    ]


def _segment_keys(number: int, name: str, value: int, layer: int, mask: NDArray[np.bool_]) -> list[str]:
    extent = []
    for axis in (2, 1, 0):
        taken = np.flatnonzero(mask.any(axis=tuple(other for other in range(3) if other != axis)))
        extent += [str(taken[0]), str(taken[-1])]
    said = {
        "ID": f"Segment_{number + 1}",
        "Name": "".join(character for character in name if character.isprintable()),
        "Color": _COLOURS[number % len(_COLOURS)],
        "LabelValue": value,
        "Layer": layer,
        "Extent": " ".join(extent),
    }
    return [f"Segment{number}_{key}:={text}" for key, text in said.items()]


def _vector(numbers: Sequence[float]) -> str:
    return "({})".format(",".join(repr(float(number)) for number in numbers))
