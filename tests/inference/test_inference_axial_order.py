"""One patient in every order in which a file may keep the voxels: one answer, and an explanation in the right place."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from hccdesk.domain.ct import ContrastPhase, CtVolume
from hccdesk.domain.geometry import AxisReordering, VolumeGeometry, geometry_from
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.result import CtResponseFinding
from hccdesk.domain.roi import CtRoi
from hccdesk.inference import ct_response
from hccdesk.inference.axial_order import FILE_ORDER, axial_order, box_in_file, maps_in_file
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.preprocess import ct_input, resampled_crop
from hccdesk.training.specs import CT_SPEC

CANONICAL = ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
IN_PLANE = [
    AxisReordering(axes, (False, flip_rows, flip_columns))
    for axes, flip_rows, flip_columns in product([(0, 1, 2), (0, 2, 1)], [False, True], [False, True])
]
Case = tuple[CtVolume, CtRoi]


@pytest.fixture(scope="module")
def patient() -> Case:
    geometry = VolumeGeometry((3, 90, 130), (5.0, 0.9, 0.7), (-40.0, -30.0, 100.0), CANONICAL)
    hu = np.random.default_rng(7).normal(60, 60, geometry.shape).astype(np.int16)
    mask = np.zeros(geometry.shape, bool)
    mask[0, 20:51, 30:62] = True  # sizes whose margins do not divide evenly into voxels
    mask[1, 3:20, 100:129] = True  # overhangs two edges
    mask[2, 40:45, 10:70] = True
    return CtVolume("1.2.3", ContrastPhase.PORTAL_VENOUS, hu, geometry), CtRoi(mask, "tumour")


@pytest.mark.parametrize("stored", IN_PLANE, ids=str)
@pytest.mark.control("RISK-03-c")
def test_that_the_order_of_rows_and_columns_in_the_file_does_not_change_the_images(
    stored: AxisReordering, patient: Case
) -> None:
    expected = ct_input(*patient, CT_SPEC)
    volume, roi = as_stored(patient, stored)
    made = ct_input(volume, roi, CT_SPEC)
    assert made.images.tobytes() == expected.images.tobytes()
    assert made.slice_indices == expected.slice_indices
    for place, index in enumerate(made.slice_indices):
        there = corners_mm(volume.geometry, index, made.crop_boxes[place])
        here = corners_mm(patient[0].geometry, index, expected.crop_boxes[place])
        np.testing.assert_allclose(there, here, atol=1e-9)


@pytest.mark.parametrize("stored", IN_PLANE, ids=str)
def test_that_the_probability_stays_and_the_saliency_lies_in_the_same_place(
    stored: AxisReordering, patient: Case, a_record, ct_bundle: ModelBundle, backbone: Backbone
) -> None:
    expected = ct_response.predict(*patient, a_record(), ct_bundle, backbone, True)
    volume, roi = as_stored(patient, stored)
    found = ct_response.predict(volume, roi, a_record(), ct_bundle, backbone, True)
    assert isinstance(expected, CtResponseFinding)
    assert isinstance(found, CtResponseFinding)
    assert found.probability_of_objective_response == expected.probability_of_objective_response
    assert found.image_features == expected.image_features
    # Not the same at every place, or any turning would pass.
    assert np.ptp(expected.saliency, axis=(1, 2)).min() > 0
    np.testing.assert_allclose(in_space(volume, found), in_space(patient[0], expected), atol=1e-6)


@pytest.mark.parametrize("stored", IN_PLANE, ids=str)
def test_that_a_model_image_is_its_crop_box_as_the_file_keeps_it(
    stored: AxisReordering, patient: Case, a_record, ct_bundle: ModelBundle, backbone: Backbone
) -> None:
    volume, roi = as_stored(patient, stored)
    found = ct_response.predict(volume, roi, a_record(), ct_bundle, backbone, True)
    assert isinstance(found, CtResponseFinding)
    assert found.model_images.shape == (len(found.slice_indices), CT_SPEC.side_px, CT_SPEC.side_px)
    assert found.model_images.dtype == np.uint8
    low, high = CT_SPEC.window_hu
    for image, index, box in zip(found.model_images, found.slice_indices, found.crop_boxes, strict=True):
        # Resampled straight from the file's own rows and columns, without ever turning them.
        grey = np.clip((resampled_crop(volume.hu[index], box, CT_SPEC.side_px) - low) / (high - low), 0, 1)
        np.testing.assert_allclose(image, grey * 255, atol=0.51)


def test_that_reversed_slices_only_reverse_the_list_of_slices(
    patient: Case, a_record, ct_bundle: ModelBundle, backbone: Backbone
) -> None:
    expected = ct_response.predict(*patient, a_record(), ct_bundle, backbone, True)
    # A prone patient: rows and slices both run the other way.
    prone = as_stored(patient, AxisReordering((0, 1, 2), (True, True, False)))
    found = ct_response.predict(*prone, a_record(), ct_bundle, backbone, True)
    assert isinstance(expected, CtResponseFinding)
    assert isinstance(found, CtResponseFinding)
    assert found.probability_of_objective_response == pytest.approx(expected.probability_of_objective_response)
    assert found.slice_probabilities == pytest.approx(expected.slice_probabilities[::-1])
    assert found.saliency[::-1, ::-1] == pytest.approx(expected.saliency, abs=1e-6)


@pytest.mark.control("RISK-03-c")
def test_that_the_networks_see_the_front_at_the_top_and_the_right_on_the_left(patient: Case) -> None:
    volume, _ = patient
    hu = np.full(volume.hu.shape, -1000, np.int16)
    hu[0, 20:30, 30:40] = 200  # the front right corner of the region
    marked = CtVolume("1.2.3", ContrastPhase.UNKNOWN, hu, volume.geometry)
    for stored in IN_PLANE:
        image = ct_input(*as_stored((marked, patient[1]), stored), CT_SPEC).images[0, 0]
        rows, columns = np.nonzero(image > 0)
        assert rows.max() < 112
        assert columns.max() < 112


def test_that_a_tilted_or_turned_plane_is_brought_to_its_nearest_axes() -> None:
    c, s = np.cos(np.radians(30)), np.sin(np.radians(30))
    tilted = ((0.0, s, c), (0.0, -c, s), (-1.0, 0.0, 0.0))
    rolled = ((0.0, 0.0, 1.0), (c, s, 0.0), (-s, c, 0.0))
    assert axial_order(with_directions(tilted)) == AxisReordering((0, 1, 2), (False, True, True))
    assert axial_order(with_directions(rolled)) == AxisReordering((0, 2, 1), (False, False, False))


@pytest.mark.parametrize(
    "directions",
    [
        CANONICAL,
        ((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)),
        ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)),
        ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, -1.0, 0.0)),
    ],
    ids=["canonical", "canonical from the head", "coronal", "sagittal"],
)
def test_that_canonical_and_not_axial_volumes_are_left_as_they_are(directions) -> None:
    order = axial_order(with_directions(directions))
    assert order == FILE_ORDER
    maps = np.arange(12.0).reshape(1, 3, 4)
    assert maps_in_file(order, maps).tolist() == maps.tolist()
    assert box_in_file(order, (-2, 3, 10, 20), (40, 50)) == (-2, 3, 10, 20)


def as_stored(case: Case, stored: AxisReordering) -> Case:
    """The same patient, in a file that keeps the voxels in another order."""
    volume, roi = case
    old = volume.geometry
    first = np.zeros(3)
    for axis, flip in zip(stored.permutation, stored.flips, strict=True):
        first[axis] = old.shape[axis] - 1 if flip else 0
    axes = list(stored.permutation)
    signs = np.where(stored.flips, -1.0, 1.0)[:, None]
    geometry = geometry_from(
        tuple(old.shape[a] for a in axes),
        tuple(old.spacing_mm[a] for a in axes),
        old.position_mm(first),
        np.asarray(old.directions)[axes] * signs,
    )
    hu = np.ascontiguousarray(stored.apply(volume.hu))
    return replace(volume, hu=hu, geometry=geometry), CtRoi(np.ascontiguousarray(stored.apply(roi.mask)), roi.label)


def corners_mm(geometry: VolumeGeometry, index: int, box: tuple[int, int, int, int]) -> NDArray[np.float64]:
    """Smallest and largest corner of the box in the patient, voxel edges."""
    row0, column0, row1, column1 = box
    ends = np.array([[index, row0 - 0.5, column0 - 0.5], [index, row1 - 0.5, column1 - 0.5]])
    positions = geometry.position_mm(ends)
    return np.stack([positions.min(axis=0), positions.max(axis=0)])


def in_space(volume: CtVolume, finding: CtResponseFinding) -> NDArray[np.float64]:
    """(x, y, z, value) of every cell of the saliency, sorted by position, by the finding's own boxes."""
    rows: list[tuple[float, ...]] = []
    for grid, index, box in zip(finding.saliency, finding.slice_indices, finding.crop_boxes, strict=True):
        row0, column0, row1, column1 = box
        for (i, j), value in np.ndenumerate(grid):
            row = row0 + (i + 0.5) * (row1 - row0) / grid.shape[0] - 0.5
            column = column0 + (j + 0.5) * (column1 - column0) / grid.shape[1] - 0.5
            x, y, z = volume.geometry.position_mm(np.array([float(index), row, column])).round(6)
            rows.append((z + 0.0, y + 0.0, x + 0.0, float(value)))
    return np.array(sorted(rows))


def with_directions(directions) -> VolumeGeometry:
    return VolumeGeometry((2, 40, 50), (5.0, 1.0, 1.0), (0.0, 0.0, 0.0), directions)
