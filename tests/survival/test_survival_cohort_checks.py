"""What is refused before a fit, in words."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.survival import cox
from hccdesk.survival.kaplan_meier import kaplan_meier


def refused(cohort, message, *, covariates=None, names=None, months=None, event=None):
    with pytest.raises(InputError, match=message):
        cox.fit(
            cohort.covariates if covariates is None else covariates,
            names or cohort.names,
            cohort.months if months is None else months,
            cohort.event if event is None else event,
        )


def changed(values, row, value):
    copy = np.array(values, dtype=float)
    copy[row] = value
    return copy


@pytest.mark.bad("BAD-077")
def test_that_a_negative_time_is_refused_with_its_row(cohort):
    refused(cohort, r"1 of 60 patients have a negative follow-up time \(rows 4\)", months=changed(cohort.months, 3, -1))


def test_that_time_zero_is_accepted_as_in_r(cohort):
    fit = cox.fit(cohort.covariates, cohort.names, changed(cohort.months, 2, 0), cohort.event)
    assert fit.baseline.months[0] == 0


@pytest.mark.bad("BAD-077")
def test_that_an_event_of_two_is_refused(cohort):
    refused(cohort, "an event other than 0 and 1", event=changed(cohort.event, 0, 2))


@pytest.mark.bad("BAD-077")
def test_that_an_event_in_words_is_refused(cohort):
    refused(cohort, "The events are not all numbers", event=["yes"] * 60)


def test_that_a_missing_covariate_is_refused_and_counted(cohort):
    refused(
        cohort, "covariates are missing or not finite in 1 of 60 rows", covariates=changed(cohort.covariates, 7, np.nan)
    )


def test_that_an_infinite_time_is_refused(cohort):
    refused(cohort, "follow-up times are missing or not finite", months=changed(cohort.months, 7, np.inf))


@pytest.mark.bad("BAD-079")
def test_that_a_cohort_without_events_is_not_estimable(cohort):
    refused(cohort, "60 patients with 0 events are too few .* not estimable", event=np.zeros(60))


@pytest.mark.bad("BAD-081")
def test_that_three_patients_are_too_few(cohort):
    refused(cohort, "3 patients", covariates=[[1.0], [2.0], [3.0]], names=["a"], months=[1, 2, 3], event=[1, 1, 1])


@pytest.mark.bad("BAD-081")
def test_that_a_constant_covariate_is_named(cohort):
    refused(cohort, "b: the same value in every patient", covariates=cohort.covariates * [1, 0, 1])


@pytest.mark.bad("BAD-081")
def test_that_a_collinear_covariate_is_named(cohort):
    table = np.column_stack([cohort.covariates[:, :2], cohort.covariates[:, :2] @ [2.0, -3.0]])
    refused(cohort, "c follows from a, b", covariates=table)


@pytest.mark.bad("BAD-080")
def test_that_perfect_separation_is_refused_by_name(cohort):
    # Everybody with the feature dies before anybody without: lifelines gives a coefficient of about 20 for this.
    feature = (cohort.months < 14) * 1.0
    event = np.where(feature == 1, 1, 0)
    refused(
        cohort, "tumour separates", covariates=feature[:, None], names=["tumour"], months=cohort.months, event=event
    )


def test_that_a_feature_no_dying_patient_lacks_is_separation(cohort):
    feature = np.where(cohort.event == 1, 1.0, cohort.covariates[:, 0])
    refused(
        cohort,
        "^always separates",
        covariates=np.column_stack([cohort.covariates[:, :2], feature]),
        names=["a", "b", "always"],
    )


def test_that_two_columns_of_one_name_are_refused(cohort):
    refused(cohort, "same name", names=["a", "a", "c"])


def test_that_a_wrong_number_of_rows_is_refused(cohort):
    refused(cohort, r"covariates are \(59, 3\)", covariates=cohort.covariates[:59])


@pytest.mark.parametrize(("months", "event"), [([], []), ([1.0, 2.0], [1])])
def test_that_times_without_their_events_make_no_curve(months, event):
    with pytest.raises(InputError, match="do not make a cohort"):
        kaplan_meier(months, event)


def test_that_a_covariate_that_only_an_early_leaver_has_is_refused():
    # R's coxph gives NA: the one patient with 0 is censored before the first event.
    covariate = np.array([0.0, *[1.0] * 11])
    months, event = np.arange(12.0), np.array([0, *[1] * 11])
    with pytest.raises(InputError, match="early: the same value in every patient still at risk at the first event"):
        cox.fit(covariate[:, None], ["early"], months, event)
