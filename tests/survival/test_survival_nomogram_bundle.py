"""nomogram.json: written, read back, and refused in words when it is not sound."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from hccdesk.domain.errors import InputError, ModelBundleError
from hccdesk.survival.nomogram_bundle import (
    build,
    clinical_field_axis,
    image_feature_axis,
    parse,
    response_probability_axis,
)


def test_that_a_fit_comes_back_from_json_to_the_last_digit(fitted, nomogram_json):
    bundle = parse(nomogram_json, "formula")
    assert bundle.coefficients.tolist() == fitted.coefficients.tolist()
    assert bundle.hazard.cumulative_hazard.tolist() == fitted.baseline.cumulative_hazard.tolist()
    assert bundle.hazard.mean_hazard.tolist() == fitted.baseline.mean_hazard.tolist()
    assert [list(row) for row in bundle.covariance] == fitted.covariance.tolist()
    assert (bundle.cohort.patients, bundle.cohort.events, bundle.cohort.median_follow_up_months) == (60, 39, 27.0)
    assert bundle.end_months == 29.0


def test_that_the_same_fit_gives_the_same_bytes(fitted, axes, nomogram_json):
    named = replace(fitted, names=tuple(axis.name for axis in axes))
    assert build(named, axes, "Progression-free survival by formula", ("6", "12", "18")) == nomogram_json


def test_that_a_horizon_beyond_the_follow_up_is_refused_when_built(fitted, axes):
    named = replace(fitted, names=tuple(axis.name for axis in axes))
    with pytest.raises(InputError, match=r"Nobody was observed for 36 months: follow-up ends at 29\.0"):
        build(named, axes, "question", ("12", "36"))


def test_that_axes_in_another_order_are_refused_when_built(fitted, axes):
    with pytest.raises(InputError, match="in their order"):
        build(fitted, axes, "question", ("12",))


def test_that_axes_around_observed_values_hold_them_on_round_numbers():
    axis = image_feature_axis(3, [-0.043, 0.118, 0.27])
    assert axis.limits == (-0.1, 0.3)
    assert [value for value, _ in axis.ticks] == [-0.1, 0.0, 0.1, 0.2, 0.3]
    assert clinical_field_axis("age_years", "Age", "years", [31, 79]).limits == (30, 80)
    assert response_probability_axis().limits == (0, 1)


def test_that_equal_observed_values_give_no_axis():
    with pytest.raises(InputError, match="cannot be drawn"):
        image_feature_axis(1, [2.0, 2.0])


@pytest.mark.parametrize(
    ("message", "change"),
    [
        ("Extra inputs", lambda d: d.update(extra=1)),
        ("finite number", lambda d: d["variables"][0].update(coefficient=float("nan"))),
        ("valid number", lambda d: d["variables"][0].update(coefficient="0.7")),
        ("do not hold its ticks", lambda d: d["variables"][0].update(limits=[0.0, 0.5])),
        ("no clinical feature that this program knows", lambda d: d["variables"][0].update(name="vp5")),
        ("no clinical field that this program knows", lambda d: d["variables"][1].update(name="hepatitis")),
        ("no image feature", lambda d: d["variables"][2].update(name="image_feature_0")),
        ("same name", lambda d: d["variables"].append(d["variables"][0])),
        ("not 3 × 3", lambda d: d["covariance"].pop()),
        ("not symmetric, or negative", lambda d: d["covariance"][0].__setitem__(1, 0.5)),
        ("not symmetric, or negative", lambda d: d["covariance"][0].__setitem__(0, -0.5)),
        ("do not go up", lambda d: d["baseline"]["months"].__setitem__(3, 0.0)),
        ("goes down", lambda d: d["baseline"]["cumulative_hazard"].__setitem__(3, 0.0)),
        ("differ in length", lambda d: d["baseline"]["variance"].pop()),
        ("goes on after the end", lambda d: d.update(end_months=6.0)),
        ('"one year" is not a number', lambda d: d["horizons"].append("one year")),
        ("named twice", lambda d: d["horizons"].append("12")),
        ("all coefficients are zero", lambda d: [v.update(coefficient=0.0) for v in d["variables"]]),
        ("'hccdesk-nomogram'", lambda d: d.update(format="other")),
        ("names variables", lambda d: d["variables"][0].update(
            rule_for_unknown={"intercept": 0.0, "weights": {"age_years": 1.0}, "statement": "s"})),
    ],
)  # fmt: skip
def test_that_an_unsound_nomogram_is_refused_in_words(nomogram_json, message, change):
    document = json.loads(nomogram_json)
    change(document)
    with pytest.raises(ModelBundleError, match=message) as refusal:
        parse(json.dumps(document).encode(), "pfs-formula")
    assert str(refusal.value).startswith("pfs-formula: The nomogram cannot be used: ")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b"{"])
def test_that_what_is_no_json_object_is_refused(content):
    with pytest.raises(ModelBundleError, match="cannot be used"):
        parse(content, "pfs-formula")


def test_that_infinity_in_the_baseline_is_refused(nomogram_json):
    document = json.loads(nomogram_json)
    document["baseline"]["cumulative_hazard"][-1] = np.inf
    with pytest.raises(ModelBundleError):
        parse(json.dumps(document).encode(), "pfs-formula")
