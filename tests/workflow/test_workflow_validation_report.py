"""Whole validation reports from scores: polarity, rivals, subgroups, the checklist, the file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from validated_patients import a_manifest, patients_by_seed, risk_of, subject

from hccdesk.domain.clinical_record import RadiologicalResponse
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import ModelKind, SurvivalCheck
from hccdesk.domain.result import NotComputed
from hccdesk.report.validation_report import outline
from hccdesk.store.validation_file import read_validation, validation_bytes
from hccdesk.workflow.clinical_logistic import clinical_scores, fit_clinical_logistic
from hccdesk.workflow.response_validation import ResponseScores
from hccdesk.workflow.survival_validation import SurvivalScores
from hccdesk.workflow.validation_report import response_report, survival_report

PATIENTS = patients_by_seed(120)


@pytest.fixture(scope="module")
def ct():
    score = np.array([p.true_response_probability for p in PATIENTS])
    return ResponseScores(ModelKind.CT_RESPONSE, PATIENTS, score, 0.4)


@pytest.fixture(scope="module")
def survival():
    risk = np.array([risk_of(patient) for patient in PATIENTS])
    months = np.arange(1, 37.0)
    noise = np.random.default_rng(3).normal(size=len(risk))
    return SurvivalScores(
        Endpoint.PFS, PATIENTS, risk, months, np.outer(np.exp(risk), months / 24), 36.0, ("12", "18", "24", "60"),
        rivals={"clinical model": noise},
    )  # fmt: skip


def test_that_haim_counts_sd_and_pd_as_positive_and_ct_responders(ct):
    haim = ResponseScores(ModelKind.HAIM, PATIENTS, 1 - ct.score, 0.6)
    responders = sum(bool(patient.responded) for patient in PATIENTS)
    by_ct, by_haim = (response_report(subject(s.kind), s).response for s in (ct, haim))
    assert (by_ct.positives, by_haim.positives) == (responders, 120 - responders)
    assert "CR or PR" in by_ct.positive
    assert "SD or PD" in by_haim.positive
    assert by_ct.auc.value == pytest.approx(by_haim.auc.value)
    assert by_ct.confusion.true_positive == by_haim.confusion.true_negative


def test_that_the_auc_of_the_truth_stands_beside_the_models_and_only_for_phantoms(ct):
    response = response_report(subject(ct.kind), ct).response
    assert response.best_reachable_auc.value == pytest.approx(response.auc.value)  # here the score is the truth
    people = tuple(replace(p, true_response_probability=None) for p in PATIENTS)
    assert response_report(subject(ct.kind), replace(ct, patients=people)).response.best_reachable_auc is None


def test_that_a_worse_score_than_the_prevalence_shows_in_the_brier_scores(ct):
    response = response_report(subject(ct.kind), replace(ct, score=1 - ct.score)).response
    share = response.positives / response.patients
    assert response.brier_of_prevalence == pytest.approx(share * (1 - share))
    assert response.brier > response.brier_of_prevalence


def test_that_the_clinical_logistic_model_is_compared_on_the_same_patients(ct):
    stored = fit_clinical_logistic(patients_by_seed(200, seed=9))
    report = response_report(subject(ct.kind), ct, stored)
    first, second = report.comparisons
    assert (first.name, second.name) == ("CT model", "clinical logistic model")
    assert first.difference is None
    assert second.difference.value == pytest.approx(second.estimate.value - first.estimate.value)
    assert second.test.test == "DeLong's paired"
    assert any("come from the training cohort" in note.text for note in report.notes)
    assert [curve.name for curve in report.response.decision_curves] == ["CT model", "clinical logistic model"]


def test_that_patients_without_a_clinical_feature_are_left_out_of_the_comparison_for_both(ct):
    unknown = tuple(replace(p, record=replace(p.record, diffuse=None)) if i < 30 else p for i, p in enumerate(PATIENTS))
    report = response_report(subject(ct.kind), replace(ct, patients=unknown))
    assert report.comparisons[0].estimate.value != pytest.approx(report.response.auc.value)
    assert any("Compared on 90 of 120 patients" in note.text for note in report.notes)
    assert [curve.name for curve in report.response.decision_curves] == ["CT model"]


def test_that_without_stored_coefficients_the_clinical_model_is_cross_validated_and_it_is_said(ct):
    metrics = pytest.importorskip("sklearn.metrics")
    found = clinical_scores(PATIENTS, None)
    assert "cross-validation within this cohort" in found.how.text
    # Each patient is predicted without himself: an outcome made of noise is not learnt.
    rng = np.random.default_rng(4)
    noise = tuple(
        replace(p, mrecist=RadiologicalResponse.PR if rng.random() < 0.5 else RadiologicalResponse.SD) for p in PATIENTS
    )
    outcome = [bool(p.responded) for p in noise]
    assert metrics.roc_auc_score(outcome, clinical_scores(noise, None).probability) < 0.6
    assert clinical_scores(PATIENTS, None).probability == pytest.approx(found.probability)


def test_that_one_class_is_not_estimable_and_the_report_still_stands(ct):
    chosen = [i for i, p in enumerate(PATIENTS) if p.responded]
    only = replace(ct, patients=tuple(PATIENTS[i] for i in chosen), score=ct.score[chosen])
    report = response_report(subject(ct.kind), only)
    assert isinstance(report.response.auc, NotComputed)
    assert report.response.roc is None
    assert isinstance(report.comparisons[1].estimate, NotComputed)
    assert read_validation(validation_bytes(report)) == report


def test_that_small_subgroups_are_not_estimated(ct):
    few = tuple(replace(p, labels={"centre": "tiny" if i < 15 else "large"}) for i, p in enumerate(PATIENTS))
    rows = {row.level: row for row in response_report(subject(ct.kind), replace(ct, patients=few)).subgroups}
    assert isinstance(rows["tiny"].estimate, NotComputed)
    assert rows["tiny"].patients == 15
    assert isinstance(rows["large"].estimate, Estimate)
    assert {"male", "female", "under 60 years", "60 years and older", "B", "C"} <= set(rows)


def test_that_the_young_stand_before_the_old(ct):
    ages = [row.level for row in response_report(subject(ct.kind), ct).subgroups if row.variable == "age_years"]
    assert ages == ["under 60 years", "60 years and older"]


def test_that_a_survival_report_holds_every_measure(survival):
    found = survival_report(subject(ModelKind.SURVIVAL_NOMOGRAM), survival, resamples=200)
    assert found.response is None
    judged = found.survival
    assert [horizon.months for horizon in judged.horizons] == [12, 18, 24]  # 60 lies beyond the model's own end
    assert all(isinstance(horizon.auc, Estimate) and horizon.decision_curve for horizon in judged.horizons)
    assert judged.integrated_brier < judged.integrated_brier_of_kaplan_meier
    assert judged.integrated_brier_months == 24
    assert [group.group for group in judged.risk_groups] == ["low risk", "intermediate risk", "high risk"]
    assert judged.log_rank.p < 0.01


def test_that_true_hazards_are_found_calibrated(survival):
    judged = survival_report(subject(ModelKind.SURVIVAL_NOMOGRAM), survival, resamples=50).survival
    # The cohort was drawn with these very hazards: 1/24 a month times exp(risk).
    assert judged.calibration_slope.low < 1 < judged.calibration_slope.high
    assert judged.in_the_large.low < 0 < judged.in_the_large.high
    doubled = replace(survival, cumulative_hazard=2 * survival.cumulative_hazard)
    shifted = survival_report(subject(ModelKind.SURVIVAL_NOMOGRAM), doubled, resamples=50).survival
    assert shifted.in_the_large.value == pytest.approx(judged.in_the_large.value - np.log(2))


def test_that_a_rival_is_compared_by_the_paired_bootstrap(survival):
    first, noise = survival_report(subject(ModelKind.SURVIVAL_NOMOGRAM), survival, resamples=500).comparisons
    assert first.name == "this model"
    assert noise.difference.high < 0
    assert noise.test.p < 0.05


def test_that_a_model_not_offered_is_marked_first():
    check = SurvivalCheck(0.3, 0.4, -0.02, 200)
    manifest = a_manifest(ModelKind.SURVIVAL_NOMOGRAM, offered=False, survival_check=check)
    risk = np.array([risk_of(patient) for patient in PATIENTS])
    scores = SurvivalScores(Endpoint.PFS, PATIENTS, risk, np.array([1.0]), np.exp(risk)[:, None] / 24, 36, ("12",))
    report = survival_report(subject(ModelKind.SURVIVAL_NOMOGRAM, manifest=manifest), scores)
    assert "not offered for patients" in report.notes[0].text
    assert "0.40" in report.notes[0].text


def test_that_nobody_to_score_is_refused(ct):
    with pytest.raises(InputError, match="nothing to validate"):
        response_report(subject(ct.kind), replace(ct, patients=(), score=np.zeros(0)))


def test_that_the_checklist_has_all_items_in_order_and_leaves_open_what_it_cannot_know(ct):
    items = response_report(subject(ct.kind), ct).checklist
    # Collins et al., BMJ 2024;385:e078378: 27 items, 52 with their parts.
    assert len(items) == 52
    assert len({int(item.number.rstrip("abcdefg")) for item in items}) == 27
    known = {item.number: item.answer for item in items}
    assert known["17"] is None
    assert known["18a"] is None
    assert "120" in known["10"].text
    assert "a test cohort" in known["1"].text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_that_it_can_be_printed(ct, survival, language):
    for report in (
        response_report(subject(ct.kind), ct),
        survival_report(subject(ModelKind.SURVIVAL_NOMOGRAM), survival, resamples=50),
    ):
        assert outline(report, language).sections
