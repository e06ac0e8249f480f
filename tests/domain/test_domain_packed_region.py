"""A packed region is bit for bit the region, and the very object as long as that is alive."""

from __future__ import annotations

import gc

import numpy as np
import pytest

from hccdesk.domain.packed_region import PackedRegion, PackedRegions
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet


def a_roi(seed: int = 0, share: float = 0.9, shape=(7, 11, 13)) -> CtRoi:
    return CtRoi(np.random.default_rng(seed).random(shape) > share, f"T{seed}", reordered=bool(seed % 2))


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 5, 7), (8, 8, 8)])
def test_that_unpacking_gives_the_same_voxels(shape, share):
    roi = a_roi(3, share, shape)
    voxels, box = roi.mask.copy(), roi.box
    packed = PackedRegion.of(roi)
    del roi
    gc.collect()
    again = packed.unpacked()
    assert np.array_equal(again.mask, voxels)
    assert (again.box, again.label, again.reordered) == (box, "T3", True)
    assert not again.mask.flags.writeable


def test_that_it_takes_the_room_of_its_box_in_bits():
    mask = np.zeros((100, 100, 100), np.bool_)
    mask[10:20, 30:40, 50:60] = True
    assert PackedRegion.of(CtRoi(mask, "T1")).bits.nbytes == 125


def test_that_a_region_that_is_alive_is_given_back_itself_and_packed_only_once():
    roi = a_roi()
    packed = PackedRegion.of(roi)
    assert packed.unpacked() is roi
    assert PackedRegion.of(roi) is packed
    del roi
    gc.collect()
    again = packed.unpacked()
    assert packed.unpacked() is again
    assert PackedRegion.of(again) is packed


def test_that_states_share_the_lesions_that_they_have_in_common():
    one, two = a_roi(1), a_roi(2)
    before = RoiSet((Lesion("T1", one), Lesion("T2", two, margin_mm=3.0)))
    after = before.without_lesion("T2")
    packed = PackedRegions.of(before), PackedRegions.of(after)
    assert packed[0].lesions[0].region is packed[1].lesions[0].region
    assert packed[0].unpacked() is before
    del before
    gc.collect()
    again = packed[0].unpacked()
    assert again.lesions == (Lesion("T1", one), Lesion("T2", two, margin_mm=3.0))


def test_that_regions_are_compared_by_their_voxels_and_label():
    one, same, other = (PackedRegion.of(a_roi(seed)) for seed in (1, 1, 3))
    assert one.same_as(same)
    assert not one.same_as(other)


@pytest.mark.parametrize(
    ("box", "n_bytes"),
    [(((0, 2), (0, 2), (0, 2)), 2), (((0, 9), (0, 2), (0, 2)), 5), (((2, 1), (0, 2), (0, 2)), 1)],
)
def test_that_bits_that_do_not_fit_their_lattice_are_refused(box, n_bytes):
    with pytest.raises(ValueError, match="lattice"):
        PackedRegion("T1", False, (4, 4, 4), box, np.zeros(n_bytes, np.uint8))
