"""What a survival bundle's card says beyond every card: the regressions, the tests, the optimism, the three models."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.cohort_description import SurvivalGroup
from hccdesk.domain.estimate import Estimate
from hccdesk.survival.cox import CoxFit
from hccdesk.survival.groups import at_risk_months
from hccdesk.survival.optimism import MEASURES
from hccdesk.training.survival_columns import title_of
from hccdesk.training.survival_data import SurvivalData
from hccdesk.training.survival_fit import FittedSurvival
from hccdesk.training.survival_models import Unseen
from hccdesk.training.survival_plan import SurvivalPlan


def sections(
    plan: SurvivalPlan, data: SurvivalData, fitted: FittedSurvival, unseen: Unseen, curve: SurvivalGroup
) -> str:
    """Markdown to follow the common card."""
    parts = [
        _regressions(plan, data, fitted),
        _time_tests(fitted),
        _optimism(fitted),
        _models(unseen),
        _cohort_curve(plan, curve),
        _told(fitted),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def how_made(plan: SurvivalPlan, data: SurvivalData, table_patients: int) -> tuple[str, ...]:
    """Sentences on how it was fitted."""
    missing = ", ".join(f"{title} ({count:,})" for title, count in data.left_out.items())
    prior = (
        "Maximum partial likelihood, no penalty."
        if plan.prior_deviation is None
        else f"Coefficients drawn towards zero: normal prior, deviation {plan.prior_deviation:g} per standard "
        "deviation of a covariate."
    )
    return (
        f"Question: {plan.question}.",
        f"Cox regression (Efron ties) of {len(data.patients):,} of {table_patients:,} patients, "
        f"{int(data.event.sum()):,} events. {prior}",
        f"Left out, because a value was missing (nothing is filled in): {missing or 'nobody'}.",
        f"Bootstrap: {plan.resamples} resamples of patients, seed {plan.seed}.",
    )


def _regressions(plan: SurvivalPlan, data: SurvivalData, fitted: FittedSurvival) -> str:
    lines = [
        "## Univariate and multivariate Cox regression",
        f"{plan.endpoint.label}: {len(data.patients):,} patients, {int(data.event.sum()):,} events. Hazard ratio per "
        "unit (yes against no).",
        "| Covariate | Alone: HR (95 % interval) | p | Together: HR (95 % interval) | p | Coefficient | SE |\n"
        "|---|---|---|---|---|---|---|\n" + "\n".join(_row(i, fitted) for i in range(len(data.names))),
    ]
    return "\n\n".join(lines)


def _row(index: int, fitted: FittedSurvival) -> str:
    alone, together = fitted.univariate[index], fitted.fit
    b, se = together.coefficients[index], together.standard_errors[index]
    return (
        f"| {title_of(together.names[index])} | {_ratio(alone, 0)} | {_p(alone.p_values[0])} "
        f"| {_ratio(together, index)} | {_p(together.p_values[index])} | {b:.4f} | {se:.4f} |"
    )


def _ratio(fit: CoxFit, index: int) -> str:
    low, high = fit.hazard_ratio_interval()
    return f"{fit.hazard_ratios[index]:.2f} ({low[index]:.2f} to {high[index]:.2f})"


def _time_tests(fitted: FittedSurvival) -> str:
    rows = "\n".join(
        f"| {title_of(t.term) if t.term != 'GLOBAL' else 'All together'} | {t.chi_square:.2f} | {t.degrees_of_freedom} "
        f"| {_p(t.p)} |"
        for t in fitted.time_tests
    )
    return (
        "## Are the hazards proportional?\n\nScore test (Grambsch and Therneau) on the Kaplan-Meier scale; a small p "
        "says that the effect changes with time.\n\n| Covariate | χ² | Degrees of freedom | p |\n|---|---|---|---|\n"
        f"{rows}"
    )


def _optimism(fitted: FittedSurvival) -> str:
    found, check = fitted.optimism, fitted.check
    rows = "\n".join(
        f"| {name} | {_down(found.optimism.apparent[name])} | "
        f"{found.optimism.apparent[name] - found.optimism.corrected[name]:.3f} | "
        f"{_down(found.optimism.corrected[name])} |"
        for name in (*MEASURES, "C-index")
    )
    verdict = "it may be shown for a patient" if check.passed else "**it is never applied to a patient**"
    return (
        f"## Its own optimism\n\nHarrell's bootstrap, {check.resamples} resamples"
        f"{f' ({found.failed} more had no solution)' if found.failed else ''}; R² after Nagelkerke.\n\n"
        "| Measure | Apparent | Optimism | Corrected |\n|---|---|---|---|\n"
        f"{rows}\n\nOptimism-corrected C-index {_estimate(found.c_index)}, its interval the bootstrap's, shifted by "
        f"the optimism. Likelihood-ratio p {_p(check.likelihood_ratio_p)}, corrected slope "
        f"{_down(check.corrected_slope)}, corrected R² {_down(check.corrected_r2)}; asked for are p ≤ 0.05, "
        f"slope ≥ 0.7 and R² > 0: {verdict}."
    )


def _models(unseen: Unseen) -> str:
    first = unseen.comparisons[0].name
    if len(unseen.comparisons) == 1 and isinstance(own := unseen.comparisons[0].estimate, Estimate):
        return f"## On patients it had not seen\n\n{unseen.how}: C-index {_estimate(own)}."
    rows = []
    for one in unseen.comparisons:
        value = _estimate(one.estimate) if isinstance(one.estimate, Estimate) else one.estimate.reason.text
        against = "" if one.name == first or one.difference is None else _estimate(one.difference)
        p = "" if one.name == first or one.test is None else _p(one.test.p)
        rows.append(f"| {one.name} | {value} | {against} | {p} |")
    return (
        f"## On patients it had not seen\n\n{unseen.how}. Differences by a paired bootstrap of the same patients.\n\n"
        f"| Model | C-index (95 % interval) | Difference to the {first} | p |\n|---|---|---|---|\n" + "\n".join(rows)
    )


def _cohort_curve(plan: SurvivalPlan, curve: SurvivalGroup) -> str:
    rows = "\n".join(f"| {month} | {_estimate(at)} |" for month, at in curve.at_horizons.items())
    times = at_risk_months([curve.end_months])
    at_risk = ", ".join(f"{count} at {month:g}" for month, count in zip(times, curve.at_risk, strict=True))
    what, column = f"{plan.endpoint.label} (Kaplan-Meier)", "Free of the event"
    if plan.endpoint is Endpoint.TTP:
        what = "Cumulative incidence of progression (Aalen–Johansen), death before it as competing event"
        column = "Progressed"
    return (
        f"## What became of the cohort\n\n{what}; {curve.patients} patients, {curve.events} "
        f"{'progressions' if plan.endpoint is Endpoint.TTP else 'events'}. The whole curve with numbers at "
        f"risk is in `cohort_curve.json`.\n\n| Months | {column} (95 % interval) |\n|---|---|\n{rows}"
        f"\n\nAt risk, by months: {at_risk}."
    )


def _told(fitted: FittedSurvival) -> str:
    return "## To be told\n\n" + "\n".join(f"- {one.text}" for one in fitted.cautions) if fitted.cautions else ""


def _estimate(estimate: Estimate) -> str:
    limits = () if estimate.low is None or estimate.high is None else (estimate.low, estimate.high)
    interval = f" ({_down(limits[0])} to {_down(limits[1])})" if limits else ""
    return f"{_down(estimate.value)}{interval}"


def _down(value: float) -> str:
    return f"{floor(value * 1000 + 1e-4) / 1000:.3f}"  # 1 that was computed as 0.99999999 is 1


def _p(p: float) -> str:
    return f"{p:.1e}" if p < 0.001 else f"{p:.3f}"


def performance_rows(unseen: Unseen) -> Sequence[tuple[str, Estimate]]:
    """(model, C-index) of those that could be estimated."""
    return [(one.name, one.estimate) for one in unseen.comparisons if isinstance(one.estimate, Estimate)]
