"""Cautions that a fitted model carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hccdesk.resources import sentences
from hccdesk.survival.fit_cautions import cautions, likelihood_ratio_p
from hccdesk.survival.proportional_hazards import TimeTest, proportionality


def test_that_the_likelihood_ratio_test_equals_r(fitted):
    assert likelihood_ratio_p(fitted) == pytest.approx(0.106375129, rel=1e-6)  # R: summary(m)$logtest


def test_that_a_model_no_better_than_none_is_called_so(cohort, fitted):
    tests = proportionality(fitted, cohort.covariates, cohort.months, cohort.event)
    assert [s.text for s in cautions(fitted, tests)] == [
        "The model is no better than none (likelihood ratio, p = 0.11)."
    ]


@pytest.mark.bad("BAD-081")
def test_that_few_events_and_changing_effects_are_told(fitted):
    spoilt = replace(fitted, events=12, log_likelihood=fitted.log_likelihood + 10)
    told = [s.text for s in cautions(spoilt, [TimeTest("GLOBAL", 16.0, 4, 0.003)])]
    assert told[0].startswith("Only 4.0 events a covariate (12 events, 3 covariates)")
    assert told[1].endswith("(global test, p = 0.003).")
    assert len(told) == 2


def test_that_a_sound_fit_carries_no_caution(fitted):
    sound = replace(fitted, log_likelihood=fitted.log_likelihood + 10)
    assert cautions(sound, [TimeTest("GLOBAL", 1.0, 3, 0.8), TimeTest("a", 9.0, 1, 0.003)]) == ()


def test_that_every_caution_is_said_in_chinese(fitted):
    spoilt = replace(fitted, events=12)
    told = cautions(spoilt, [TimeTest("GLOBAL", 16.0, 4, 0.003)])
    assert len(told) == 3
    for sentence in told:
        assert sentence.in_words(sentences("zh_CN")[sentence.template]) != sentence.text
