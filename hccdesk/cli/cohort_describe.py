"""`hccdesk cohort describe`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk.cli.options import Language, LanguageOption, VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.workflow.describe_cohort import describe_cohort, write_cohort_description
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.write_outputs import require_writable


def describe(
    table: Annotated[Path, typer.Argument(help="The cohort's table, CSV or XLSX.", dir_okay=False)],
    by: Annotated[
        str | None,
        typer.Option(
            help="Compare groups: a clinical field, centre, arm, label_..., responded, mrecist, bclc_stage, "
            "child_pugh_class ... A number is split at its median."
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for description.json and description.pdf.", file_okay=False)] = Path(
        "description"
    ),
    language: LanguageOption = Language.EN,
    verbose: VerboseOption = False,
) -> None:
    """Describe a cohort as papers do: baseline, response, survival curves, regressions; as JSON and PDF."""
    require_writable(out)
    with progress_bar() as progress:
        description = describe_cohort(open_cohort(table), by, progress)
    files = write_cohort_description(description, out, language.value)
    typer.echo(str(files.json))
    typer.echo(str(files.pdf))
