"""`hccdesk recalibrate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk.cli.options import DeviceOption, VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.cli.validation_lines import validation_lines
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.workflow.find_bundle import find_bundle
from hccdesk.workflow.recalibrate import recalibrate as run
from hccdesk.workflow.workbench import open_workbench


def recalibrate(
    bundle: Annotated[str, typer.Argument(help="Folder of a model bundle, or the id of an installed one.")],
    table: Annotated[Path, typer.Argument(help="The cohort's table, CSV or Excel.", dir_okay=False)],
    out: Annotated[Path, typer.Option(help="Folder in which the new bundle is made.", file_okay=False)],
    slope: Annotated[
        bool, typer.Option("--slope", help="Also how far predictions lie apart, not only their level.")
    ] = False,
    device: DeviceOption = DeviceChoice.AUTO,
    verbose: VerboseOption = False,
) -> None:
    """Bring a finished model to the level of your patients: a new, signed version of it.

    Response models: the intercept of the log-odds (with --slope also their slope). Nomograms: the baseline hazard. The
    original stays as it is. What the new version is worth must be validated on other patients.
    """
    with open_workbench(device) as workbench, progress_bar() as progress:
        folder = find_bundle(bundle, workbench)
        found = run(folder, table, out, workbench, progress, with_slope=slope)
    for line in found.refusals:
        typer.echo(line, err=True)
    typer.echo("before")
    for line in validation_lines(found.before):
        typer.echo(f"  {line}")
    typer.echo("after")
    for line in validation_lines(found.after):
        typer.echo(f"  {line}")
    typer.echo(str(found.folder))
