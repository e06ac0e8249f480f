"""Whether a series is a volume: what it may be used for, and in words why not for more.

`INFER`: an axial CT in one orientation, at least three evenly spaced slices, upright, undamaged, in Hounsfield
units. `MEASURE`: the same in another orientation (a coronal or oblique reformat): lengths and volumes hold, the
models were made for axial slices. `VIEW`: slices of a CT that make no regular volume (gap, tilt, fewer than three):
they can be looked at one by one. `NONE`: no CT, several patients, or pixels that cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hccdesk.ct.image_header import SECONDARY_CAPTURE, ImageHeader
from hccdesk.ct.one_patient import several_patients
from hccdesk.ct.slice_stack import SAME_PLACE_MM, Slice, SliceStack, all_slices, stack
from hccdesk.ct.spacing_check import spacing_fault
from hccdesk.ct.stack_rules import no_single_stack, not_in_hounsfield
from hccdesk.domain.ct import Suitability, Verdict
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.sentence import Sentence

AXIAL_TOLERANCE_DEGREES = 10.0
UPRIGHT_TOLERANCE_DEGREES = 0.5

Faults = list[Sentence]


@dataclass(frozen=True, slots=True)
class CheckedSeries:
    """Slices in order of position where they have one; `geometry` only where they make a regular lattice."""

    slices: tuple[Slice, ...]
    geometry: VolumeGeometry | None
    verdict: Verdict


def check(headers: tuple[ImageHeader, ...]) -> CheckedSeries:
    """What the files of one series are good for."""
    slices = all_slices(headers)
    if (faults := _not_a_ct(headers) or _unusable(headers)) or not slices:
        return CheckedSeries(slices, None, Verdict(Suitability.NONE, tuple(faults)))
    if faults := no_single_stack(slices):
        return CheckedSeries(slices, None, Verdict(Suitability.VIEW, tuple(faults + not_in_hounsfield(slices))))
    stacked = stack(slices)
    if faults := _no_lattice(stacked):
        return CheckedSeries(
            stacked.slices, None, Verdict(Suitability.VIEW, tuple(faults + not_in_hounsfield(stacked.slices)))
        )
    if faults := not_in_hounsfield(stacked.slices):
        return CheckedSeries(stacked.slices, stacked.lattice(), Verdict(Suitability.VIEW, tuple(faults)))
    if fault := _not_axial(stacked):
        return CheckedSeries(stacked.slices, stacked.lattice(), Verdict(Suitability.MEASURE, (fault,)))
    return CheckedSeries(stacked.slices, stacked.lattice(), Verdict(Suitability.INFER))


def _not_a_ct(headers: tuple[ImageHeader, ...]) -> Faults:
    first = headers[0]
    if first.modality != "CT":
        return [Sentence.of("not a CT (modality {modality})", modality=first.modality or "?")]
    if any(h.sop_class_uid.startswith(SECONDARY_CAPTURE) for h in headers):
        return [Sentence.of("a screen picture saved as DICOM, not a CT image")]
    if any(h.layout.samples != 1 or not h.layout.photometric.startswith(("MONOCHROME", "?")) for h in headers):
        return [Sentence.of("colour pictures, not CT images")]
    if first.layout.photometric == "MONOCHROME1":
        return [Sentence.of("the grey scale is inverted (MONOCHROME1), which no CT is")]
    return []


def _unusable(headers: tuple[ImageHeader, ...]) -> Faults:
    if fault := several_patients(headers):
        return [fault]
    if len({h.study_instance_uid for h in headers}) > 1:
        return [Sentence.of("the series mixes several studies")]
    damaged = [h for h in headers if h.pixel_fault is not None]
    if damaged:
        return [_damage(damaged, len(headers)), *_first_fault(damaged)]
    return []


def _damage(damaged: list[ImageHeader], total: int) -> Sentence:
    return Sentence.of(
        "damaged or unreadable files: {n} of {total}, the first is {file}",
        n=len(damaged),
        total=total,
        file=damaged[0].path.name,
    )


def _first_fault(damaged: list[ImageHeader]) -> Faults:
    return [damaged[0].pixel_fault] if damaged[0].pixel_fault else []


def _no_lattice(stacked: SliceStack) -> Faults:
    if (fault := _same_place(stacked)) is not None:
        return [fault]
    found = [spacing_fault(stacked.gaps_mm, stacked.offsets_mm), _tilt(stacked)]
    return [fault for fault in found if fault is not None]


def _same_place(stacked: SliceStack) -> Sentence | None:
    repeated = int((stacked.gaps_mm < SAME_PLACE_MM).sum())
    if repeated == len(stacked.gaps_mm):
        return Sentence.of("all {n} slices lie at the same place: not a volume", n=len(stacked.slices))
    if repeated:
        return Sentence.of(
            "places with more than one slice: {n} (several acquisitions or conflicting copies)", n=repeated
        )
    return None


def _tilt(stacked: SliceStack) -> Sentence | None:
    sideways_mm = float(np.linalg.norm(stacked.sideways_mm, axis=1).max())
    if stacked.shear_degrees > UPRIGHT_TOLERANCE_DEGREES and sideways_mm > 0.1:
        return Sentence.of(
            "the slices are tilted by {degrees:.1f}° against the table (gantry tilt), which shears the volume",
            degrees=stacked.shear_degrees,
        )
    if sideways_mm > _half_pixel_mm(stacked):
        return Sentence.of("the slices are shifted sideways by up to {mm:.2f} mm", mm=sideways_mm)
    tagged = max((abs(s.header.gantry_tilt_degrees or 0.0) for s in stacked.slices), default=0.0)
    if tagged > UPRIGHT_TOLERANCE_DEGREES:
        return Sentence.of(
            "the header says the gantry was tilted by {degrees:.1f}°, which the slice positions do not show",
            degrees=tagged,
        )
    return None


def _half_pixel_mm(stacked: SliceStack) -> float:
    assert stacked.slices[0].plane.pixel_spacing_mm is not None
    return 0.5 * min(stacked.slices[0].plane.pixel_spacing_mm)


def _not_axial(stacked: SliceStack) -> Sentence | None:
    degrees = float(np.degrees(np.arccos(min(1.0, abs(float(stacked.normal[2]))))))
    if degrees > AXIAL_TOLERANCE_DEGREES:
        return Sentence.of("not axial: the slices stand {degrees:.0f}° off the axial plane", degrees=degrees)
    return None
