"""What a reader of a fitted model must be told: a fit that went through is not yet a model worth using."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.stats import chi2

from hccdesk.domain.sentence import Sentence
from hccdesk.survival.cox import CoxFit
from hccdesk.survival.proportional_hazards import GLOBAL, TimeTest

WANTED_EVENTS_PER_COVARIATE = 10
"""Peduzzi et al., J Clin Epidemiol 1995;48:1503-10."""

SIGNIFICANCE = 0.05


def cautions(fit: CoxFit, time_tests: Sequence[TimeTest]) -> tuple[Sentence, ...]:
    """Few events, no better than no model, hazards not proportional: each that holds, in words; none is good news."""
    found = (_few_events(fit), _no_better_than_none(fit), _not_proportional(time_tests))
    return tuple(sentence for sentence in found if sentence)


def likelihood_ratio_p(fit: CoxFit) -> float:
    """p of the likelihood-ratio test against the model without covariates."""
    return float(chi2.sf(2 * (fit.log_likelihood - fit.log_likelihood_null), len(fit.names)))


def _few_events(fit: CoxFit) -> Sentence | None:
    per_covariate = fit.events / len(fit.names)
    if per_covariate >= WANTED_EVENTS_PER_COVARIATE:
        return None
    return Sentence.of(
        "Only {per_covariate:.1f} events a covariate ({events} events, {covariates} covariates); "
        "at least {wanted} are wanted: the coefficients are probably overstated.",
        per_covariate=per_covariate,
        events=fit.events,
        covariates=len(fit.names),
        wanted=WANTED_EVENTS_PER_COVARIATE,
    )


def _no_better_than_none(fit: CoxFit) -> Sentence | None:
    p = likelihood_ratio_p(fit)
    if p < SIGNIFICANCE:
        return None
    return Sentence.of("The model is no better than none (likelihood ratio, p = {p:.2f}).", p=p)


def _not_proportional(time_tests: Sequence[TimeTest]) -> Sentence | None:
    p = min((test.p for test in time_tests if test.term == GLOBAL), default=1.0)
    if p >= SIGNIFICANCE:
        return None
    return Sentence.of("Effects change with time: the hazards are not proportional (global test, p = {p:.2g}).", p=p)
