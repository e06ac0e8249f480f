"""A phantom patient's abdominal CT in the portal venous phase, with the target tumour's mask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import VolumeGeometry, geometry_from
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.phantom.ct_body_plan import HIGHEST_Z_MM, LOWEST_Z_MM, BodyPlan, body_plan
from hccdesk.phantom.ct_canvas import Canvas
from hccdesk.phantom.ct_liver import liver_depth, paint_lesions, paint_liver
from hccdesk.phantom.ct_liver_plan import LiverPlan, liver_plan
from hccdesk.phantom.ct_noise import SCANNERS, ScannerModel, scanned
from hccdesk.phantom.ct_organs import paint_organs
from hccdesk.phantom.ct_trunk import (
    cavity_depth,
    dome_depth,
    paint_lungs,
    paint_skeleton,
    paint_wall,
)
from hccdesk.phantom.ct_tumour import Tumour, draw_tumour, paint_tumour
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose

MATRIX_PX = 512


@dataclass(frozen=True, slots=True)
class PhantomCt:
    """`hu` int16 and `tumour_mask` bool, both (slice, row, column), from the feet to the head; mask of the
    target tumour only, satellites and thrombus are not in it."""

    hu: NDArray[np.int16]
    geometry: VolumeGeometry
    tumour_mask: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Abdomen:
    plan: BodyPlan
    liver: LiverPlan
    tumour: Tumour
    scanner: ScannerModel


def make_ct(
    patient: PhantomPatient,
    slice_count: int | None = None,
    matrix_px: int = MATRIX_PX,
    progress: Progress | None = None,
) -> PhantomCt:
    """The whole scan, or only `slice_count` slices evenly spaced through the tumour (the same voxels).

    The field of view is the scanner's whatever `matrix_px` is; a smaller matrix is coarser and quicker.
    """
    plan = body_plan(patient)
    abdomen = _Abdomen(plan, liver_plan(patient, plan), draw_tumour(patient), SCANNERS[patient.scanner])
    heights = np.arange(LOWEST_Z_MM, HIGHEST_Z_MM + 0.01, abdomen.scanner.slice_mm)
    chosen = np.arange(len(heights)) if slice_count is None else _through(abdomen.tumour, heights, slice_count)
    hu = np.empty((len(chosen), matrix_px, matrix_px), dtype=np.int16)
    mask = np.empty(hu.shape, dtype=bool)
    for place, number in enumerate(chosen):
        (progress or NoProgress()).step(place, len(chosen), "CT slices")
        hu[place], mask[place] = _slice(patient, abdomen, float(heights[number]), int(number), matrix_px)
    step_mm = float(heights[chosen[1]] - heights[chosen[0]]) if len(chosen) > 1 else abdomen.scanner.slice_mm
    return PhantomCt(hu, _geometry(hu.shape, abdomen.scanner, step_mm, float(heights[chosen[0]])), mask)


def _slice(
    patient: PhantomPatient, abdomen: _Abdomen, z_mm: float, number: int, matrix_px: int
) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    pixel_mm = abdomen.scanner.pixel_mm * MATRIX_PX / matrix_px
    canvas, plan, tumour = Canvas(matrix_px, pixel_mm, z_mm), abdomen.plan, abdomen.tumour
    cavity = cavity_depth(canvas, plan)
    below = dome_depth(canvas, plan)
    paint_wall(canvas, plan, cavity)
    paint_lungs(canvas, plan, cavity, below)
    paint_skeleton(canvas, plan)
    paint_organs(canvas, plan, cavity)
    liver = liver_depth(canvas, plan, tumour, cavity, below - 2)
    paint_liver(canvas, plan, abdomen.liver, liver)
    paint_lesions(canvas, abdomen.liver, tumour, liver)
    mask = paint_tumour(canvas, tumour)
    return scanned(canvas.hu, abdomen.scanner, patient.seed.stream(Purpose.CT_NOISE, number)), mask


def _through(tumour: Tumour, heights: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """`count` slices at one spacing, as wide apart as the tumour (its outer tenths left out) allows."""
    reach = 0.8 * tumour.radii[2]
    inside = np.flatnonzero(np.abs(heights - tumour.centre[2]) <= max(reach, 3.0))
    step = max((len(inside) - 1) // max(count - 1, 1), 1)
    span = step * (count - 1)
    first = int(np.clip(inside.mean() - span / 2, 0, len(heights) - 1 - span))
    return first + step * np.arange(count)


def _geometry(shape: tuple[int, ...], scanner: ScannerModel, step_mm: float, first_z_mm: float) -> VolumeGeometry:
    pixel_mm = scanner.pixel_mm * MATRIX_PX / shape[1]
    corner = -(shape[1] - 1) / 2 * pixel_mm
    directions = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    return geometry_from(shape, (step_mm, pixel_mm, pixel_mm), (corner, corner, first_z_mm), directions)
