"""What training writes of its patients' features: enough to know a stranger, and nobody's own."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest

from hccdesk.inference.feature_space_file import FILE_NAME, IMAGE, STAINED
from hccdesk.training.feature_cache import PatientVectors
from hccdesk.training.feature_space import FEWEST_PATIENTS, feature_space_file, fit_feature_space
from hccdesk.wsi.slide_stain import STAIN_FACTS

FEATURES = 40


def some_patients(n: int, seed: int, shift: float = 0.0, slices: int = 6) -> list[np.ndarray]:
    """Rows of features of unlike size and spread that rise and fall together; patients differ more than slices."""
    mixing = np.random.default_rng(0).normal(size=(8, FEATURES)) * np.geomspace(0.1, 10, FEATURES)
    rng = np.random.default_rng(seed)
    return [
        50 + shift + (rng.normal(size=8) + 0.3 * rng.normal(size=(slices, 8))) @ mixing
        + 0.2 * rng.normal(size=(slices, FEATURES))
        for _ in range(n)
    ]  # fmt: skip


def vectors_of(rows: np.ndarray, facts: Mapping[str, float] | None = None) -> PatientVectors:
    return PatientVectors(rows.astype(np.float32), facts or {})


def share_within(seed: int, limit: str, shift: float = 0.0) -> float:
    space = fit_feature_space(some_patients(300, 1))
    assert space is not None
    distances = [space.shape.distance(rows) for rows in some_patients(400, seed, shift)]
    return float(np.mean(np.array(distances) <= getattr(space, limit)))


def test_that_about_95_percent_of_patients_of_the_same_kind_are_usual_and_nearly_all_within_the_largest() -> None:
    # 95 %, give or take 2.6 standard errors of 400 drawn patients, and the limit's own of 300: sqrt(.05·.95/300).
    assert share_within(2, "usual") == pytest.approx(0.95, abs=2.6 * (0.05 * 0.95 * (1 / 400 + 1 / 300)) ** 0.5)
    assert share_within(2, "largest") >= 0.98


def test_that_patients_of_another_kind_are_beyond_every_training_patient() -> None:
    assert share_within(3, "largest", shift=15.0) == 0


def test_that_patients_with_many_slices_are_as_far_away_as_those_with_few() -> None:
    space = fit_feature_space(some_patients(300, 1))
    assert space is not None
    few, many = (
        np.median([space.shape.distance(rows) for rows in some_patients(400, 4, slices=slices)]) for slices in (6, 60)
    )
    assert many == pytest.approx(few, rel=0.1)


def test_that_each_distance_is_taken_without_the_patient_concerned() -> None:
    # A lone stranger among them draws the shape towards himself; left out of it, he lies far outside.
    patients = [*some_patients(60, 1), *some_patients(1, 2, shift=60.0)]
    space = fit_feature_space(patients)
    assert space is not None
    assert space.largest > 2 * space.shape.distance(patients[-1])
    assert space.usual < space.largest / 2


def test_that_it_is_the_same_again() -> None:
    assert feature_space_file([vectors_of(rows) for rows in some_patients(40, 1)]) == feature_space_file(
        [vectors_of(rows) for rows in some_patients(40, 1)]
    )


def test_that_too_few_patients_leave_the_bundle_without_a_word() -> None:
    found = [vectors_of(rows) for rows in some_patients(FEWEST_PATIENTS, 1)]
    assert set(feature_space_file(found)) == {FILE_NAME}
    assert feature_space_file(found[:-1]) == {}


def test_that_features_that_never_differ_give_nothing_to_measure_by() -> None:
    assert fit_feature_space([np.ones((3, 5))] * FEWEST_PATIENTS) is None


def test_that_the_file_holds_sums_over_patients_and_nobodys_own_features() -> None:
    patients = some_patients(40, 1)
    (content,) = feature_space_file([vectors_of(rows) for rows in patients]).values()
    found = json.loads(content)["spaces"][IMAGE]
    assert sorted(found) == [
        "beside", "centre", "directions", "largest", "patients", "scale", "usual", "variances",
    ]  # fmt: skip
    assert len(found["variances"]) == 4  # ten patients a direction: none is one patient's own
    space = fit_feature_space(patients)
    assert space is not None
    for rows in patients:
        away = (rows.mean(axis=0) - space.shape.centre) / space.shape.scale
        assert np.abs(space.shape.directions @ away).max() < 0.99 * np.linalg.norm(away)


def test_that_the_stain_is_told_where_every_slide_has_one() -> None:
    rng = np.random.default_rng(1)
    stained = [
        vectors_of(rows, dict(zip(STAIN_FACTS, rng.uniform(0.1, 0.5, len(STAIN_FACTS)), strict=True)))
        for rows in some_patients(40, 1)
    ]
    (content,) = feature_space_file(stained).values()
    assert sorted(json.loads(content)["spaces"]) == sorted([IMAGE, STAINED])
