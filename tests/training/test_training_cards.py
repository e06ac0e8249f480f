"""Cards and manifests: what a reader must be told, and figures that are never flattered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.manifest import BackboneReference, CohortKind, ModelManifest, Performance, SurvivalCheck, Threshold
from hccdesk.training.cards import model_card, rounded_down, with_measures
from hccdesk.training.manifests import HAIM_ISSUES, haim_manifest, made_from
from hccdesk.training.performance_rows import auc_rows, calibration_rows, response_rate_row, threshold_rows
from hccdesk.training.specs import SLIDE_SPEC


def a_table(kind: CohortKind, title: str = "Cohort A") -> CohortTable:
    return CohortTable(Path("/secret/Zhang Wei/cohort.csv"), "ab" * 32, kind, (), title=title, citation="A et al.")


def a_manifest(kind: CohortKind = CohortKind.PHANTOM, preset: str = "quick") -> ModelManifest:
    return haim_manifest(
        made=made_from(a_table(kind), "haim-x", preset, 50),
        weights="haim.onnx",
        backbone=BackboneReference("resnet50-backbone", "cd" * 32),
        spec=SLIDE_SPEC,
        threshold=Threshold(0.4567, "Youden's index on 10 patients"),
        performance=(Performance("AUC", 0.70999, (0.61099, 0.80999), "held-out phantoms", 60, "patient"),),
        bag_patches=(8, 64),
        known_limits=("A limit of its own.",),
    )


def test_that_figures_are_cut_and_never_rounded_up() -> None:
    assert (rounded_down(0.99999), rounded_down(-0.12341), rounded_down(0.3)) == (0.9999, -0.1235, 0.3)
    card = model_card(a_manifest(), (), ())
    assert "| AUC | 0.709 | 0.610 to 0.809 | held-out phantoms | 60 | patient |" in card
    rows = auc_rows("AUC", [0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], "four")
    assert (rows[0].value, rows[0].n) == (0.75, 4)  # scikit-learn's own example of roc_auc_score


def test_that_the_card_of_a_demonstration_says_what_it_is() -> None:
    card = model_card(a_manifest(), ("how it was made",), HAIM_ISSUES)
    said = ("**DEMONSTRATION.", "never seen a real one", "must not be used for", "Preset `quick`", "how it was made")
    facts = ("0.532", "A limit of its own.", "50 patients of Cohort A", "higher is worse", "Threshold 0.4567: Youden")
    for part in (*said, *facts):
        assert part in card, part


def test_that_a_sites_card_is_no_demonstration_and_names_no_file() -> None:
    manifest = a_manifest(CohortKind.SITE, "paper")
    card = model_card(manifest, (), ())
    assert "DEMONSTRATION" not in card
    assert "Preset `paper`: every setting that the paper states" in card
    assert "Made by this site from its own patients" in card
    assert "A et al." in card
    assert "Zhang" not in card
    assert "Zhang" not in repr(manifest)
    assert (manifest.title.endswith("(demonstration)"), manifest.validation) == (False, "validation.json")


def test_that_a_model_that_is_not_offered_says_so_with_its_figures() -> None:
    refused = replace(a_manifest(), offered=False, survival_check=SurvivalCheck(0.36, 0.123, -0.05, 500))
    card = model_card(refused, (), ())
    assert "never applied to a patient" in card
    assert "p 0.36, corrected calibration slope 0.123, corrected R² -0.050" in card


def test_that_further_measures_change_the_table_and_nothing_else() -> None:
    manifest = a_manifest()
    more = replace(
        manifest,
        performance=(*manifest.performance, Performance("AUC", 0.6, None, "external phantoms", 100, "patient")),
    )
    assert with_measures(model_card(manifest, ("how",), HAIM_ISSUES), more) == model_card(more, ("how",), HAIM_ISSUES)


def test_that_rows_stand_only_where_they_can_be_measured() -> None:
    assert auc_rows("AUC", [0.1, 0.2], [1, 1], "one class") == ()
    rng = np.random.default_rng(0)
    chance = rng.uniform(0.1, 0.9, 400)
    came = rng.random(400) < chance
    slope, large = calibration_rows(chance, came, "right")
    assert slope.interval is not None
    assert slope.interval[0] < 1 < slope.interval[1]
    assert large.interval is not None
    assert large.interval[0] < 0 < large.interval[1]
    sensitivity, specificity = threshold_rows([0.9, 0.8, 0.3, 0.1], [1, 0, 1, 0], 0.5, "four")
    assert (sensitivity.value, specificity.value) == (0.5, 0.5)
    assert response_rate_row([True, False, False, False], "four").value == pytest.approx(0.25)
