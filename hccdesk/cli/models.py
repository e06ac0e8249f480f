"""`hccdesk models list` and `hccdesk models check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk import resources
from hccdesk.cli.options import DeviceOption, VerboseOption
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.check_models import ModelCheck, check_models
from hccdesk.workflow.installed_models import installed_models

app = typer.Typer(help="What is installed, and whether it is what it says.", no_args_is_help=True)

FolderOption = Annotated[Path | None, typer.Option(help="Another folder of bundles.", file_okay=False)]


@app.command("list")
def list_models(folder: FolderOption = None, verbose: VerboseOption = False) -> None:
    """Every installed model: what it computes, what it was made from, its regimen."""
    for bundle in installed_models(folder or resources.models_folder()).all:
        manifest = bundle.manifest
        made_from = f"{manifest.cohort_kind.value} patients{' (DEMONSTRATION)' if manifest.is_demonstration else ''}"
        regimen = f"for {manifest.regimen.label}" if manifest.regimen else "for any regimen"
        typer.echo(f"{manifest.model_id} {manifest.version}  {manifest.kind.value}")
        typer.echo(f"    {manifest.title}; made from {made_from}; {regimen}")


@app.command("check")
def check(
    folder: FolderOption = None, device: DeviceOption = DeviceChoice.AUTO, verbose: VerboseOption = False
) -> None:
    """Verify every file of every bundle, and run each on its own test input against the output it should give."""
    checks = check_models(folder or resources.models_folder(), device)
    for one in checks:
        typer.echo(_line(one))
    failed = [one for one in checks if not one.passed]
    if failed:
        raise ModelBundleError(
            Sentence.of("{n_failed} of {n_checks} model bundles failed.", n_failed=len(failed), n_checks=len(checks)),
            what_to_do="Install hccdesk again.",
        )


def _line(one: ModelCheck) -> str:
    return f"{'ok    ' if one.passed else 'FAILED'}  {one.model_id}: {one.finding}"
