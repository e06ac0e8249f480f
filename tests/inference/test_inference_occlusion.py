"""What a patch did to the score: checked against a linear model, whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import Cancelled
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.result import HaimFinding, NotComputed
from hccdesk.domain.slide import PatchGrid, PatchSelection
from hccdesk.inference import haim
from hccdesk.inference.device import Device
from hccdesk.inference.occlusion import PASSES, blocks, occluded, strongest


def selected(corners: np.ndarray) -> PatchSelection:
    grid = PatchGrid(np.asarray(corners, dtype=np.int64), 512, 512, 0.25)
    return PatchSelection(grid, np.arange(len(corners)), {})


def a_field(columns: int, rows: int, offset: int = 0) -> PatchSelection:
    return selected(np.array([(offset + 512 * c, offset + 512 * r) for r in range(rows) for c in range(columns)]))


def bag_of(n: int) -> np.ndarray:
    return np.random.default_rng(n).standard_normal((n, 2048)).astype(np.float32)


def explained(bag, selection, bundle, device, progress=None) -> HaimFinding:
    found = haim.predict_and_explain(bag, selection, bundle, device, True, progress)
    assert isinstance(found, HaimFinding)
    assert found.explanation is not None
    return found


def test_that_hiding_a_patch_of_a_linear_score_gives_its_share_to_the_last_digit() -> None:
    bag, weight = bag_of(9), np.random.default_rng(0).standard_normal(2048)

    def score(rows: np.ndarray) -> float:
        return float(rows.astype(np.float64).mean(axis=0) @ weight)

    block, side = blocks(a_field(3, 3))
    change = occluded(bag, block, score, score(bag), NoProgress())
    mean = bag.mean(axis=0, dtype=np.float64)
    np.testing.assert_allclose(change, (mean - bag) @ weight / 9, atol=1e-5)
    assert side == 1
    assert abs(change.sum()) < 1e-5  # the mean of all patches does nothing


def test_that_the_explanation_leaves_the_score_as_it_is_and_says_the_risk_of_each_patch(
    haim_bundle: ModelBundle, haim_network, cpu: Device
) -> None:
    bag, selection = bag_of(12), a_field(4, 3)
    found = explained(bag, selection, haim_bundle, cpu)
    plain = haim.predict(bag, selection.dropped_by_reason(), haim_bundle, cpu, True)
    assert found.post_treatment_risk_prediction_score == plain.post_treatment_risk_prediction_score
    # The network is linear in the mean patch: a patch that lies towards risk lowers the score when it is hidden.
    weight = haim_network.score.weight.detach().numpy()
    risk = (bag - bag.mean(axis=0)) @ (weight[1] - weight[0])
    contribution = found.explanation.contribution
    assert contribution.dtype == np.float32
    assert np.array_equal(np.argsort(contribution), np.argsort(-risk))
    assert np.array_equal(np.sign(contribution), -np.sign(risk))


def test_that_a_patch_towards_risk_speaks_against_response(haim_bundle, haim_network, cpu: Device) -> None:
    weight = haim_network.score.weight.detach().numpy()
    bag = np.zeros((8, 2048), np.float32)
    bag[5] = weight[1] - weight[0]
    contribution = explained(bag, a_field(8, 1), haim_bundle, cpu).explanation.contribution
    assert contribution[5] < 0
    assert (np.delete(contribution, 5) > 0).all()


def test_that_patches_all_alike_do_nothing(haim_bundle, cpu: Device) -> None:
    bag = np.ones((8, 2048), np.float32)
    assert not explained(bag, a_field(8, 1), haim_bundle, cpu).explanation.contribution.any()


@pytest.mark.parametrize("n", [1, 63, 64, 65, 200, 4096])
def test_that_there_are_never_more_passes_than_allowed_and_every_patch_has_a_block(n: int) -> None:
    width = max(1, round(n**0.5))
    corners = np.array([(512 * (i % width), 512 * (i // width)) for i in range(n)])
    block, side = blocks(selected(corners))
    assert len(block) == n
    assert len(np.unique(block)) <= PASSES
    assert np.array_equal(np.unique(block), np.arange(block.max() + 1))
    assert side == 1 or len(np.unique(corners // (512 * (side - 1)), axis=0)) > PASSES  # no coarser than needed
    for number in range(block.max() + 1):
        spread = np.ptp(corners[block == number], axis=0)
        assert (spread < 512 * side).all()


def test_that_a_lattice_that_starts_anywhere_gives_blocks_of_its_own_patches() -> None:
    assert blocks(a_field(7, 7, offset=137))[1] == 1
    assert len(np.unique(blocks(a_field(7, 7, offset=137))[0])) == 49


def test_that_patches_of_a_block_share_what_the_block_does() -> None:
    bag = bag_of(6)
    block = np.array([0, 0, 1, 1, 1, 2])

    def score(rows: np.ndarray) -> float:
        return float((rows[:, 0] != bag[:, 0]).sum())  # how many are hidden

    change = occluded(bag, block, score, 0.0, NoProgress())
    np.testing.assert_allclose(change, np.ones(6), atol=1e-6)


def test_that_it_says_how_far_it_is_and_stops_when_asked(haim_bundle, cpu: Device) -> None:
    class Steps:
        seen: list[tuple[int, int, str]] = []  # noqa: RUF012 - one test's own

        def step(self, done: int, total: int, label: str) -> None:
            self.seen.append((done, total, label))
            if done == 5:
                raise Cancelled

    with pytest.raises(Cancelled):
        explained(bag_of(12), a_field(4, 3), haim_bundle, cpu, Steps())
    assert Steps.seen == [(done, 12, "Slide: explanation") for done in range(6)]


def test_that_the_gallery_s_patches_are_the_strongest_of_either_sign_one_of_each_block() -> None:
    contribution = np.array([0.1, 0.4, 0.4, -0.3, 0.0, 0.2, -0.1, 0.3], np.float32)
    block = np.array([0, 1, 1, 2, 3, 4, 5, 6])
    assert strongest(contribution, block) == ((1, 7, 5), (3, 6))
    assert strongest(np.zeros(3, np.float32), np.arange(3)) == ((), ())


def test_that_too_little_tissue_is_not_explained(haim_bundle, cpu: Device) -> None:
    found = haim.predict_and_explain(bag_of(3), a_field(3, 1), haim_bundle, cpu, True)
    assert isinstance(found, NotComputed)
