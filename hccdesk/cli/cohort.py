"""`hccdesk cohort …`: tables of a site's patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from hccdesk.cli.cohort_describe import describe
from hccdesk.cli.cohort_phantom import phantom
from hccdesk.cli.cohort_score import score
from hccdesk.cli.options import VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.domain.cohort import CohortTable, Ending, Endpoint
from hccdesk.workflow.check_cohort import check_images, write_cohort_template
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.workbench import open_workbench

app = typer.Typer(help="Check, make, describe and score tables of a site's patients.", no_args_is_help=True)

app.command("phantom")(phantom)
app.command("describe")(describe)
app.command("score")(score)


@app.command("check")
def check(
    table: Annotated[Path, typer.Argument(help="The cohort's table: CSV or XLSX.")],
    images: Annotated[bool, typer.Option("--images", help="Read every CT, outline and slide too (slow).")] = False,
    verbose: VerboseOption = False,
) -> None:
    """Say everything that is wrong with a cohort's table, one line a fault; or what the cohort holds."""
    cohort = open_cohort(table)
    if images:
        with open_workbench() as workbench, progress_bar() as progress:
            check_images(cohort, workbench, progress)
    for line in cohort_lines(cohort):
        typer.echo(line)


@app.command("template")
def template(
    out: Annotated[Path, typer.Option(help="The table to write, ending in .xlsx or .csv.", dir_okay=False)],
    verbose: VerboseOption = False,
) -> None:
    """Write an empty table with all columns, and what belongs into each."""
    for file in write_cohort_template(out):
        typer.echo(str(file))


def cohort_lines(table: CohortTable) -> Iterator[str]:
    """What a cohort holds, in a few lines: patients, response, endpoints, images, what to know."""
    patients = table.patients
    yield f"{len(patients)} {table.kind.value} patients: {table.title}"
    responses = Counter(patient.mrecist.value for patient in patients if patient.mrecist)
    if responses:
        counts = ", ".join(f"{name.upper()} {responses[name]}" for name in ("cr", "pr", "sd", "pd"))
        yield f"response (mRECIST): known in {responses.total()} ({counts})"
    for endpoint in Endpoint:
        yield from _endpoint_line(table, endpoint)
    yield f"CT: {_held(table, 'ct', 'ct_roi')}"
    yield f"slide: {_held(table, 'slide', 'slide_roi')}"
    for problem in table.problems:
        advice = f" ({problem.what_to_do})" if problem.what_to_do else ""
        yield f"{problem.severity.value}: {problem.where}: {problem.what}{advice}"


def _endpoint_line(table: CohortTable, endpoint: Endpoint) -> Iterator[str]:
    endings = Counter(p.follow_up[endpoint].ending for p in table.patients if endpoint in p.follow_up)
    if endings:
        competing = endings[Ending.COMPETING]
        died = f", {competing} died before it" if competing else ""
        yield f"{endpoint.label}: known in {endings.total()}, {endings[Ending.EVENT]} with the event{died}"


def _held(table: CohortTable, image: str, region: str) -> str:
    images = sum(getattr(patient, image) is not None for patient in table.patients)
    regions = sum(getattr(patient, region) is not None for patient in table.patients)
    return f"{images} of {len(table.patients)} patients, {regions} with the tumour outlined" if images else "none"
