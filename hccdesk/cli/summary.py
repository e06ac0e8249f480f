"""A result in a few readable lines on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding, NotComputed, SurvivalFinding
from hccdesk.workflow.write_outputs import Outputs


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
    yield f"Biopsy (HAIM)     {_slide(result.slide_response)}"
    for model_id, finding in result.survival:
        yield f"Survival          {_survival(model_id, finding)}"
        if isinstance(finding, SurvivalFinding) and finding.cohort_kind is CohortKind.PUBLIC:
            yield f"                  Made from public data, not from this hospital's patients. {finding.citation}"
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
    lean = "favours response" if finding.favours_response else "favours no response"
    return (
        f"P(objective response) {finding.probability_of_objective_response:.2f}, {lean}"
        f" (threshold {finding.threshold:.2f}; higher is better; {len(finding.slice_indices)} slices)"
        f"{_outside(finding.in_regimen)}"
    )


def _slide(finding: HaimFinding | NotComputed) -> str:
    if isinstance(finding, NotComputed):
        return f"not computed: {finding.reason.text}"
    lean = "favours response" if finding.favours_response else "favours no response"
    return (
        f"PRPS {finding.post_treatment_risk_prediction_score:.2f}, {lean}"
        f" (threshold {finding.threshold:.2f}; lower is better; {finding.patches_kept} patches)"
        f"{_outside(finding.in_regimen)}"
    )


def _survival(model_id: str, finding: SurvivalFinding | NotComputed) -> str:
    if isinstance(finding, NotComputed):
        return f"{model_id} not computed: {finding.reason.text}"
    at = ", ".join(f"{months} months {p:.0%}" for months, p in finding.probability_at_months.items())
    median = f"median {finding.median_months:.1f} months" if finding.median_months else "median not reached"
    other = "" if finding.endpoint is Endpoint.PFS else f" [{finding.endpoint.label}, not progression-free survival]"
    return f"{finding.question}: {at}; {median}{other}{_outside(finding.in_regimen)}"


def _outside(in_regimen: bool) -> str:
    return "" if in_regimen else " [made for another regimen: shown for information]"


def _why(verdict: ApplicabilityVerdict) -> str:
    named = [r.explanation.text for r in verdict.rules if r.answer.value == "outside"]
    unknown = sum(r.answer.value == "unknown" for r in verdict.rules)
    parts = [*named, *([f"{unknown} rules could not be checked"] if unknown else [])]
    return f" ({'; '.join(parts)})" if parts else ""
