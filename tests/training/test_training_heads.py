"""Heads and bags learn in a few steps what is there to be learned, and split patients, not slices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.device import choose
from hccdesk.training import ct_response, haim
from hccdesk.training.ct_bundle import ct_head_onnx
from hccdesk.training.ct_response import PAPER, QUICK, cross_validated, fit_head, patient_probability, train_ct_head
from hccdesk.training.evaluation import auc
from hccdesk.training.features import Cohort, joined
from hccdesk.training.networks import FEATURES, HaimNetwork
from hccdesk.training.plan import DemoPlan
from hccdesk.training.survival import head_answers


def a_cohort(patients: int, seed: int, signal: float = 1.0, instances: int = 8) -> Cohort:
    """Responders differ from the others along one fixed direction of the features."""
    direction = np.random.default_rng(99).standard_normal(FEATURES).astype(np.float32)
    rng = np.random.default_rng(seed)
    responded = rng.random(patients) < 0.5
    noise = rng.standard_normal((patients, instances, FEATURES)).astype(np.float32)
    features = 5 + noise + signal * np.where(responded, 1, -1)[:, None, None] * direction
    clinical = (rng.random((patients, 5)) < 0.4).astype(np.float32)
    return Cohort(features.astype(np.float32), clinical, responded, np.where(responded, 0.9, 0.1))


FEW = replace(QUICK, steps=60, learning_rate=1e-3, folds=2)


def test_that_the_papers_presets_are_the_papers() -> None:
    assert PAPER.learning_rate == 1e-5
    assert PAPER.steps * PAPER.batch == pytest.approx(100 * 2991, rel=1e-3)
    assert haim.PAPER.learning_rate == 0.01
    assert haim.PAPER.steps == 3000 * 147


def test_that_the_ct_head_learns_and_its_onnx_file_says_the_same() -> None:
    trained = train_ct_head(a_cohort(60, 1), FEW, NoProgress())
    unseen = a_cohort(40, 2)
    onnx = ct_head_onnx(trained.network)
    answers = head_answers(onnx, unseen, choose(DeviceChoice.CPU))
    assert auc(answers.probability, unseen.responded) > 0.95
    assert trained.cross_validated_auc > 0.9
    assert 0 < trained.threshold < 1
    # The features' standardisation lies in the first layer: raw features go in, and torch agrees.
    np.testing.assert_allclose(answers.probability, patient_probability(trained.network, unseen), atol=1e-4)
    assert answers.image_features.shape == (40, 6)


def test_that_noise_gives_no_better_than_chance_when_patients_are_split() -> None:
    # Slices of one patient are nearly the same: a split by slice would score close to 1 here.
    cohort = a_cohort(60, 3, signal=0.0, instances=1)
    copies = Cohort(cohort.features.repeat(8, axis=1), cohort.clinical, cohort.responded, cohort.true_probability)
    held_out = cross_validated(copies, FEW, NoProgress())
    assert 0.25 < auc(held_out, copies.responded) < 0.75
    seen = patient_probability(fit_head(copies, FEW), copies)
    assert auc(seen, copies.responded) > 0.95


def test_that_the_penalty_keeps_image_features_from_being_six_copies() -> None:
    unseen, likeness = a_cohort(60, 5), []
    for penalty in (0.0, 5.0):
        network = fit_head(a_cohort(60, 4), replace(FEW, decorrelation=penalty))
        with torch.no_grad():
            _, features = network.logits(torch.from_numpy(unseen.features[:, 0]), torch.zeros(60, 5))
        correlation = np.corrcoef(features.numpy().T)
        likeness.append(np.abs(correlation[~np.eye(6, dtype=bool)]).mean())
    assert likeness[1] < likeness[0] - 0.05


def test_that_training_twice_gives_the_same_weights() -> None:
    cohort = a_cohort(20, 6)
    first, second = (fit_head(cohort, replace(FEW, steps=5)) for _ in range(2))
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(one, other)


def test_that_bags_hold_both_classes_in_raster_order_and_the_label_is_risk() -> None:
    cohort = a_cohort(20, 7)
    cohort.features[:, :, 0] = np.arange(8)
    settings = replace(haim.QUICK, bags_at_once=4, rows=(8,))
    bags, risk = haim._batch(cohort, settings, np.random.default_rng(0))
    assert bags.shape == (4, 1, 8, FEATURES)
    assert risk.tolist() == [0, 0, 1, 1]  # responders first: no risk
    assert (bags[:, 0, :, 0].diff(dim=1) >= 0).all()


def test_that_haim_keeps_the_network_that_was_best_on_the_patients_it_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    # After two steps the network itself answers every bag alike; what it would say is pretended: better, then worse.
    noise = iter([0.0, 2.0])
    seen = []

    def scores(network: HaimNetwork, cohort: Cohort) -> np.ndarray:
        seen.append((len(cohort), network.last_layer.weight.detach().clone()))
        wrong = np.random.default_rng(0).standard_normal(len(cohort)) * next(noise, 0.0)
        return 1 - cohort.true_probability + wrong

    monkeypatch.setattr(haim, "risk_scores", scores)
    settings = replace(haim.QUICK, steps=2, validate_every=1, bags_at_once=2, rows=(8,))
    trained = haim.train_haim(a_cohort(24, 8), settings, NoProgress())
    assert [n for n, _ in seen] == [6, 6, 6, 6]  # the first step, the end, then calibration and threshold
    assert trained.validation_patients == 6
    assert trained.validation_auc == 1
    stretched = trained.network.last_layer.weight / seen[0][1]  # calibration changes the scale, not the network
    torch.testing.assert_close(stretched, torch.full_like(stretched, float(stretched[0, 0])))
    assert not torch.allclose(seen[0][1], seen[1][1], rtol=1e-3, atol=0)
    assert 0.1 < trained.threshold < 0.9


def test_that_every_feature_is_turned_so_that_it_rises_with_risk() -> None:
    cohort = a_cohort(60, 9)
    centre, scale = haim._standardisation(cohort)
    turned = (cohort.features.mean(axis=1) - centre.numpy()) * scale.numpy()
    risk = ~cohort.responded
    assert turned[risk].mean() > 0 > turned[~risk].mean()
    apart = turned[risk].mean(axis=0) - turned[~risk].mean(axis=0)
    assert (apart > -1e-3).all()


def test_that_the_average_follows_the_network_and_leaves_it_alone() -> None:
    network = HaimNetwork()
    average = haim._Average(network, decay=0.5)
    with torch.no_grad():
        network.network._fc.bias.fill_(1.0)
        before = float(average._network.network._fc.bias[0])
    after = float(average.after(network, 100).network._fc.bias[0])
    assert after == pytest.approx((before + 1) / 2)
    assert float(network.network._fc.bias[0]) == 1


def test_that_centring_and_scaling_are_part_of_the_network() -> None:
    torch.manual_seed(0)
    plain = HaimNetwork().eval()
    scaled = HaimNetwork(torch.full((FEATURES,), 5.0), torch.full((FEATURES,), 0.5)).eval()
    scaled.network.load_state_dict(plain.network.state_dict())
    bag = torch.randn(1, 1, 8, FEATURES)
    with torch.no_grad():
        torch.testing.assert_close(plain.logits(bag), scaled.logits(bag * 2 + 5))


def test_that_nobody_is_in_two_groups() -> None:
    plan = DemoPlan()
    groups = (
        plan.backbone_group,
        plan.ct_training,
        plan.nomogram_training,
        plan.held_out_ct,
        plan.haim_training,
        plan.held_out_haim,
    )
    names = [patient.patient_id for group in groups for patient in group.draw()]
    assert len(set(names)) == len(names)


def test_that_joined_cohorts_keep_their_order() -> None:
    first, second = a_cohort(3, 1, instances=1), a_cohort(2, 2, instances=1)
    both = joined(first, second)
    assert len(both) == 5
    assert (both.features[3:] == second.features).all()
    assert ct_response.patient_probability(fit_head(both, replace(FEW, steps=1)), both).shape == (5,)
