"""The comparators without images: made for the same regimen, of the same patients, as what they stand beside."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hccdesk import resources
from hccdesk.clinical.imaging_rules import RULES as IMAGING_RULES
from hccdesk.domain.applicability import IMAGE_RULES
from hccdesk.domain.clinical_features import FEATURES
from hccdesk.store.model_bundles import read_bundle
from hccdesk.training.plan import CLINICAL_NOMOGRAM, CT_HEAD, NOMOGRAM, DemoPlan

MODELS = resources.models_folder()


def told(model_id: str, file: str = "training.json") -> dict[str, Any]:
    return json.loads((MODELS / model_id / file).read_bytes())


def test_that_the_two_plans_differ_in_the_images_alone() -> None:
    plan = DemoPlan()
    images, alone = plan.survival, plan.clinical_survival
    assert alone.covariates == tuple(FEATURES) == images.covariates[: len(FEATURES)]
    for name in ("endpoint", "horizons", "question", "regimen", "prior_deviation", "resamples", "seed"):
        assert getattr(alone, name) == getattr(images, name)


@pytest.mark.parametrize("beside", [NOMOGRAM, CT_HEAD])
@pytest.mark.control("RISK-49-c")
def test_that_the_shipped_one_was_fitted_on_the_same_patients(beside: str) -> None:
    assert told(CLINICAL_NOMOGRAM)["cohort_sha256"] == told(beside)["cohort_sha256"]
    assert told(CLINICAL_NOMOGRAM)["patient_digests"] == told(beside)["patient_digests"]
    ours, theirs = read_bundle(MODELS / CLINICAL_NOMOGRAM).manifest, read_bundle(MODELS / beside).manifest
    assert ours.regimen is theirs.regimen
    assert ours.is_demonstration
    assert ours.offered


def test_that_it_is_the_clinical_model_which_the_nomogram_was_compared_with() -> None:
    """Fitted apart: by the whole training there, by the quick fit of the comparison here."""
    (rival,) = [one for one in told(NOMOGRAM)["measured"]["rivals"] if one["name"] == "clinical model"]
    variables = told(CLINICAL_NOMOGRAM, "nomogram.json")["variables"]
    assert [one["name"] for one in variables] == rival["names"]
    assert [one["coefficient"] for one in variables] == pytest.approx(rival["coefficients"], abs=1e-6)


@pytest.mark.parametrize(("cohort", "patients"), [("primary centre, seed 9103", 200), ("external hospital", 80)])
def test_that_unseen_patients_give_it_the_c_index_that_the_comparison_gave(cohort: str, patients: int) -> None:
    def measured(model_id: str, metric: str) -> tuple[float, Any, int]:
        rows = read_bundle(MODELS / model_id).manifest.performance
        (row,) = [one for one in rows if one.metric == metric and cohort in one.cohort]
        return row.value, row.interval, row.n

    assert measured(CLINICAL_NOMOGRAM, "C-index") == measured(NOMOGRAM, "C-index, clinical model")
    assert measured(CLINICAL_NOMOGRAM, "C-index")[2] == patients


def test_that_it_asks_for_no_image() -> None:
    manifest = read_bundle(MODELS / CLINICAL_NOMOGRAM).manifest
    assert manifest.backbone is None
    assert not set(manifest.applicability) & IMAGE_RULES
    assert set(IMAGING_RULES) <= IMAGE_RULES


def test_that_the_clinical_logistic_model_has_a_threshold_of_its_own_and_its_covariance() -> None:
    facts = told(CT_HEAD)["measured"]["clinical_logistic"]
    assert facts["patients"] == 300
    assert 0 < facts["threshold"] < 1
    assert [len(row) for row in facts["covariance"]] == [1 + len(facts["names"])] * (1 + len(facts["names"]))
