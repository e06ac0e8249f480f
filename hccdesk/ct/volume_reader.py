"""The voxels of a CT series in Hounsfield units; meant to run in the sandbox's worker process."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np

from hccdesk.ct import hounsfield, hounsfield_evidence
from hccdesk.ct.geometry_check import CheckedSeries, check
from hccdesk.ct.header_cache import header_of
from hccdesk.ct.header_reader import read_header
from hccdesk.ct.image_header import ImageHeader
from hccdesk.ct.skip_reason import NotAnImage
from hccdesk.ct.slice_stack import SAME_PLACE_MM, Slice, stack
from hccdesk.ct.stack_rules import no_single_stack
from hccdesk.ct.stored_pixels import frames
from hccdesk.ct.usable_series import require_volume
from hccdesk.domain.ct import CtSeries, CtVolume, Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence


def read_volume(series: CtSeries, progress: Progress = NoProgress()) -> CtVolume:  # noqa: B008 - it holds nothing
    """The series as Hounsfield units, (slice, row, column), slices in the order of `series.geometry`.

    Raises `InputError` with the reasons of the series' verdict where it is no volume, naming the file where one is
    damaged or has changed since the series was found; `CalibrationError` where values are not Hounsfield units.
    """
    require_volume(series)
    checked = _checked_again(series)
    assert checked.geometry is not None
    return _volume(series, checked.slices, checked.geometry, progress)


def read_loose_slices(series: CtSeries, progress: Progress = NoProgress()) -> CtVolume:  # noqa: B008 - it holds nothing
    """Slices that make no regular volume (a gap, a tilted gantry), one after another, only to be looked at.

    Its lattice is true within each slice; from slice to slice it is the mean distance, so nothing may be measured
    across slices. Raises `InputError` where the slices are not parallel, not of one size, or all at one place.
    """
    checked = _checked_again(series)
    stacked = None if no_single_stack(checked.slices) else stack(checked.slices)
    if series.verdict.suitability is Suitability.NONE or stacked is None or stacked.gaps_mm.mean() < SAME_PLACE_MM:
        raise InputError(
            Sentence.of("This series cannot be shown: {reasons}.", reasons=Sentence.listed(series.verdict.reasons)),
            where=series.files[0].parent if series.files else None,
            what_to_do="Choose another series.",
        )
    return _volume(series, stacked.slices, stacked.lattice(), progress)


def _volume(series: CtSeries, found: tuple[Slice, ...], geometry: VolumeGeometry, progress: Progress) -> CtVolume:
    hu = np.empty(geometry.shape, dtype=np.int16)
    places = _places(found)
    for done, slices in enumerate(places):
        for frame, stored in enumerate(frames(slices[0][1].header)):
            place, one = slices[frame]
            hounsfield.to_hounsfield(stored, one, hu[place])
        progress.step(done + 1, len(places), "Reading CT slices")
    hounsfield_evidence.require_plausible(hu, series.files[0].parent.name)
    return CtVolume(series.series_instance_uid, series.phase, hu, geometry)


def _checked_again(series: CtSeries) -> CheckedSeries:
    checked = check(tuple(_header(path) for path in series.files))
    if checked.geometry != series.geometry:
        what = Sentence.of("The files have changed since the series was found.")
        if checked.verdict.reasons:
            what = Sentence.of(
                "The files have changed since the series was found. {reasons}.",
                reasons=Sentence.listed(checked.verdict.reasons, ". "),
            )
        raise InputError(
            what,
            where=series.files[0].parent,
            what_to_do="Open the folder again.",
        )
    return checked


def _header(path: Path) -> ImageHeader:
    try:
        return header_of(path, read_header)
    except NotAnImage as fact:
        raise InputError(Sentence.of("It is no CT slice any more: {reason}.", reason=fact.reason), where=path) from fact
    except OSError as fault:
        raise InputError(
            Sentence.of("It cannot be read ({reason}).", reason=str(fault.strerror)), where=path
        ) from fault


def _places(slices: tuple[Slice, ...]) -> list[dict[int, tuple[int, Slice]]]:
    """Per file: its frames, each with its place in the volume."""
    places: dict[Path, dict[int, tuple[int, Slice]]] = defaultdict(dict)
    for place, one in enumerate(slices):
        places[one.header.path][one.frame] = place, one
    return list(places.values())
