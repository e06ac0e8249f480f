"""A result in a few readable lines on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.concordance import concordance
from hccdesk.domain.image_gain import what_images_change
from hccdesk.domain.leaning import Leaning, ScoreInterval
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.printed_probability import of_hundred_patients
from hccdesk.domain.result import (
    CaseResult,
    ClinicalResponseFinding,
    CtResponseFinding,
    HaimFinding,
    NotComputed,
    SurvivalFinding,
)
from hccdesk.domain.survival import SurvivalCohort
from hccdesk.workflow.write_outputs import Outputs

LEANINGS = {
    Leaning.RESPONSE: "favours response",
    Leaning.INDETERMINATE: "indeterminate",
    Leaning.NO_RESPONSE: "favours no response",
}
_INDENT = " " * 18


def print_summary(result: CaseResult, outputs: Outputs) -> None:
    """What was found, how far each model applies, and where the files are."""
    for line in summary_lines(result):
        typer.echo(line)
    typer.echo(f"\nReport  {outputs.report}\nResult  {outputs.result}")


def summary_lines(result: CaseResult) -> Iterator[str]:
    """The summary, line by line."""
    if any(manifest.is_demonstration for manifest in result.models):
        yield "DEMONSTRATION MODELS, trained on synthetic patients: these numbers say nothing about a real patient.\n"
    yield f"Planned regimen   {result.regimen.label}"
    yield f"CT response       {_ct(result.ct_response)}"
    yield from _readings(result.ct_response)
    yield from _basis(result.ct_response)
    yield f"Biopsy (HAIM)     {_slide(result.slide_response)}"
    yield from _basis(result.slide_response)
    yield from _clinical(result.clinical_response)
    yield f"Concordance       {concordance(result).said.text}"
    for model_id, finding in result.survival:
        yield f"Survival          {_survival(model_id, finding)}"
        if isinstance(finding, SurvivalFinding) and finding.cohort:
            yield f"{_INDENT}Fitted on {_cohort(finding.cohort)}."
        if isinstance(finding, SurvivalFinding) and finding.cohort_kind is CohortKind.PUBLIC:
            yield f"                  Made from public data, not from this hospital's patients. {finding.citation}"
    for said in what_images_change(result):
        yield f"Images            {said.text}"
    for verdict in result.applicability:
        yield f"Applicability     {verdict.model_id}: {verdict.scope.value}{_why(verdict)}"
    for passed in result.provenance.overrides:
        yield f"STOP PASSED       {passed.stop.text}; reason given: {passed.reason}"
    passed_stops = {passed.stop for passed in result.provenance.overrides}
    for problem in result.problems:
        if problem.what in passed_stops:
            continue
        yield f"{problem.severity.value.capitalize():<17} {problem.what.text}"
    if result.provenance.runtime:
        for note in result.provenance.runtime.notes:
            yield f"Note              {note}"


def _ct(finding: CtResponseFinding | NotComputed) -> str:
    if isinstance(finding, NotComputed):
        return f"not computed: {finding.reason.text}"
    low, high = min(finding.slice_probabilities), max(finding.slice_probabilities)
    return (
        f"P(objective response) {finding.probability_of_objective_response:.2f}{_limits(finding.interval)}, "
        f"{LEANINGS[finding.leaning]} (threshold {finding.threshold:.2f}; higher is better; "
        f"{len(finding.slice_indices)} slices, each {low:.2f} to {high:.2f})"
        f"{_outside(finding.in_regimen)}"
    )


def _readings(finding: CtResponseFinding | NotComputed) -> Iterator[str]:
    if isinstance(finding, CtResponseFinding) and finding.readings:
        each = (f"{r.reader} {r.probability_of_objective_response:.2f} (Dice {r.dice:.2f})" for r in finding.readings)
        yield f"{_INDENT}On the regions of other readers: {', '.join(each)}"


def _slide(finding: HaimFinding | NotComputed) -> str:
    if isinstance(finding, NotComputed):
        return f"not computed: {finding.reason.text}"
    return (
        f"PRPS {finding.post_treatment_risk_prediction_score:.2f}{_limits(finding.interval)}, "
        f"{LEANINGS[finding.leaning]} (threshold {finding.threshold:.2f}; lower is better; "
        f"{finding.patches_kept} patches)"
        f"{_outside(finding.in_regimen)}"
    )


def _clinical(finding: ClinicalResponseFinding | NotComputed) -> Iterator[str]:
    """The clinical features alone; nothing where nobody could have asked them."""
    if isinstance(finding, NotComputed):
        if finding.applicable:
            yield f"Clinical alone    not computed: {finding.reason.text}"
        return
    yield (
        f"Clinical alone    P(objective response) {finding.probability_of_objective_response:.2f}"
        f"{_limits(finding.interval)}, {LEANINGS[finding.leaning]} (threshold {finding.threshold:.2f}; higher is "
        f"better; no image){_outside(finding.in_regimen)}"
    )


def _limits(interval: ScoreInterval | NotComputed) -> str:
    if isinstance(interval, NotComputed):
        return " (no interval)"
    return f" (95 % interval {interval.low:.2f} to {interval.high:.2f})"


def _share(limits: tuple[float, float] | None) -> str:
    return "" if limits is None else f" ({limits[0]:.0%} to {limits[1]:.0%})"


def _basis(finding: CtResponseFinding | HaimFinding | NotComputed) -> Iterator[str]:
    """What the interval was made from, or why there is none."""
    if isinstance(finding, NotComputed):
        return
    interval = finding.interval
    yield f"{_INDENT}Interval: {(interval.reason if isinstance(interval, NotComputed) else interval.basis).text}"


def _cohort(cohort: SurvivalCohort) -> str:
    c_index = f"; C-index {cohort.c_index.value:.2f}, {cohort.how}" if cohort.c_index else ""
    return f"{cohort.patients} patients, {cohort.events} events{c_index}"


def _survival(model_id: str, finding: SurvivalFinding | NotComputed) -> str:
    if isinstance(finding, NotComputed):
        return f"{model_id} not computed: {finding.reason.text}"
    at = ", ".join(
        f"{months} months {of_hundred_patients(p)}%{_share(finding.interval_at_months.get(months))}"
        for months, p in finding.probability_at_months.items()
    )
    median = f"median {finding.median_months:.1f} months" if finding.median_months else "median not reached"
    other = "" if finding.endpoint is Endpoint.PFS else f" [{finding.endpoint.label}, not progression-free survival]"
    return f"{model_id}: {finding.question}: {at}; {median}{other}{_outside(finding.in_regimen)}"


def _outside(in_regimen: bool) -> str:
    return "" if in_regimen else " [made for another regimen: shown for information]"


def _why(verdict: ApplicabilityVerdict) -> str:
    named = [r.explanation.text for r in verdict.rules if r.answer.value == "outside"]
    unknown = sum(r.answer.value == "unknown" for r in verdict.rules)
    parts = [*named, *([f"{unknown} rules could not be checked"] if unknown else [])]
    return f" ({'; '.join(parts)})" if parts else ""
