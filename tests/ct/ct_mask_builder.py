"""Masks of the synthetic series on disk: NIfTI, NRRD, .seg.nrrd and DICOM SEG, in any order of axes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import highdicom
import numpy as np
import SimpleITK
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from hccdesk.domain.geometry import VolumeGeometry


def stored_image(
    voxels: NDArray[np.generic],
    geometry: VolumeGeometry,
    permutation: Sequence[int] = (0, 1, 2),
    flips: Sequence[bool] = (False, False, False),
) -> SimpleITK.Image:
    """The same voxels at the same places, stored with axes permuted, then flipped."""
    stored = voxels.transpose(permutation)
    origin = np.asarray(geometry.origin_mm)
    directions, spacing = [], []
    for axis, flip in zip(permutation, flips, strict=True):
        step = np.asarray(geometry.directions[axis])
        if flip:
            origin = origin + step * geometry.spacing_mm[axis] * (geometry.shape[axis] - 1)
        directions.append(-step if flip else step)
        spacing.append(geometry.spacing_mm[axis])
    stored = stored[tuple(slice(None, None, -1 if flip else 1) for flip in flips)]
    image = SimpleITK.GetImageFromArray(np.ascontiguousarray(stored))
    image.SetSpacing(spacing[::-1])
    image.SetOrigin([float(x) for x in origin])
    image.SetDirection(np.array(directions[::-1]).T.ravel().tolist())
    return image


def write_seg_nrrd(
    path: Path, layers: Sequence[NDArray[np.uint8]], segments: Sequence[tuple[str, int, int]], geometry: VolumeGeometry
) -> None:
    """A .seg.nrrd as 3D Slicer writes it: `segments` are (name, value, layer), several layers make it 4-D."""
    vectors = [np.asarray(geometry.directions[a]) * geometry.spacing_mm[a] for a in (2, 1, 0)]
    written = " ".join("({})".format(",".join(map(repr, map(float, v)))) for v in vectors)
    sizes = [str(n) for n in geometry.shape[::-1]]
    several = len(layers) > 1
    lines = [
        "NRRD0004",
        "type: uint8",
        f"dimension: {4 if several else 3}",
        "space: left-posterior-superior",
        "sizes: " + " ".join([str(len(layers)), *sizes] if several else sizes),
        "space directions: " + ("none " if several else "") + written,
        "kinds: " + ("list " if several else "") + "domain domain domain",
        "encoding: raw",
        "space origin: ({})".format(",".join(map(repr, geometry.origin_mm))),
    ]
    for i, (name, value, layer) in enumerate(segments):
        lines += [f"Segment{i}_Name:={name}", f"Segment{i}_LabelValue:={value}", f"Segment{i}_Layer:={layer}"]
    voxels = np.stack(layers, axis=-1) if several else layers[0]
    path.write_bytes(("\n".join(lines) + "\n\n").encode() + np.ascontiguousarray(voxels).tobytes())


def write_seg(
    path: Path,
    slices: Sequence[Path],
    masks: NDArray[np.bool_],
    names: Sequence[str] = ("Tumour",),
    kind: highdicom.seg.SegmentationTypeValues = highdicom.seg.SegmentationTypeValues.BINARY,
    omit_empty_frames: bool = True,
) -> None:
    """A DICOM SEG of the given source slices; `masks` is (slice, row, column, segment) in the slices' order."""
    sources = [dcmread(p) for p in slices]
    algorithm = highdicom.AlgorithmIdentificationSequence("drawn", codes.DCM.ArtificialIntelligence, "1")
    descriptions = [
        highdicom.seg.SegmentDescription(
            segment_number=i + 1,
            segment_label=name,
            segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
            segmented_property_type=codes.SCT.Neoplasm,
            algorithm_type=highdicom.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
            algorithm_identification=algorithm,
        )
        for i, name in enumerate(names)
    ]
    pixels: NDArray[np.generic] = masks.astype(np.uint8)
    if kind is highdicom.seg.SegmentationTypeValues.LABELMAP:
        pixels = (masks * np.arange(1, masks.shape[-1] + 1)).max(axis=-1).astype(np.uint8)
    if kind is highdicom.seg.SegmentationTypeValues.FRACTIONAL:
        pixels = masks.astype(np.float32)
    highdicom.seg.Segmentation(
        source_images=sources,
        pixel_array=pixels,
        segmentation_type=kind,
        segment_descriptions=descriptions,
        series_instance_uid=generate_uid(entropy_srcs=["seg series", *names]),
        series_number=9,
        sop_instance_uid=generate_uid(entropy_srcs=["seg", *names]),
        instance_number=1,
        manufacturer="Maker",
        manufacturer_model_name="Model",
        software_versions="1",
        device_serial_number="1",
        omit_empty_frames=omit_empty_frames,
        transfer_syntax_uid=ExplicitVRLittleEndian,
    ).save_as(path)
