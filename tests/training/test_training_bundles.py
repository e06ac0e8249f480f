"""The whole way from a plan to four bundles, with small pictures and few steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.device import choose
from hccdesk.inference.selftest import check
from hccdesk.store.model_bundles import read_bundle
from hccdesk.survival.nomogram_bundle import parse
from hccdesk.training import ct_response, features, haim
from hccdesk.training.backbone import BackboneSettings
from hccdesk.training.backbone_bundle import make_backbone
from hccdesk.training.cards import model_card
from hccdesk.training.commands import app
from hccdesk.training.ct_bundle import make_ct_response
from hccdesk.training.haim_bundle import make_haim
from hccdesk.training.manifests import backbone_manifest
from hccdesk.training.nomogram_bundle import make_survival
from hccdesk.training.plan import DemoPlan, Group
from hccdesk.training.workplace import Workplace

TINY = DemoPlan(
    backbone=BackboneSettings(texture_images=23, texture_side_px=32, crop_px=32, images_of_each=2, steps=2),
    ct=replace(ct_response.QUICK, steps=5, folds=2),
    haim=replace(haim.QUICK, steps=50, bags_at_once=2, rows=(8,)),
    backbone_group=Group(1, 2),
    ct_training=Group(2, 16),
    nomogram_training=Group(3, 70),
    held_out_ct=Group(4, 20),
    haim_training=Group(5, 16),
    held_out_haim=Group(6, 12),
    slices_per_patient=1,
    patches_per_patient=8,
    geometry_patients=2,
)


def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    def crops(patient, slices, spec):
        rng = np.random.default_rng(patient.seed.index)
        return rng.standard_normal((slices, 3, 32, 32)).astype(np.float32)

    def patches(patient, count, um_per_px, side_px):
        return np.full((count, 2, 2, 3), patient.seed.index, np.uint8)

    def patch_features(backbone, rgb, spec):
        # A backbone of two steps gives every patch the same features; nothing could be told apart by them.
        return np.random.default_rng(int(rgb[0, 0, 0, 0])).standard_normal((len(rgb), 2048)).astype(np.float32)

    monkeypatch.setattr(features, "ct_crops", crops)
    monkeypatch.setattr(features, "tissue_patches", patches)
    monkeypatch.setattr(Backbone, "patch_features", patch_features)
    # After a few steps the network answers every bag alike, which has no threshold.
    monkeypatch.setattr(haim, "risk_scores", lambda network, cohort: 1 - cohort.true_probability)


@pytest.mark.slow
def test_that_a_plan_becomes_four_bundles_that_pass_their_selftest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pictures(monkeypatch)
    place = Workplace(tmp_path / "models", tmp_path / "work", NoProgress(), TINY)
    for make in (make_backbone, make_ct_response, make_haim, make_survival):
        make(place)
    bundles = {folder.name: read_bundle(folder) for folder in (tmp_path / "models").iterdir()}
    assert sorted(bundles) == ["ct-response-demo", "haim-demo", "pfs-nomogram-demo", "resnet50-backbone"]
    backbone, device = bundles["resnet50-backbone"], choose(DeviceChoice.CPU)
    for bundle in bundles.values():
        assert all(finding.passed for finding in check(bundle, backbone, device))
    assert bundles["ct-response-demo"].manifest.performance[0].n == 90  # 70 of the nomogram's and 20 of nobody's
    assert parse(bundles["pfs-nomogram-demo"].weights, "here").horizons == ("12", "18", "24")


def test_that_the_commands_are_there_and_say_what_they_do() -> None:
    answer = CliRunner().invoke(app, ["--help"])
    assert answer.exit_code == 0
    for command in ("backbone", "ct-response", "haim", "survival", "demo-bundles"):
        assert command in answer.output


def test_that_a_card_names_misuse_and_known_issues() -> None:
    card = model_card(backbone_manifest("x.onnx"), ("how it was made",), ("an issue of the paper",))
    assert card.startswith("# ResNet50 feature extractor\n\n**DEMONSTRATION.")
    for part in ("must not be used", "deciding", "how it was made", "an issue of the paper", "Nothing was measured"):
        assert part in card
