"""HAIM's training: what it learns from, what it keeps, and that a killed one ends the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from haim_builder import a_patient, some_bags

from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.domain.progress import NoProgress
from hccdesk.training.checkpoint import Checkpoints
from hccdesk.training.haim import new_network, risk_scores, train_haim
from hccdesk.training.haim_bags import Bags, bags_of, batch, picture, taught_batch
from hccdesk.training.haim_input import haim_input
from hccdesk.training.haim_settings import PAPER, QUICK
from hccdesk.training.haim_split import split
from hccdesk.training.haim_watch import Watch
from hccdesk.training.networks import BAG_ROWS, FEATURES, HaimNetwork

SMALL = replace(QUICK, columns=32, taught_epochs=0, bags_at_once=4, rows=(8,), reduced_precision=False)
"""Pictures of 32 × 32: the network is whole."""


def narrow() -> HaimNetwork:
    """A network whose picture has 32 columns."""
    torch.manual_seed(1)
    return HaimNetwork(projection=torch.randn(FEATURES, 32) / 45)


def test_that_the_papers_preset_is_the_papers() -> None:
    # HAIM: Adam, learning rate 0.01, 3,000 epochs, best network saved; 147 training patients.
    assert (PAPER.learning_rate, PAPER.epochs, PAPER.patience) == (0.01, 3000, 0)
    assert PAPER.steps(147) == 3000 * -(-147 // PAPER.bags_at_once)
    assert (PAPER.rows, PAPER.balanced, PAPER.components, PAPER.calm_start) == ((), False, 0, False)
    assert (PAPER.averaging, PAPER.l2, PAPER.falling_rate) == (0.0, 0.0, False)


@pytest.mark.slow
def test_that_the_papers_preset_goes_a_few_steps(tmp_path: Path) -> None:
    small = replace(PAPER, bags_at_once=2, watch_every_epochs=9)
    bags = some_bags(4, 2)
    # After so few steps the network tells only patients apart that differ grossly.
    apart = Bags(bags.patients, tuple(bag * np.float32(30.0**i) for i, bag in enumerate(bags.features)))
    trained = train_haim(some_bags(8, 1), apart, small, NoProgress(), steps=2)
    assert (trained.steps, 0 < trained.threshold < 1) == (2, True)
    assert trained.network.projection is None


def test_that_a_picture_is_what_the_network_makes_of_the_bag() -> None:
    network = narrow().eval()
    for patches in (8, 12, 33, 50):
        bag = np.random.default_rng(patches).standard_normal((patches, FEATURES)).astype(np.float32)
        assert picture(bag).shape == (BAG_ROWS, FEATURES)
        with torch.no_grad():
            own, made = (network.logits(torch.from_numpy(rows)[None, None]) for rows in (bag, picture(bag)))
        torch.testing.assert_close(own, made, atol=1e-4, rtol=1e-4)


@pytest.mark.control("RISK-17-b")
def test_that_a_batch_holds_both_classes_in_raster_order_and_the_label_is_risk() -> None:
    bags = some_bags(20, 7)
    numbered = Bags(bags.patients, tuple(np.arange(len(b))[:, None] * np.ones_like(b) for b in bags.features))
    pictures, risk = batch(numbered, replace(SMALL, rows=(5,)), 0, np.random.default_rng(0))
    assert pictures.shape == (4, 1, BAG_ROWS, FEATURES)
    assert risk.tolist() == [0, 0, 1, 1]  # responders first: no risk
    assert (pictures[:, 0, :, 0].diff(dim=1) >= -1e-6).all()


def test_that_the_papers_epoch_holds_every_patient_once() -> None:
    bags = some_bags(12, 3)
    marked = Bags(bags.patients, tuple(np.full_like(b, i) for i, b in enumerate(bags.features)))
    settings = replace(PAPER, bags_at_once=4)
    rng = np.random.default_rng(0)
    seen = [round(float(p[0, 0, 0])) for step in range(3) for p in batch(marked, settings, step, rng)[0]]
    assert sorted(seen) == list(range(12))
    again = [round(float(p[0, 0, 0])) for step in range(3, 6) for p in batch(marked, settings, step, rng)[0]]
    assert sorted(again) == list(range(12))
    assert again != seen


def test_that_every_column_rises_with_risk_also_in_patients_not_seen() -> None:
    bags = some_bags(60, 9)
    before = haim_input(bags, 16, 32)
    assert before.projection is not None
    columns = (bags.means - before.centre.numpy()) * before.scale.numpy() @ before.projection.numpy()
    apart = columns[bags.at_risk].mean(axis=0) - columns[~bags.at_risk].mean(axis=0)
    assert (apart > -1e-6).all()
    unseen = some_bags(40, 10)
    score = ((unseen.means - before.centre.numpy()) * before.scale.numpy() @ before.projection.numpy()).sum(axis=1)
    assert score[unseen.at_risk].min() > score[~unseen.at_risk].max()


def test_that_more_components_than_patients_do_no_harm() -> None:
    before = haim_input(some_bags(10, 9), 16, 32)
    assert before.projection is not None
    assert before.projection.shape == (FEATURES, 32)
    assert bool(before.projection.isfinite().all())
    assert haim_input(some_bags(10, 9), 0).projection is None


def test_that_centring_scaling_and_projection_are_part_of_the_network() -> None:
    network = narrow()
    whole = HaimNetwork(torch.full((FEATURES,), 5.0), torch.full((FEATURES,), 0.5), network.projection).eval()
    whole.network.load_state_dict(network.network.state_dict())
    bag = torch.randn(1, 1, BAG_ROWS, FEATURES)
    assert network.projection is not None
    with torch.no_grad():
        torch.testing.assert_close(whole.logits(bag * 2 + 5), network.eval().logits(bag), atol=1e-4, rtol=1e-4)
        by_hand = network.network((bag[0, 0] @ network.projection)[None, None])
        torch.testing.assert_close(network.logits(bag), by_hand, atol=1e-4, rtol=1e-4)


def test_that_a_taught_batch_is_labelled_by_the_teacher_of_what_is_in_the_bag() -> None:
    bags = some_bags(10, 3)
    marked = Bags(bags.patients, tuple(np.full_like(b, i % 2) for i, b in enumerate(bags.features)))
    pictures, told = taught_batch(marked, SMALL, lambda mean: float(mean[0]), np.random.default_rng(0))
    assert pictures.shape == (SMALL.bags_at_once, 1, BAG_ROWS, FEATURES)
    np.testing.assert_allclose(told[:, 1], pictures[:, 0, :, 0].mean(dim=1), atol=1e-5)
    np.testing.assert_allclose(told.sum(dim=1), 1, atol=1e-6)


def test_that_the_network_learns_and_a_high_score_is_risk() -> None:
    settings = replace(SMALL, watch_every_epochs=2.0, learning_rate=1e-3)
    trained = train_haim(some_bags(24, 1), some_bags(12, 2), settings, NoProgress(), steps=24)
    unseen = some_bags(20, 3)
    scores = risk_scores(trained.network, unseen)
    assert scores[unseen.at_risk].mean() > scores[~unseen.at_risk].mean() + 0.1
    assert trained.watched_auc > 0.9


@pytest.mark.slow
def test_that_a_killed_training_goes_on_to_the_same_network(tmp_path: Path) -> None:
    class Killed:
        def step(self, done: int, total: int, label: str) -> None:
            if done == 4:
                raise Cancelled

    def train(folder: Path, progress: object) -> HaimNetwork:
        settings = replace(SMALL, watch_every_epochs=0.5)
        kept = Checkpoints(folder / "haim.checkpoint", "key")
        return train_haim(some_bags(8, 1), some_bags(4, 2), settings, progress, steps=6, checkpoints=kept).network

    with pytest.raises(Cancelled):
        train(tmp_path / "killed", Killed())
    resumed, whole = train(tmp_path / "killed", NoProgress()), train(tmp_path / "whole", NoProgress())
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def _watch(measures: list[float], patience: int = 0, averaging: float = 0.0) -> tuple[Watch, HaimNetwork]:
    network, told = narrow(), iter(measures)
    settings = replace(SMALL, patience=patience, averaging=averaging)
    return Watch(network, settings, 1, lambda _: next(told)), network


def test_that_the_best_network_is_kept_and_training_ends_when_nothing_better_comes() -> None:
    watch, network = _watch([0.6, 0.8, 0.7, 0.7], patience=2)
    for step in range(1, 5):
        with torch.no_grad():
            network.last_layer.bias.fill_(step)
        assert not watch.has_enough
        watch.see(network, step)
    assert watch.has_enough
    assert (watch.best_auc, watch.best_step) == (0.8, 2)
    assert float(watch.best(network).last_layer.bias[0].detach()) == 2


def test_that_the_average_follows_the_network_and_leaves_it_alone() -> None:
    watch, network = _watch([], averaging=0.5)
    before = float(network.last_layer.bias[0].detach())
    with torch.no_grad():
        network.last_layer.bias.fill_(1.0)
    watch._follow(network, 100)
    assert float(watch.state_dict()["average"]["network._fc.bias"][0]) == pytest.approx((before + 1) / 2)
    assert float(network.last_layer.bias[0]) == 1


@pytest.mark.control("RISK-49-a")
def test_that_no_patient_is_in_two_parts_and_every_part_has_both_classes() -> None:
    bags = some_bags(60, 4)
    parts = split(bags, QUICK)
    places = np.concatenate([parts.learners, parts.watchers, parts.test])
    assert sorted(places) == list(range(60))
    for part in (parts.learners, parts.watchers, parts.test):
        assert 0 < bags.at_risk[part].sum() < len(part)
    assert len(parts.test) == pytest.approx(60 * QUICK.test_share, abs=2)


def test_that_too_few_patients_are_refused_with_their_number() -> None:
    with pytest.raises(InputError, match="10 patients have a usable slide and a known response, 5 of them"):
        split(some_bags(10, 5), QUICK)


def test_that_patients_of_unknown_response_are_left_out_with_their_row() -> None:
    class Table:
        patients = (a_patient(1, True), a_patient(2, None), a_patient(3, False))

    class Found:
        patients = Table.patients
        vectors = tuple(np.full((8, FEATURES), i, np.float32) for i in range(3))
        left_out = ()

    bags, left_out = bags_of(Table(), Found())
    assert bags.patient_ids == ("P0001", "P0003")
    assert float(bags.features[1][0, 0]) == 2
    assert [(one.row, one.reason.text) for one in left_out] == [(3, "the response is unknown")]
    assert bags.at_risk.tolist() == [False, True]


def test_that_a_network_from_scratch_is_the_same_for_the_same_seed() -> None:
    first, second = (new_network(some_bags(8, 1), SMALL, None) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True))
    assert all(float(n.running_var.max()) == 0 for n in first.modules() if isinstance(n, torch.nn.BatchNorm2d))
