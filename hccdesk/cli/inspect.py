"""`hccdesk inspect`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk.cli.inspection_json import inspection_json
from hccdesk.cli.inspection_text import inspection_lines
from hccdesk.cli.options import VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.workflow.inspect_folder import inspect_folder
from hccdesk.workflow.workbench import open_workbench


def inspect(
    path: Annotated[Path, typer.Argument(help="A folder (searched to its depth) or one file.", metavar="PATH")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, all of it.")] = False,
    verbose: VerboseOption = False,
) -> None:
    """Say what is in a folder or file, and what each image is good for (view, measure, infer)."""
    with open_workbench(DeviceChoice.CPU) as workbench, progress_bar() as progress:
        found = inspect_folder(path, workbench, progress)
    if as_json:
        typer.echo(inspection_json(found))
        return
    for line in inspection_lines(found, path):
        typer.echo(line)
