"""`hccdesk cohort phantom`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk.cli.options import VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort


def phantom(
    patients: Annotated[int, typer.Option(help="How many patients.", min=1)],
    seed: Annotated[int, typer.Option(help="Which patients: the same seed makes the same ones.", min=0)],
    out: Annotated[Path, typer.Option(help="Folder for cohort.csv, cohort.json and patients/.", file_okay=False)],
    external: Annotated[
        bool, typer.Option("--external", help="The second hospital: fewer responses, all with portal vein thrombus.")
    ] = False,
    no_images: Annotated[bool, typer.Option("--no-images", help="Only the table: clinical rows and outcomes.")] = False,
    workers: Annotated[int, typer.Option(help="Processes that make images at the same time.", min=1)] = 1,
    verbose: VerboseOption = False,
) -> None:
    """Make a cohort of synthetic patients: CT, tumour mask, slide, outline, clinical row and outcome.

    About two seconds and 2 MB a patient. A run that was stopped is taken up where it stopped.
    """
    with progress_bar() as progress:
        table = make_phantom_cohort(
            out, patients, seed, external=external, images=not no_images, workers=workers, progress=progress
        )
    typer.echo(str(table))
