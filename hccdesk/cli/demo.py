"""`hccdesk demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk.cli.options import DeviceOption, Language, LanguageOption, VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.cli.summary import print_summary
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.workflow.run_demo import run_demo
from hccdesk.workflow.workbench import open_workbench


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the sample patient and the report.", file_okay=False)] = Path(
        "hccdesk-demo"
    ),
    language: LanguageOption = Language.EN,
    device: DeviceOption = DeviceChoice.AUTO,
    verbose: VerboseOption = False,
) -> None:
    """Make a synthetic patient (CT, slide, labs) and run the whole job on it."""
    typer.echo("A synthetic patient is made and analysed on this computer; about a minute.", err=True)
    with open_workbench(device) as workbench, progress_bar() as progress:
        result, outputs = run_demo(workbench, out, language.value, progress)
    print_summary(result, outputs)
