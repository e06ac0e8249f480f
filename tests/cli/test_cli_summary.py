"""The terminal's summary: each number with its interval, what that is made from, and what it speaks for."""

from __future__ import annotations

from dataclasses import replace

from report_builder import a_complete_result, a_ct_finding, a_haim_finding, a_result, a_survival_with_band, an_interval

from hccdesk.cli.summary import summary_lines
from hccdesk.domain.result import NO_INTERVAL


def lines(result) -> str:
    return "\n".join(summary_lines(result))


def test_that_probabilities_stand_with_their_interval_and_its_basis() -> None:
    found = a_ct_finding(probability_of_objective_response=0.81, threshold=0.5, interval=an_interval(0.7, 0.9))
    said = lines(a_result(ct_response=found))
    assert "P(objective response) 0.81 (95 % interval 0.70 to 0.90), favours response (threshold 0.50" in said
    assert f"Interval: {found.interval.basis.text}" in said
    low, high = min(found.slice_probabilities), max(found.slice_probabilities)
    assert f"slices, each {low:.2f} to {high:.2f}" in said


def test_that_an_interval_with_the_threshold_in_it_speaks_for_nothing() -> None:
    slide = a_haim_finding(post_treatment_risk_prediction_score=0.6, threshold=0.5, interval=an_interval(0.45, 0.7))
    assert "PRPS 0.60 (95 % interval 0.45 to 0.70), indeterminate (threshold 0.50" in lines(
        a_result(slide_response=slide)
    )


def test_that_a_model_without_an_interval_says_so_and_why() -> None:
    said = lines(a_result(ct_response=a_ct_finding(interval=NO_INTERVAL)))
    assert "(no interval)" in said
    assert "Interval: this model gives no interval" in said


def test_that_survival_stands_with_its_limits_and_the_cohort_it_was_fitted_on() -> None:
    finding = a_survival_with_band()
    said = lines(replace(a_complete_result(), survival=(("pfs", finding),)))
    months, (low, high) = next(iter(finding.interval_at_months.items()))
    assert f"{months} months {finding.probability_at_months[months]:.0%} ({low:.0%} to {high:.0%})" in said
    assert f"Fitted on {finding.cohort.patients} patients, {finding.cohort.events} events" in said


def test_that_the_two_readings_are_compared_in_words() -> None:
    assert "Concordance       " in lines(a_complete_result())


def test_that_clinical_features_alone_stand_beside_the_ct_and_each_survival_model_bears_its_name() -> None:
    said = lines(a_complete_result())
    assert "Clinical alone    P(objective response) 0.55 (95 % interval 0.41 to 0.68), indeterminate" in said
    assert "pfs-clinical-demo: Progression-free survival: 12 months 55%" in said
    assert "Images            Response with and without the CT: at least one of the two is indeterminate" in said
