"""`hccdesk cohort score`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from hccdesk import resources
from hccdesk.cli.faults import REFUSED
from hccdesk.cli.options import DeviceOption, Language, LanguageOption, VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.report_options import Paper
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.audit_record import record_act
from hccdesk.workflow.batch_line import BatchFault, BatchOptions, CaseState
from hccdesk.workflow.score_table import TableScores, score_table
from hccdesk.workflow.workbench import open_workbench

_ROWS = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")
_MOST_ROWS = 100_001


def score(
    table: Annotated[Path, typer.Argument(help="The cohort's table, CSV or Excel.", dir_okay=False)],
    regimen: Annotated[Regimen, typer.Option(help="The planned treatment.")],
    out: Annotated[Path, typer.Option(help="Folder for scores.csv, and one folder a patient.", file_okay=False)],
    only: Annotated[
        str | None, typer.Option(metavar="ROWS", help="Only these rows, as the spreadsheet counts them: 2-5,9.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Compute what is there already too.")] = False,
    no_pdf: Annotated[bool, typer.Option("--no-pdf", help="Results and figures only, no reports.")] = False,
    language: LanguageOption = Language.EN,
    paper: Annotated[Paper, typer.Option(help="The sheet of the reports.")] = Paper.A4,
    device: DeviceOption = DeviceChoice.AUTO,
    verbose: VerboseOption = False,
) -> None:
    """Analyse every patient of a table: result.json, figures and report.pdf each, and one scores.csv.

    A run that was stopped, or killed, is taken up where it was: what is whole and up to date is kept. A patient who
    cannot be analysed is a line in faults.csv and stops nobody else; the exit code is 3 then.
    """
    options = BatchOptions(language.value, paper, not no_pdf, again)
    rows = rows_named(only) if only is not None else None
    try:
        with open_workbench(device) as workbench, progress_bar() as progress:
            found = score_table(table, regimen, out, options, workbench, progress, rows)
    except KeyboardInterrupt:
        _record(AuditEvent(AuditAction.COHORT_SCORED, detail="stopped"))
        raise Cancelled from None
    scored = sum(line.scores is not None for line in found.lines)
    told = f"table {scored} of {len(found.lines)}"
    _record(AuditEvent(AuditAction.COHORT_SCORED, None, found.table_sha256, found.models, detail=told))
    for line in summary(found):
        typer.echo(line)
    faults = [fault for line in found.lines for fault in line.faults]
    for fault in faults:
        typer.echo(f"hccdesk: {said(fault)}", err=True)
    if faults:
        raise typer.Exit(REFUSED)


def _record(event: AuditEvent) -> None:
    """The scores are there already: a library that cannot be written to is told, and is no fault of theirs."""
    fault = record_act(resources.library_folder(), event)
    if fault:
        typer.echo(f"hccdesk: not recorded in the audit trail: {' '.join(str(fault).split())}", err=True)


def rows_named(text: str) -> frozenset[int]:
    """The row numbers of "2-5,9"; raises `InputError` for anything else."""
    found: set[int] = set()
    for part in text.split(","):
        told = _ROWS.fullmatch(part.strip())
        first, last = (int(told[1]), int(told[2] or told[1])) if told else (1, 0)
        if first > last or last > _MOST_ROWS:
            raise InputError(
                Sentence.of("--only: {text} names no rows.", text=text),
                what_to_do="Write numbers and ranges with commas between, such as 2-5,9.",
            )
        found.update(range(first, last + 1))
    return frozenset(found)


def summary(found: TableScores) -> Iterator[str]:
    """What became of the rows, what to know of the table, and where the scores are."""
    count = Counter(line.state for line in found.lines)
    if any(line.scores and line.scores.demonstrations for line in found.lines):
        yield "DEMONSTRATION MODELS, trained on synthetic patients: these numbers say nothing about a real patient."
    total = len(found.lines)
    yield f"{count[CaseState.COMPUTED] + count[CaseState.KEPT]} of {total} patients scored"
    yield f"  computed now {count[CaseState.COMPUTED]}, kept from an earlier run {count[CaseState.KEPT]}"
    if count[CaseState.FAULTED]:
        yield f"  {count[CaseState.FAULTED]} of {total} could not be analysed: faults.csv"
    if count[CaseState.NOT_RUN]:
        yield f"  not asked for: {count[CaseState.NOT_RUN]}"
    for problem in found.problems:
        advice = f" ({problem.what_to_do})" if problem.what_to_do else ""
        yield f"{problem.severity.value}: {problem.where}: {problem.what}{advice}"
    yield str(found.scores)


def said(fault: BatchFault) -> str:
    """A fault on one line, by the row and the input; never the patient."""
    where = f"{fault.where}: " if fault.where else ""
    line = f"row {fault.number}: {where}{fault.what} {fault.what_to_do}"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(line.split()))
