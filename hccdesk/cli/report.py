"""`hccdesk report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk import __version__
from hccdesk.cli.options import Language, LanguageOption, VerboseOption
from hccdesk.domain.report_options import ALL_PARTS, Paper, ReportOptions, ReportPart
from hccdesk.workflow.read_result import ReadResult
from hccdesk.workflow.report_again import report_again

_PARTS = ",".join(part.value for part in ReportPart)


def report(
    result: Annotated[Path, typer.Argument(metavar="RESULT.json", help="A result.json, or the folder that holds it.")],
    out: Annotated[Path, typer.Option(help="The PDF to write.", dir_okay=False)],
    language: LanguageOption = Language.EN,
    paper: Annotated[Paper, typer.Option(help="Size of the sheet.")] = Paper.A4,
    parts: Annotated[
        str, typer.Option(help=f"Which parts after the summary: all, none, or a list: {_PARTS}.", metavar="PARTS")
    ] = "all",
    patient_page: Annotated[bool, typer.Option("--patient-page", help="A page in plain words at the end.")] = False,
    verbose: VerboseOption = False,
) -> None:
    """Set the report of a result.json again: language, paper, parts; no image is needed.

    The pictures must lie beside it in figures/, as analyse wrote them. With the same options the file is the same,
    byte by byte. What a board.json beside the result holds is printed. A result that was changed is refused.
    """
    if out.suffix.lower() != ".pdf":
        raise typer.BadParameter("name a file that ends in .pdf", param_hint="--out")
    options = ReportOptions(language.value, paper, _chosen(parts), patient_page=patient_page)
    read = report_again(result, out, options)
    for line in _notes(read):
        typer.echo(line)
    typer.echo(f"Report  {out}")


def _chosen(parts: str) -> frozenset[ReportPart]:
    if parts in ("all", "none"):
        return ALL_PARTS if parts == "all" else frozenset()
    try:
        return frozenset(ReportPart(part.strip()) for part in parts.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"all, none, or a list of {_PARTS}", param_hint="--parts") from error


def _notes(read: ReadResult) -> list[str]:
    made_by = read.result.provenance.software_version
    notes = ["No record of a board lies beside the result: a draft with empty boxes."] if read.board is None else []
    if made_by != __version__:
        notes.append(f"The result was made by hccdesk {made_by}; this is {__version__}: the wording may differ.")
    return notes
