"""The six numbers of a slide's stain."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.wsi.slide_stain import STAIN_FACTS, patch_stain, slide_stain


def a_patch(*colours: tuple[int, int, int]) -> np.ndarray:
    """As many columns as colours."""
    return np.repeat(np.array([colours], np.uint8), 8, axis=0)


def test_that_a_patch_of_one_colour_has_its_optical_density_and_no_spread() -> None:
    stain = patch_stain(a_patch((127, 63, 127)))
    assert stain is not None
    # Optical density is -log10 of the light let through, (127 + 1) / 256 and (63 + 1) / 256.
    assert stain == pytest.approx([np.log10(2), np.log10(4), np.log10(2), 0, 0, 0])
    assert len(STAIN_FACTS) == len(stain)


def test_that_glass_is_left_out() -> None:
    pink = a_patch((127, 63, 127))
    with_glass = np.concatenate([pink, a_patch((250, 250, 250))], axis=1)
    assert patch_stain(with_glass) == pytest.approx(patch_stain(pink))
    assert patch_stain(a_patch((250, 250, 250))) is None


def test_that_a_slide_has_the_mean_of_its_patches() -> None:
    pale, dark = patch_stain(a_patch((200, 150, 200))), patch_stain(a_patch((100, 50, 100)))
    assert pale is not None
    assert dark is not None
    assert slide_stain([pale, dark]) == pytest.approx((pale + dark) / 2)
    assert slide_stain([]) is None
