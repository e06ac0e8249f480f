"""The CT head learns what is there, never from the patient it is asked about, and its ONNX file says the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge

from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion, RadiologicalResponse
from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.device import choose
from hccdesk.inference.session import open_session
from hccdesk.statistics.roc import auc
from hccdesk.store.patient_digests import PatientDigests
from hccdesk.training.ct_bundle import ct_head_onnx, selftest_input
from hccdesk.training.ct_cohort import CtCohort, ct_cohort, refuse_untrainable
from hccdesk.training.ct_crossfit import cross_fit, mapped_linearly, write_crossfit
from hccdesk.training.ct_response import HeadTrainer, answers_of
from hccdesk.training.ct_settings import PAPER, PRESETS, QUICK, CtHeadSettings
from hccdesk.training.feature_cache import PatientVectors
from hccdesk.training.features import CohortFeatures
from hccdesk.training.networks import FEATURES, CtResponseHead
from hccdesk.training.specs import CT_SPEC

FEW = replace(QUICK, epochs=4, folds=3, batch=32)
PAPER_FEW = replace(PAPER, epochs=2, folds=3)


def a_patient(number: int, responded: bool, rng: np.random.Generator) -> CohortPatient:
    record = ClinicalRecord(
        patient_id=f"P{number}",
        afp_ng_per_ml=float(rng.choice([10.0, 900.0])),
        vp=PortalVeinInvasion.VP4 if rng.random() < 0.4 else PortalVeinInvasion.NONE,
        largest_tumour_diameter_mm=float(rng.choice([60.0, 130.0])),
        encapsulated=bool(rng.random() < 0.5),
        diffuse=bool(rng.random() < 0.3),
    )
    response = RadiologicalResponse.PR if responded else RadiologicalResponse.SD
    return CohortPatient(f"P{number}", record, mrecist=response)


def a_table(patients: int, seed: int) -> CohortTable:
    rng = np.random.default_rng(seed)
    rows = tuple(a_patient(1000 * seed + i, bool(rng.random() < 0.5), rng) for i in range(patients))
    return CohortTable(Path("cohort.csv"), "0" * 64, CohortKind.PHANTOM, rows, title="somebody")


def features_of(table: CohortTable, seed: int, signal: float, slices: Sequence[int] = (2, 9)) -> CohortFeatures:
    """Responders differ from the others along one fixed direction of the features."""
    direction = np.random.default_rng(99).standard_normal(FEATURES).astype(np.float32)
    rng = np.random.default_rng(seed)
    found = []
    for patient in table.patients:
        n = int(rng.integers(*slices))
        own = rng.standard_normal(FEATURES).astype(np.float32)
        towards = signal * (1 if patient.responded else -1) * direction
        vectors = 5 + own + towards + 0.3 * rng.standard_normal((n, FEATURES)).astype(np.float32)
        facts = {"roi_volume_ml": float(10 * n), "roi_slices": float(n)}
        found.append(PatientVectors(vectors.astype(np.float32), facts))
    return CohortFeatures(table.patients, tuple(found), ())


def a_cohort(patients: int, seed: int, signal: float = 1.0) -> CtCohort:
    table = a_table(patients, seed)
    return ct_cohort(table, features_of(table, seed, signal), CT_SPEC.clinical_features)[0]


def trainer(settings: CtHeadSettings = FEW, work: Path | None = None) -> HeadTrainer:
    return HeadTrainer(settings, NoProgress(), work)


def same(one: CtResponseHead, other: CtResponseHead) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))


def test_that_the_papers_preset_is_the_papers() -> None:
    # Yin et al. 2024, methods: Adam, learning rate 1e-5, 100 epochs.
    assert (PAPER.learning_rate, PAPER.epochs) == (1e-5, 100)
    assert PAPER.steps(2991) == 100 * 187  # 2,991 slices, 16 a step
    assert PAPER.dropout > 0 < PAPER.l2
    assert not PAPER.patients_weigh_alike
    assert set(PRESETS) == {"paper", "quick"}


@pytest.mark.parametrize("settings", [FEW, PAPER_FEW], ids=["quick", "paper"])
def test_that_the_head_learns_and_its_onnx_file_says_the_same(settings: CtHeadSettings) -> None:
    learnt = settings if settings is FEW else replace(settings, epochs=30)
    head, _ = trainer(learnt).fit(a_cohort(60, 1), "test")
    unseen = a_cohort(40, 2)
    answers = answers_of(head, unseen)
    assert auc(answers.probability, unseen.responded).value > 0.9
    session = open_session(ct_head_onnx(head), choose(DeviceChoice.CPU))
    of_slice = unseen.patient_of_slice
    said = session.run({"feature_map": unseen.all_slices[:, :, None, None], "clinical": unseen.clinical[of_slice]})
    # The issue's own tolerance: torch with the same float16-rounded weights.
    probability = np.bincount(of_slice, said["probability"][:, 1]) / np.bincount(of_slice)
    np.testing.assert_allclose(probability, answers.probability, atol=1e-4)
    for column in range(learnt.image_features):
        mean = np.bincount(of_slice, said["image_features"][:, column]) / np.bincount(of_slice)
        np.testing.assert_allclose(mean, answers.image_features[:, column], atol=1e-4)


def test_that_a_patient_counts_as_the_mean_over_the_slices() -> None:
    cohort = a_cohort(5, 3)
    head, _ = trainer(replace(FEW, epochs=1)).fit(cohort, "test")
    whole = answers_of(head, cohort)
    for place in range(5):
        slices = cohort.vectors[place]
        alone = [
            answers_of(
                head, CtCohort((cohort.patients[place],), (one[None],), cohort.clinical[[place]], np.ones(1, bool))
            )
            for one in slices
        ]
        assert whole.probability[place] == pytest.approx(np.mean([a.probability[0] for a in alone]), abs=1e-6)


@pytest.mark.control("RISK-49-a")
def test_that_noise_gives_no_better_than_chance_because_patients_are_split() -> None:
    # Slices of one patient are nearly alike: a split by slice would score close to 1 here.
    cohort = a_cohort(60, 4, signal=0.0)
    fitted = cross_fit(cohort, trainer(), NoProgress())
    assert 0.25 < auc(fitted.probability, cohort.responded).value < 0.75
    head, _ = trainer().fit(cohort, "test")
    assert auc(answers_of(head, cohort).probability, cohort.responded).value > 0.9


def test_that_a_held_out_probability_does_not_depend_on_the_patients_own_outcome() -> None:
    cohort = a_cohort(24, 5)
    settings = replace(FEW, epochs=1)
    first = cross_fit(cohort, trainer(settings), NoProgress())
    one = first.fold == 0
    head, _ = trainer(settings).fit(cohort.part(~one), "test")
    np.testing.assert_allclose(answers_of(head, cohort).probability[one], first.probability[one])


def test_that_fold_features_come_in_the_final_networks_terms() -> None:
    cohort = a_cohort(60, 6)
    fitted = cross_fit(cohort, trainer(), NoProgress())
    head, _ = trainer().fit(cohort, "test")
    final = answers_of(head, cohort)
    mapped = fitted.image_features(final)
    assert mapped.shape == final.image_features.shape
    likeness = [np.corrcoef(mapped[:, i], final.image_features[:, i])[0, 1] for i in range(6)]
    assert np.median(likeness) > 0.9
    assert min(likeness) > 0.3  # one that the folds hardly use says little
    # A fold's own patients' final features do not enter the map that is applied to them.
    spoilt = replace(final, image_features=np.where((fitted.fold == 0)[:, None], 1e6, final.image_features))
    np.testing.assert_allclose(fitted.image_features(spoilt)[fitted.fold == 0], mapped[fitted.fold == 0])


def test_that_the_linear_map_is_ridge_regression() -> None:
    rng = np.random.default_rng(0)
    known, asked = rng.standard_normal((30, 6)) * [1, 2, 3, 4, 5, 6] + 3, rng.standard_normal((4, 6))
    wanted = known @ rng.standard_normal((6, 6)) + rng.standard_normal((30, 6))
    centre, scale = known.mean(axis=0), known.std(axis=0)
    # scikit-learn's Ridge(alpha=1) on standardised columns, with an intercept that is not penalised.
    oracle = Ridge(alpha=1.0).fit((known - centre) / scale, wanted).predict((asked - centre) / scale)
    np.testing.assert_allclose(mapped_linearly(known, wanted, asked), oracle, rtol=1e-9)


def test_that_a_patients_threshold_comes_from_the_other_folds() -> None:
    cohort = a_cohort(30, 7)
    fitted = cross_fit(cohort, trainer(replace(FEW, epochs=1)), NoProgress())
    before = fitted.thresholds(cohort.responded)
    swapped = np.where(fitted.fold == 0, ~cohort.responded, cohort.responded)
    after = fitted.thresholds(swapped)
    assert (before[fitted.fold == 0] == after[fitted.fold == 0]).all()
    assert len(set(before[fitted.fold == 0])) == 1


def test_that_a_killed_head_resumes_to_the_same_weights(tmp_path: Path) -> None:
    cohort = a_cohort(20, 8)
    settings = replace(FEW, epochs=5)

    class Killed:
        def step(self, done: int, total: int, label: str) -> None:
            if done == total // 2:
                raise Cancelled

    through, _ = trainer(settings).fit(cohort, "all")
    with pytest.raises(Cancelled):
        HeadTrainer(settings, Killed(), tmp_path).fit(cohort, "all")
    resumed, notes = trainer(settings, tmp_path).fit(cohort, "all")
    assert same(through, resumed)
    assert notes == ()
    # The same folder, another cohort: begun anew, and told.
    other = replace(cohort, responded=~cohort.responded)
    fresh, notes = trainer(settings, tmp_path).fit(other, "all")
    assert len(notes) == 1
    assert not same(through, fresh)


def test_that_the_penalty_keeps_image_features_from_being_copies() -> None:
    unseen, likeness = a_cohort(60, 10), []
    for penalty in (0.0, 5.0):
        head, _ = trainer(replace(FEW, decorrelation=penalty)).fit(a_cohort(60, 9), "test")
        correlation = np.corrcoef(answers_of(head, unseen).image_features.T)
        likeness.append(np.abs(correlation[~np.eye(6, dtype=bool)]).mean())
    assert likeness[1] < likeness[0] - 0.05


def test_that_patients_without_response_or_features_are_left_out_by_row() -> None:
    table = a_table(4, 11)
    first, second, third, fourth = table.patients
    incomplete = replace(third, record=replace(third.record, afp_ng_per_ml=None, diffuse=None))
    table = replace(table, patients=(first, replace(second, mrecist=None), incomplete, fourth))
    cohort, left_out = ct_cohort(table, features_of(table, 11, 1.0), CT_SPEC.clinical_features)
    assert cohort.patient_ids == (first.patient_id, fourth.patient_id)
    assert [one.sentence.text for one in left_out] == [
        "Row 3 was left out: the response (mrecist) is unknown.",
        "Row 4 was left out: unknown: afp_ng_per_ml, diffuse.",
    ]


def test_that_too_few_of_an_outcome_are_refused_before_any_training() -> None:
    cohort = a_cohort(30, 12)
    one_sided = cohort.part(np.flatnonzero(cohort.responded))
    with pytest.raises(InputError, match="and 0 others with a usable CT are too few"):
        refuse_untrainable(one_sided, 5)
    refuse_untrainable(cohort, 5)


def test_that_the_crossfit_file_holds_digests_and_no_name(tmp_path: Path) -> None:
    table = a_table(3, 13)
    digests = PatientDigests.of_table(table)
    ids = [patient.patient_id for patient in table.patients]
    file = tmp_path / "work" / "crossfit-x.json"
    write_crossfit(
        file,
        ids,
        digests,
        weights_sha256="a" * 64,
        probability=np.array([0.1, 0.2, 0.3]),
        image_features=np.arange(18.0).reshape(3, 6),
    )
    text = file.read_text()
    document = json.loads(text)
    assert document["weights_sha256"] == "a" * 64
    assert document["patients"][digests.of(ids[1])] == {"probability": 0.2, "image_features": [6, 7, 8, 9, 10, 11]}
    assert all(name not in text for name in ids)


@pytest.mark.control("RISK-38-a")
def test_that_the_selftest_holds_no_patients_features() -> None:
    cohort = a_cohort(6, 14)
    maps = selftest_input(cohort)["feature_map"]
    assert maps.shape == (2, FEATURES, 2, 2)
    nearest = np.abs(cohort.all_slices[None] - maps.mean(axis=(2, 3))[:, None]).mean(axis=2).min()
    assert nearest > 0.3
