"""The interval of P(response): what is varied, what it says of itself, and what a bundle without it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.interval_basis import in_brief
from hccdesk.domain.leaning import Leaning, ScoreInterval
from hccdesk.domain.manifest import BackboneReference, Recalibration
from hccdesk.domain.result import NotComputed
from hccdesk.inference import ct_response, selftest
from hccdesk.inference.ct_interval import limits, response_interval
from hccdesk.inference.interval_file import (
    ENSEMBLE_FILE,
    INTERVAL_FILE,
    IntervalFacts,
    LeftOutCalibration,
    OwnProbabilities,
    interval_facts,
)
from hccdesk.inference.log_odds import log_odds, probability_of
from hccdesk.inference.student import two_sided_95
from hccdesk.training.bundle_files import selftest_files
from hccdesk.training.ct_ensemble import ensemble_onnx
from hccdesk.training.networks import FEATURES, CtResponseHead

EXACT = LeftOutCalibration(intercept=0.0, slope=1.0, covariance=((0.0, 0.0), (0.0, 0.0)), patients=300)
FACTS = IntervalFacts(members=3, calibration=EXACT)


def heads(count=3):
    made = []
    for number in range(count):
        torch.manual_seed(40 + number)
        made.append(CtResponseHead(5).eval())
    return made


@pytest.fixture(scope="module")
def members():
    return heads()


@pytest.fixture
def with_interval(ct_bundle, members):
    return lambda facts=FACTS: replace(
        ct_bundle,
        content={**ct_bundle.content, INTERVAL_FILE: facts.as_bytes(), ENSEMBLE_FILE: ensemble_onnx(members)},
    )


@pytest.mark.parametrize(("degrees", "t"), [(1, 12.706), (9, 2.262), (30, 2.042), (39, 2.0227), (1000, 1.9623)])
def test_that_students_limits_are_rs(degrees, t):
    # R: qt(0.975, c(1, 9, 30, 39, 1000))
    assert two_sided_95(degrees) == pytest.approx(t, abs=1e-3)


def test_that_limits_are_the_spread_of_the_networks_by_student_on_the_log_odds_scale():
    # By hand: members' log-odds 0.2, 0.5, 0.8 have a standard deviation of 0.3; 4.303 · 0.3 = 1.2909.
    low, high = limits(FACTS, 0.4, 0.4, np.array([0.2, 0.5, 0.8]))
    assert (log_odds(low), log_odds(high)) == pytest.approx((0.4 - 1.2909, 0.4 + 1.2909))


def test_that_calibration_of_patients_left_out_widens_and_moves_one_limit():
    moved = LeftOutCalibration(intercept=-1.0, slope=0.5, covariance=((0.04, 0.01), (0.01, 0.09)), patients=80)
    low, high = limits(FACTS.model_copy(update={"calibration": moved}), 2.0, 2.0, np.array([2.0, 2.0, 2.0]))
    # By hand: -1 + 0.5 · 2 = 0; variance 0.04 + 2 · 0.01 · 2 + 0.09 · 4 = 0.44; 1.96 · sqrt(0.44) = 1.3001.
    assert (log_odds(low), log_odds(high)) == pytest.approx((-1.3001, 2.0 + 1.3001), abs=1e-3)


def test_that_the_members_say_what_torch_says_and_the_patients_mean_over_slices_is_taken(
    with_interval, members, cpu, volume, roi, a_record, backbone
):
    rng = np.random.default_rng(5)
    vectors, clinical = rng.random((4, FEATURES), np.float32), np.array([[1, 0, 1, 0, 1]], np.float32)
    found = response_interval(with_interval(), vectors, clinical, 0.5, cpu)
    said = []
    for head in members:
        with torch.no_grad():
            logits, _ = head.logits(torch.from_numpy(vectors), torch.from_numpy(np.repeat(clinical, 4, axis=0)))
            said.append(log_odds(float(torch.softmax(logits, dim=1)[:, 1].mean())))
    reach = two_sided_95(2) * float(np.std(said, ddof=1))
    assert isinstance(found, ScoreInterval)
    assert (found.low, found.high) == pytest.approx((probability_of(-reach), probability_of(reach)), abs=1e-3)
    assert found.resamples == 3
    seen = ct_response.predict(volume, roi, a_record(), with_interval(), backbone, True)
    assert seen.interval.holds(seen.probability_of_objective_response)


def test_that_an_older_bundle_gives_no_interval_and_says_why(volume, roi, a_record, ct_bundle, backbone):
    found = ct_response.predict(volume, roi, a_record(), ct_bundle, backbone, True)
    assert isinstance(found.interval, NotComputed)
    assert "without the resampled networks" in found.interval.reason.text
    assert found.leaning in {Leaning.RESPONSE, Leaning.NO_RESPONSE}


def test_that_the_basis_says_what_is_varied_and_whom_it_speaks_of(with_interval, cpu):
    vectors, clinical = np.ones((2, FEATURES), np.float32), np.zeros((1, 5), np.float32)
    plain = response_interval(with_interval(), vectors, clinical, 0.5, cpu).basis.text
    assert "3 networks refitted on resampled patients, with the calibration of 300 left out" in plain
    assert "how far from it one patient's own probability may lie is not known" in plain
    known = FACTS.model_copy(update={"own": OwnProbabilities(log_odds_reach=2.0, patients=40)})
    own = response_interval(with_interval(known), vectors, clinical, 0.5, cpu).basis
    # By hand: 1 / (1 + exp(±2)) = 0.12 and 0.88.
    assert in_brief(own).text == (
        "For patients with such a score on average; one patient's own probability may be anything from 0.12 to 0.88."
    )
    assert "goes by 95 % of 40 synthetic patients left out" in own.text


def test_that_a_recalibrated_bundle_gives_limits_around_what_it_shows(with_interval, cpu):
    moved = Recalibration(-0.7, 1.4, "c", "0" * 64, 80, 30, BackboneReference("m", "0" * 64), "1", "0" * 64)
    calibration = LeftOutCalibration(
        intercept=-0.7, slope=1.4, covariance=((0.05, 0.0), (0.0, 0.0)), patients=80, is_recalibration=True
    )
    bundle = with_interval(FACTS.model_copy(update={"calibration": calibration}))
    bundle = replace(bundle, manifest=replace(bundle.manifest, recalibration=moved))
    vectors, clinical = np.ones((2, FEATURES), np.float32), np.zeros((1, 5), np.float32)
    found = response_interval(bundle, vectors, clinical, 0.8, cpu)
    middle = (log_odds(found.low) + log_odds(found.high)) / 2
    assert middle == pytest.approx(log_odds(moved.probability(0.8)), abs=1e-6)
    assert "recalibration on 80" in found.basis.text


def test_that_a_certain_answer_gets_finite_limits(with_interval, cpu):
    vectors, clinical = np.ones((2, FEATURES), np.float32), np.zeros((1, 5), np.float32)
    for probability in (0.0, 1.0):
        found = response_interval(with_interval(), vectors, clinical, probability, cpu)
        assert 0 <= found.low <= probability <= found.high <= 1


@pytest.mark.bad("BAD-071")
@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"{}", "Field required"),
        (b"no json", "Invalid JSON"),
        (FACTS.as_bytes().replace(b'"members": 3', b'"members": 1'), "members"),
        (FACTS.as_bytes().replace(b'"slope": 1.0', b'"slope": -1.0'), "slope"),
        (FACTS.as_bytes().replace(b'"slope": 1.0', b'"slope": NaN'), "slope"),
    ],
)
def test_that_a_damaged_side_file_is_refused_with_the_place(content, named, with_interval):
    bundle = with_interval()
    with pytest.raises(ModelBundleError, match=named):
        interval_facts(replace(bundle, content={**bundle.content, INTERVAL_FILE: content}))


@pytest.mark.bad("BAD-071")
def test_that_a_side_file_without_its_networks_or_with_other_ones_is_refused(with_interval, cpu):
    bundle = with_interval()
    lone = {name: data for name, data in bundle.content.items() if name != ENSEMBLE_FILE}
    with pytest.raises(ModelBundleError, match=r"ensemble\.onnx is missing"):
        interval_facts(replace(bundle, content=lone))
    other = replace(
        bundle, content={**bundle.content, INTERVAL_FILE: FACTS.model_copy(update={"members": 4}).as_bytes()}
    )
    vectors, clinical = np.ones((2, FEATURES), np.float32), np.zeros((1, 5), np.float32)
    with pytest.raises(ModelBundleError, match="'probability'"):
        response_interval(other, vectors, clinical, 0.5, cpu)


def test_that_a_bundles_own_check_covers_the_networks_of_the_interval(with_interval, members, backbone_bundle, cpu):
    inputs = {"features": np.ones((2, FEATURES), np.float32), "clinical": np.zeros((2, 5), np.float32)}
    names = (selftest.ENSEMBLE_INPUT_FILE, selftest.ENSEMBLE_EXPECTED_FILE)
    maps = {"feature_map": np.ones((2, FEATURES, 1, 1), np.float32), "clinical": np.zeros((2, 5), np.float32)}
    bundle = with_interval()
    own = selftest_files(bundle.weights, maps, (selftest.INPUT_FILE, selftest.EXPECTED_FILE))
    whole = replace(bundle, content={**bundle.content, **own, **selftest_files(ensemble_onnx(members), inputs, names)})
    findings = selftest.check(whole, backbone_bundle, cpu)
    assert all(finding.passed for finding in findings)
    assert any("ensemble.onnx" in finding.what.text for finding in findings)
    broken = replace(whole, content={**whole.content, ENSEMBLE_FILE: ensemble_onnx(heads(4)[1:])})
    assert not all(finding.passed for finding in selftest.check(broken, backbone_bundle, cpu))
