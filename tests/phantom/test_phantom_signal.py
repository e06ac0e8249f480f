"""The hidden biology shows in both kinds of image: one plain statistic each, no model."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.stats import rankdata

from hccdesk.phantom.cohort import sample_cohort
from hccdesk.phantom.ct_anatomy import make_ct
from hccdesk.phantom.tissue import patch

COHORT = sample_cohort(60, seed=77)


def _auc(score: np.ndarray, positive: np.ndarray) -> float:
    ranks, n = rankdata(score), int(positive.sum())
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * (len(score) - n)))


def test_that_vascular_disorder_shows_in_the_ct_as_washout_and_necrosis() -> None:
    darkest = []
    for patient in COHORT:
        ct = make_ct(patient, slice_count=2, matrix_px=256)
        smooth = np.stack([gaussian_filter(plane.astype(float), 1.5) for plane in ct.hu])  # noise is no biology
        darkest.append(np.percentile(smooth[ct.tumour_mask], 10))
    assert _auc(-np.array(darkest), np.array([p.biology.vascular_disorder > 0 for p in COHORT])) > 0.7


def test_that_dedifferentiation_shows_in_the_tissue_as_nuclear_crowding() -> None:
    # dark in red light is haematoxylin; 150 lies between cytoplasm and nuclei
    nuclear = [np.mean([np.mean(patch(p, i, 256)[..., 0] < 150) for i in range(4)]) for p in COHORT]
    assert _auc(np.array(nuclear), np.array([p.biology.dedifferentiation > 0 for p in COHORT])) > 0.7


def test_that_a_patch_is_the_same_every_time_and_another_one_is_not() -> None:
    first = patch(COHORT[0], 0, 128)
    assert first.shape == (128, 128, 3)
    assert first.dtype == np.uint8
    assert np.array_equal(first, patch(COHORT[0], 0, 128))
    assert not np.array_equal(first, patch(COHORT[0], 1, 128))
    assert not np.array_equal(first, patch(COHORT[1], 0, 128))
