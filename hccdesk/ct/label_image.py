"""Label maps from NIfTI and NRRD files, .seg.nrrd included, with their lattice in LPS millimetres."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.ct import nifti_guard
from hccdesk.ct.label_choice import Label, LabelMap
from hccdesk.ct.nrrd_guard import NrrdSegment, read_sound_header
from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry, geometry_from
from hccdesk.domain.sentence import Sentence

_HIGHEST_LABEL = 65535


def read_nifti(path: Path) -> LabelMap:
    """A NIfTI label map; each value other than 0 is a label without a name."""
    nifti_guard.require_sound(path)
    voxels, geometry = _read(path, "NiftiImageIO")
    layers = _whole_numbers(voxels, path)[None]
    return _label_map(layers, geometry, _labels_by_value(layers))


def read_nrrd(path: Path) -> LabelMap:
    """A NRRD label map; a .seg.nrrd names its segments, which may lie in several layers."""
    header = read_sound_header(path)
    voxels, geometry = _read(path, "NrrdImageIO")
    if voxels.ndim == 4:
        voxels = np.moveaxis(voxels, -1, 0)
    layers = _whole_numbers(voxels, path).reshape(header.layers, *geometry.shape)
    if not header.segments and header.layers > 1:
        raise InputError("It has several layers and does not say what they are.", where=path)
    labels = tuple(Label(s.value, s.name, i) for i, s in enumerate(header.segments)) or _labels_by_value(layers)
    return _label_map(layers, geometry, labels, header.segments)


def _read(path: Path, image_io: str) -> tuple[NDArray[Any], VolumeGeometry]:
    import SimpleITK  # noqa: PLC0415 - loading it would hold the window; only the worker reads files

    reader: Any = SimpleITK.ImageFileReader()  # type: ignore[no-untyped-call]  # it has no types
    reader.SetImageIO(image_io)  # never one that a file's name or content picks
    reader.SetFileName(str(path))
    try:
        image = reader.Execute()
        voxels = SimpleITK.GetArrayFromImage(image)
        if image.GetDimension() == 4:
            image, voxels = image[:, :, :, 0], voxels[0]
        directions = np.array(image.GetDirection()).reshape(3, 3).T[::-1]
        return voxels, geometry_from(
            voxels.shape[:3], tuple(reversed(image.GetSpacing())), image.GetOrigin(), directions
        )
    except (RuntimeError, ValueError, MemoryError) as fault:
        raise InputError("The mask file cannot be read.", where=path, what_to_do="Export the mask again.") from fault


def _whole_numbers(voxels: NDArray[Any], path: Path) -> NDArray[np.uint16]:
    whole = voxels.dtype.kind in "ui" or bool((np.isfinite(voxels) & (voxels == np.rint(voxels))).all())
    if not whole or voxels.min() < 0 or voxels.max() > _HIGHEST_LABEL:
        raise InputError(
            "Its voxels are not labels (whole numbers from 0 up).",
            where=path,
            what_to_do="Export the region as a label map, not as probabilities or as an image.",
        )
    return voxels.astype(np.uint16)


def _labels_by_value(layers: NDArray[np.uint16]) -> tuple[Label, ...]:
    counts = np.zeros(_HIGHEST_LABEL + 1, dtype=np.int64)
    for plane in layers.reshape(-1, *layers.shape[-2:]):
        counts += np.bincount(plane.ravel(), minlength=_HIGHEST_LABEL + 1)
    return tuple(Label(int(value), "", i) for i, value in enumerate(np.flatnonzero(counts[1:]) + 1))


def _label_map(
    layers: NDArray[np.uint16],
    geometry: VolumeGeometry,
    labels: tuple[Label, ...],
    segments: tuple[NrrdSegment, ...] = (),
) -> LabelMap:
    def mask_of(label: Label) -> NDArray[np.bool_]:
        layer = segments[label.place].layer if segments else 0
        if not 0 <= layer < len(layers):
            raise InputError(
                Sentence.of("Label {number} lies in a layer that the file does not have.", number=label.number)
            )
        return np.asarray(layers[layer] == label.number)

    return LabelMap(labels, geometry, mask_of)
