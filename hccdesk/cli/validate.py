"""`hccdesk validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk.cli.options import DeviceOption, Language, LanguageOption, VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.cli.validation_lines import validation_lines
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.workflow.find_bundle import find_bundle
from hccdesk.workflow.validate import validate as run
from hccdesk.workflow.workbench import open_workbench


def validate(
    bundle: Annotated[str, typer.Argument(help="Folder of a model bundle, or the id of an installed one.")],
    table: Annotated[Path, typer.Argument(help="The cohort's table, CSV or Excel.", dir_okay=False)],
    out: Annotated[Path, typer.Option(help="Folder for validation.json and validation.pdf.", file_okay=False)],
    language: LanguageOption = Language.EN,
    device: DeviceOption = DeviceChoice.AUTO,
    verbose: VerboseOption = False,
) -> None:
    """Validate a model on patients it was not trained on: validation.json and validation.pdf.

    One score and one outcome a patient. Patients of the model's own training are refused and counted; so is everybody
    for whom it gives no number, with the reason.
    """
    with open_workbench(device) as workbench, progress_bar() as progress:
        folder = find_bundle(bundle, workbench)
        found = run(folder, table, out, workbench, progress, language.value)
    for line in found.refusals:
        typer.echo(line, err=True)
    for line in validation_lines(found.report):
        typer.echo(line)
    typer.echo(f"{found.document}\n{found.pdf}")
