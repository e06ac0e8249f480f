"""Tumour masks: which labels a file holds, one label's mask, and the mask on the voxels of a CT series."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from hccdesk.ct.dicom_seg import read_dicom_seg
from hccdesk.ct.grouping import series_uid_of
from hccdesk.ct.header_reader import read_header
from hccdesk.ct.label_choice import LabelMap, choose, titles
from hccdesk.ct.label_image import read_nifti, read_nrrd
from hccdesk.ct.mask_placement import planes_on_lattice
from hccdesk.ct.nifti_guard import GZIP_MAGIC, is_nifti
from hccdesk.ct.skip_reason import NotAnImage
from hccdesk.ct.usable_series import require_volume
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry, lattice_difference, reordering_between
from hccdesk.domain.roi import CtMask, CtRoi
from hccdesk.domain.sentence import Sentence

READABLE = "Regions are read from NIfTI, NRRD and DICOM segmentation (SEG) files."
ON_THE_GRID = "Export the mask on the voxels of this series, without resampling."


def list_labels(path: Path) -> tuple[str, ...]:
    """What the labels of a mask file are called when one is chosen: names where it has them, else numbers."""
    return titles(_open(path).labels)


def read_mask(path: Path, label: str | None) -> CtMask:
    """One label of a mask file, by number or name, on the file's own lattice; the only one where none is named.

    Raises `InputError` listing the labels where the choice is open or not there, and where the file is damaged, has no
    geometry, or is of a kind that is not read; nothing is guessed.
    """
    labelled = _open(path)
    chosen = choose(labelled.labels, label, path)
    mask = labelled.mask_of(chosen)
    return CtMask(mask, labelled.geometry, chosen.name or str(chosen.number), labelled.referenced_series_uid)


def fit_to_series(mask: CtMask, series: CtSeries, where: Path) -> CtRoi:
    """The mask on the series' own voxels, exactly: the same lattice, or the same with axes flipped or permuted.

    A segmentation that names this series may hold only the slices with a region; they are placed by position.
    Raises `InputError`: first for a series that is no volume, then for a mask of another series (both UIDs),
    an empty mask, and in words for a mask on other voxels. Nothing is resampled.
    """
    target = require_volume(series)
    _require_same_series(mask, series, where)
    if not mask.mask.any():
        raise InputError(
            Sentence.of("The region '{label}' is empty.", label=mask.label),
            where=where,
            what_to_do="Choose or draw another one.",
        )
    reordering = reordering_between(mask.geometry, target)
    if reordering is not None:
        return CtRoi(np.ascontiguousarray(reordering.apply(mask.mask)), mask.label, not reordering.is_identity)
    if mask.referenced_series_uid is not None:
        same_series = mask.referenced_series_uid == series_uid_of(series.series_instance_uid)
        placed = planes_on_lattice(mask, target, every_nth=same_series)
        if placed is not None:
            return CtRoi(placed, mask.label)
    raise InputError(
        Sentence.of(
            "The region does not lie on this series' voxels: {difference}.", difference=_difference(mask, target)
        ),
        where=where,
        what_to_do=ON_THE_GRID,
    )


def _difference(mask: CtMask, target: VolumeGeometry) -> Sentence:
    if mask.referenced_series_uid is not None and mask.geometry.shape[1:] == target.shape[1:]:
        return Sentence.of("not all of its {n} planes are slices of the series", n=mask.geometry.shape[0])
    return lattice_difference(mask.geometry, target)


def _require_same_series(mask: CtMask, series: CtSeries, where: Path) -> None:
    ours = series_uid_of(series.series_instance_uid)
    if mask.referenced_series_uid and ours and mask.referenced_series_uid != ours:
        raise InputError(
            Sentence.of(
                "The region was drawn on series {theirs}, not on series {ours}.",
                theirs=mask.referenced_series_uid,
                ours=ours,
            ),
            where=where,
            what_to_do="Choose the series it was drawn on, or its own region.",
        )


def _open(path: Path) -> LabelMap:
    start = _start(path)
    if start.startswith(b"NRRD"):
        return read_nrrd(path)
    if is_nifti(start):
        return read_nifti(path)
    if start[128:132] == b"DICM":
        return _open_dicom(path)
    raise InputError("It is no mask file that this program knows.", where=path, what_to_do=READABLE)


def _start(path: Path) -> bytes:
    if not path.is_file():
        raise InputError("There is no such file.", where=path)
    try:
        with path.open("rb") as file:
            start = file.read(544)
        if not start.startswith(GZIP_MAGIC):
            return start
        with gzip.open(path) as file:
            return file.read(544)
    except OSError as fault:
        raise InputError("It cannot be read.", where=path, what_to_do=READABLE) from fault
    except Exception as fault:  # gzip raises zlib.error and EOFError for damaged streams
        raise InputError("It is damaged.", where=path, what_to_do=READABLE) from fault


def _open_dicom(path: Path) -> LabelMap:
    try:
        read_header(path)
    except NotAnImage as fact:
        if fact.modality == "SEG":
            return read_dicom_seg(path)
        if fact.modality == "RTSTRUCT":
            raise InputError("Contours (RTSTRUCT) are not read yet.", where=path, what_to_do=READABLE) from fact
        raise InputError(
            Sentence.of("It is no mask: {reason}.", reason=fact.reason), where=path, what_to_do=READABLE
        ) from fact
    except OSError as fault:
        raise InputError("It cannot be read.", where=path) from fault
    raise InputError("It is an image, not a mask.", where=path, what_to_do=READABLE)
