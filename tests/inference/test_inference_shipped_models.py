"""The bundles in models/, where they are: whole, self-consistent, small enough, and honest about what they are."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.ct import ContrastPhase, CtVolume
from hccdesk.domain.manifest import ModelBundle, ModelKind
from hccdesk.domain.result import CtResponseFinding, HaimFinding
from hccdesk.domain.roi import CtRoi
from hccdesk.inference import ct_response, haim, selftest
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.device import Device
from hccdesk.inference.onnx_guard import refuse_unsafe_onnx
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.phantom.ct_anatomy import make_ct
from hccdesk.phantom.tissue import patch
from hccdesk.resources import models_folder
from hccdesk.store.model_bundles import find_bundles, read_bundle

IDS = ("ct-response-demo", "haim-demo", "pfs-nomogram-demo", "resnet50-backbone")


@pytest.fixture(scope="module")
def shipped() -> dict[str, ModelBundle]:
    bundles = {folder.name: read_bundle(folder) for folder in find_bundles(models_folder())}
    missing = set(IDS) - set(bundles)
    if missing:
        pytest.skip(f"models/ lacks {', '.join(sorted(missing))}: run `hccdesk train demo-bundles`")
    return bundles


@pytest.fixture(scope="module")
def shipped_backbone(shipped: dict[str, ModelBundle], cpu: Device) -> Backbone:
    return Backbone(shipped["resnet50-backbone"], cpu)


def test_that_folder_and_model_carry_one_name(shipped: dict[str, ModelBundle]) -> None:
    for name in IDS:
        assert shipped[name].manifest.model_id == name


def test_that_all_of_them_stay_under_130_megabytes(shipped: dict[str, ModelBundle]) -> None:
    assert sum(len(data) for name in IDS for data in shipped[name].content.values()) < 130e6


@pytest.mark.parametrize("name", IDS)
def test_that_the_selftest_passes(name: str, shipped: dict[str, ModelBundle], cpu: Device) -> None:
    findings = selftest.check(shipped[name], shipped["resnet50-backbone"], cpu)
    assert all(f.passed for f in findings), [f.what.text for f in findings]
    assert bool(findings) is (shipped[name].manifest.kind is not ModelKind.SURVIVAL_NOMOGRAM)


@pytest.mark.parametrize("name", IDS)
def test_that_networks_lie_in_one_file(name: str, shipped: dict[str, ModelBundle]) -> None:
    if shipped[name].manifest.kind is not ModelKind.SURVIVAL_NOMOGRAM:
        refuse_unsafe_onnx(shipped[name].weights)


@pytest.mark.parametrize("name", IDS)
def test_that_each_says_that_it_is_a_demonstration(name: str, shipped: dict[str, ModelBundle]) -> None:
    manifest = shipped[name].manifest
    card = shipped[name].content["MODEL_CARD.md"].decode()
    assert manifest.is_demonstration
    assert "DEMONSTRATION" in card
    assert "must not be used" in card
    assert "synthetic" in " ".join(manifest.known_limits)
    assert all(p.unit_of_analysis == "patient" and p.interval is not None for p in manifest.performance)


@pytest.mark.parametrize("name", ["ct-response-demo", "haim-demo"])
def test_that_performance_stands_beside_the_best_that_was_possible(name: str, shipped: dict[str, ModelBundle]) -> None:
    performance = shipped[name].manifest.performance
    own = {p.cohort: p for p in performance if p.metric == "AUC"}
    best = {p.cohort: p for p in performance if p.metric.startswith("AUC that the phantoms' true probability")}
    assert own.keys() == best.keys() and len(own) == 3  # the training table, held-out phantoms, the external hospital
    assert all(own[cohort].n == best[cohort].n for cohort in own)
    assert all(0.5 < own[cohort].value < best[cohort].value for cohort in own)  # not upside down, nor too good
    assert sum(p.n >= 200 for p in own.values()) >= 1


def test_that_the_nomogram_has_twelve_covariates_and_the_papers_horizons(shipped: dict[str, ModelBundle]) -> None:
    nomogram = json.loads(shipped["pfs-nomogram-demo"].weights)
    assert len(nomogram["variables"]) == 5 + 6 + 1
    assert nomogram["horizons"] == ["12", "18", "24"]


def test_that_ct_response_runs_on_a_phantom_and_favourable_features_raise_it(
    shipped: dict[str, ModelBundle], shipped_backbone: Backbone
) -> None:
    made = make_ct(sample_cohort(1, 31)[0], slice_count=2)
    volume = CtVolume("1.2.3", ContrastPhase.PORTAL_VENOUS, made.hu, made.geometry)
    roi = CtRoi(made.tumour_mask, "tumour")
    good = ClinicalRecord(
        afp_ng_per_ml=5.0,
        vp=PortalVeinInvasion.NONE,
        largest_tumour_diameter_mm=60.0,
        encapsulated=True,
        diffuse=False,
    )
    bad = replace(
        good,
        afp_ng_per_ml=5000.0,
        vp=PortalVeinInvasion.VP4,
        largest_tumour_diameter_mm=150.0,
        encapsulated=False,
        diffuse=True,
    )
    found = [
        ct_response.predict(volume, roi, record, shipped["ct-response-demo"], shipped_backbone, True)
        for record in (good, bad)
    ]
    assert all(isinstance(f, CtResponseFinding) for f in found)
    # The phantom's effects: each of the five lowers the chance of response in `bad`.
    assert found[0].probability_of_objective_response > found[1].probability_of_objective_response
    assert len(found[0].image_features) == 6
    assert found[0].saliency.shape == (len(roi.slice_indices), 7, 7)


def test_that_haim_runs_from_pixels_and_its_score_is_a_probability(
    shipped: dict[str, ModelBundle], shipped_backbone: Backbone, cpu: Device
) -> None:
    bundle = shipped["haim-demo"]
    spec = bundle.manifest.slide_input
    assert spec is not None
    patient = sample_cohort(1, 32)[0]
    rgb = np.stack([patch(patient, i, spec.patch_px, spec.um_per_px) for i in range(spec.minimum_patches)])
    found = haim.predict(shipped_backbone.patch_features(rgb, spec), {}, bundle, cpu, True)
    assert isinstance(found, HaimFinding)
    assert 0 <= found.post_treatment_risk_prediction_score <= 1
