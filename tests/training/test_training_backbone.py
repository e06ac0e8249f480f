"""The backbone's training, its statistics at inference sizes, its probes, and its bundle."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.linear_model import LogisticRegression
from torch import nn
from typer.testing import CliRunner

from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.device import choose
from hccdesk.inference.selftest import check
from hccdesk.store.model_bundles import read_bundle
from hccdesk.training import backbone_bundle, backbone_probe
from hccdesk.training.backbone import ImageBank, new_classifier, train_on_banks
from hccdesk.training.backbone_bundle import BackbonePlace, make_imagenet_backbone
from hccdesk.training.backbone_card import BackboneMeasures, backbone_card, own_manifest
from hccdesk.training.backbone_settings import BackboneSettings, Stage
from hccdesk.training.backbone_statistics import FeatureScale, feature_scale, measure_statistics
from hccdesk.training.checkpoint import Checkpoints
from hccdesk.training.commands import app
from hccdesk.training.linear_probe import RIDGE, ProbeResult, linear_probe
from hccdesk.training.networks import BackboneNetwork, new_resnet50
from hccdesk.training.phantom_banks import PHANTOM_CLASSES

TINY = BackboneSettings(
    formula_images=47,
    formula_side_px=32,
    phantom_patients=1,
    stages=(Stage(2, 32, 2), Stage(1, 64, 2)),
    statistics_batches=2,
    statistics_images_of_each=2,
    statistics_crop_px=64,
    reduced_precision=False,
)
PROBED = ProbeResult(0.5, 10, 0.1)


def a_bank(number: int, side: int, brightness: float) -> ImageBank:
    rng = np.random.default_rng(number)
    images = np.clip(rng.normal(brightness, 30, (6, side, side, 3)), 0, 255).astype(np.uint8)
    return ImageBank(images, np.full(6, number))


@pytest.mark.slow
def test_that_a_killed_backbone_resumes_to_the_same_bits(tmp_path: Path) -> None:
    settings = replace(TINY, stages=(Stage(4, 32, 2),))
    banks = [a_bank(0, 48, 80), a_bank(1, 48, 160)]

    class Killed:
        def step(self, done: int, total: int, label: str) -> None:
            if done == 2:
                raise Cancelled

    through, killed, resumed = (new_classifier(settings, PHANTOM_CLASSES) for _ in range(3))
    train_on_banks(through, banks, settings, NoProgress())
    checkpoints = Checkpoints(tmp_path / "backbone.checkpoint", "k")
    with pytest.raises(Cancelled):
        train_on_banks(killed, banks, settings, Killed(), checkpoints=checkpoints)
    run = train_on_banks(resumed, banks, settings, NoProgress(), checkpoints=checkpoints)
    assert run.began_at == 2
    for one, other in zip(through.state_dict().values(), resumed.state_dict().values(), strict=True):
        assert torch.equal(one, other)


def test_that_statistics_are_the_plain_average_over_the_banks_and_nothing_else_changes() -> None:
    network = nn.Sequential(nn.BatchNorm2d(3, momentum=0.1))
    banks = [a_bank(0, 64, 60), a_bank(1, 80, 190)]
    weights = [parameter.clone() for parameter in network.parameters()]
    measure_statistics(network, banks, replace(TINY, statistics_batches=50), NoProgress())
    norm = network[0]
    assert isinstance(norm, nn.BatchNorm2d)
    assert norm.momentum == 0.1
    assert not network.training
    # Half the pixels have a mean of 60, half of 190: (125 / 255 - mean) / deviation of the normalisation.
    expected = (125 / 255 - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])
    np.testing.assert_allclose(norm.running_mean, expected, atol=0.05)
    # Between the kinds alone: (65 / 255)² / deviation², plus the noise within: both are counted in one batch.
    within_and_between = ((65 / 255) ** 2 + (30 / 255) ** 2) / np.array([0.229, 0.224, 0.225]) ** 2
    np.testing.assert_allclose(norm.running_var, within_and_between, rtol=0.1)
    assert all(torch.equal(a, b) for a, b in zip(weights, network.parameters(), strict=True))


def test_that_features_of_ct_and_tissue_are_of_one_size_after_that() -> None:
    torch.manual_seed(0)
    classifier = new_resnet50(4)
    dark, bright = a_bank(0, 64, 40), a_bank(1, 64, 200)
    measure_statistics(classifier, [dark, bright], replace(TINY, statistics_batches=6), NoProgress())
    scales = [feature_scale(BackboneNetwork(classifier), "x", bank.images).mean for bank in (dark, bright)]
    assert 0.2 < scales[0] / scales[1] < 5


def test_that_the_linear_probe_is_logistic_regression_with_a_ridge() -> None:
    rng = np.random.default_rng(0)
    classes = rng.integers(0, 3, 120)
    features = rng.standard_normal((120, 20)) + 0.7 * np.eye(3)[classes] @ rng.standard_normal((3, 20))
    train, test = np.arange(120) < 80, np.arange(120) >= 80
    found = linear_probe(features[train], classes[train], features[test], classes[test])
    centre, scale = features[train].mean(axis=0), features[train].std(axis=0)
    # scikit-learn: C sums over images, ours is a mean with RIDGE / 2 beside it: C = 1 / (n · RIDGE).
    oracle = LogisticRegression(C=1 / (80 * RIDGE), max_iter=5000, tol=1e-8)
    oracle.fit((features[train] - centre) / scale, classes[train])
    expected = oracle.score((features[test] - centre) / scale, classes[test])
    assert found.accuracy == pytest.approx(expected, abs=1 / 40)
    assert found.images == 40
    assert found.chance == np.bincount(classes[test]).max() / 40


def test_that_real_tiles_are_probed_slide_by_slide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        rng = np.random.default_rng(number)
        pixels = np.clip(rng.normal([200, 120, 170], 25, (1100, 1030, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"tile{number}.png")
    seen: list[int] = []

    def means(backbone: BackboneNetwork, images: np.ndarray, at_once: int = 8) -> np.ndarray:
        seen.append(len(images))
        return images.mean(axis=(1, 2)).astype(np.float32)

    monkeypatch.setattr(backbone_probe, "vectors", means)
    monkeypatch.setattr(backbone_probe, "PHANTOM_SLIDES", 2)
    found = backbone_probe.probe_real_liver_tiles(BackboneNetwork(nn.Identity()), tmp_path)
    # Every second of 2 × 2 whole patches of each tile, and two patches of each of two phantoms.
    assert seen == [2, 2, 2, 2]
    assert found.images == 8
    assert found.accuracy > 0.9  # such colours are far from the phantoms'
    (tmp_path / "tile1.png").unlink()
    with pytest.raises(InputError, match="fewer than two tiles"):
        backbone_probe.probe_real_liver_tiles(BackboneNetwork(nn.Identity()), tmp_path)


def test_that_the_card_gives_the_probes_with_their_numbers_and_what_they_mean() -> None:
    measures = BackboneMeasures(
        ProbeResult(0.913, 300, 0.1),
        ProbeResult(0.5, 300, 0.1),
        ProbeResult(0.98, 48, 0.5),
        (FeatureScale("CT", 1, 16),),
    )
    card = backbone_card(own_manifest(), ("made so",), measures)
    for part in (
        "DEMONSTRATION",
        "91.3% of 300",
        "random weights 50.0%",
        "98.0% of 48",
        "What it cannot mean",
        "Mandelbrot",
    ):
        assert part in card
    without = backbone_card(own_manifest(), (), replace(measures, real_tiles=None))
    assert "not measured, no tiles were given" in without


@pytest.mark.slow
def test_that_the_command_makes_a_bundle_that_passes_its_selftest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures = BackboneMeasures(PROBED, PROBED, None, ())
    monkeypatch.setattr(backbone_bundle, "measures_of", lambda network, tiles, progress: measures)
    monkeypatch.setattr(backbone_bundle, "BackboneSettings", lambda: TINY)
    arguments = ["backbone", "--models", str(tmp_path / "models"), "--work", str(tmp_path / "work"), "--device", "cpu"]
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code == 0, answer.output
    bundle = read_bundle(tmp_path / "models" / "resnet50-backbone")
    assert all(finding.passed for finding in check(bundle, bundle, choose(DeviceChoice.CPU)))
    record = json.loads(bundle.content["training.json"])
    assert record["settings"]["stages"][1] == {"crop_px": 64, "images_of_each": 2, "steps": 1}
    assert record["measured"]["held_out_formulas"]["accuracy"] == 0.5
    assert (tmp_path / "work" / "backbone.checkpoint").is_file()


@pytest.mark.slow
def test_that_a_sites_weights_become_a_bundle_of_the_same_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        backbone_bundle, "measures_of", lambda network, tiles, progress: BackboneMeasures(PROBED, PROBED, None, ())
    )
    torch.manual_seed(0)
    file = tmp_path / "resnet50.pth"
    torch.save(new_resnet50(1000).state_dict(), file)
    place = BackbonePlace(tmp_path / "models", tmp_path / "work", NoProgress())
    make_imagenet_backbone(place, file)
    bundle = read_bundle(tmp_path / "models" / "resnet50-imagenet")
    assert bundle.manifest.outputs == own_manifest().outputs
    assert bundle.manifest.weights == own_manifest().weights
    assert "DEMONSTRATION" not in bundle.content["MODEL_CARD.md"].decode()
    assert "not this program's" in bundle.content["MODEL_CARD.md"].decode()
