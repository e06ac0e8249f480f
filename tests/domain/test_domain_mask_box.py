"""The box of a region: found once, and what is worked out within it is the same as over the whole lattice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hccdesk.domain.mask_box import NOTHING, hull, mask_box
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet

SHAPE = (9, 11, 13)


def a_mask(seed, share=0.02):
    return np.random.default_rng(seed).random(SHAPE) < share


@pytest.mark.parametrize("seed", range(8))
def test_that_the_box_holds_every_voxel_and_is_the_smallest(seed):
    mask = a_mask(seed)
    box = mask_box(mask)
    places = np.argwhere(mask)
    assert [side.start for side in box] == places.min(axis=0).tolist()
    assert [side.stop for side in box] == (places.max(axis=0) + 1).tolist()
    assert mask_box(mask, hull(box, (slice(0, 2), slice(0, 2), slice(0, 2)))) == box
    assert mask_box(np.asfortranarray(mask)) == box


def test_that_an_empty_region_has_none():
    assert mask_box(np.zeros(SHAPE, bool)) == NOTHING
    assert CtRoi(np.zeros(SHAPE, bool), "").is_empty
    assert CtRoi(np.zeros(SHAPE, bool), "").slice_indices == ()
    assert hull(NOTHING, NOTHING) == NOTHING


def test_that_a_region_with_another_mask_looks_for_its_box_anew():
    roi = CtRoi(a_mask(1), "T1")
    assert roi.box == mask_box(roi.mask)
    other = replace(roi, mask=np.pad(np.ones((1, 1, 1), bool), ((2, 6), (3, 7), (4, 8))))
    assert other.box == (slice(2, 3), slice(3, 4), slice(4, 5))


def test_that_the_slices_and_the_part_of_a_region_are_those_of_its_mask():
    roi = CtRoi(a_mask(2), "T1")
    assert roi.slice_indices == tuple(np.flatnonzero(roi.mask.any(axis=(1, 2))))
    whole = np.zeros(SHAPE, bool)
    roi.part.add_into(whole)
    np.testing.assert_array_equal(whole, roi.mask)


def test_that_lesions_together_are_all_their_voxels_and_reordered_where_one_was():
    one, other = CtRoi(a_mask(3), "a", reordered=True), CtRoi(a_mask(4), "b")
    both = RoiSet((Lesion("T1", one), Lesion("T2", other))).tumour
    assert both is not None
    np.testing.assert_array_equal(both.mask, one.mask | other.mask)
    assert both.box == mask_box(both.mask)
    assert both.reordered
    assert both.label == "T1 + T2"
