"""`hccdesk train …`: brought by the `train` extra, mounted by the command line where it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress as Bar

from hccdesk.domain.regimen import Regimen
from hccdesk.training.bar_progress import BarProgress
from hccdesk.training.command_options import (
    WORK,
    DeviceOption,
    ModelsOption,
    Precision,
    Preset,
    WorkOption,
    models_or_own,
    say,
)
from hccdesk.training.demo_command import demo_bundles
from hccdesk.training.device import TrainingDevice, training_processor
from hccdesk.training.haim_command import haim
from hccdesk.training.interval_command import interval
from hccdesk.training.public_studies import PublicStudy
from hccdesk.training.survival_command import survival

# Each command imports its own training when it is called: another's libraries are not waited for.

app = typer.Typer(name="train", help="Make model bundles from a cohort.", no_args_is_help=True)


@app.command()
def backbone(
    models: ModelsOption = None,
    work: WorkOption = WORK,
    device: DeviceOption = TrainingDevice.AUTO,
    imagenet_weights: Annotated[
        Path | None, typer.Option(help="A torchvision resnet50 state dict to use instead of training.")
    ] = None,
    liver_tiles: Annotated[
        Path | None, typer.Option(help="Real liver tiles (JPEG, PNG) to probe the finished backbone with.")
    ] = None,
) -> None:
    """Pretrain the shared ResNet50 on images made by formula, or take a site's ImageNet weights."""
    from hccdesk.training import backbone_bundle as bundle  # noqa: PLC0415

    with Bar() as bar:
        processor = training_processor(device, reduced=True)
        place = bundle.BackbonePlace(models_or_own(models), work, BarProgress(bar), processor, liver_tiles)
        if imagenet_weights:
            bundle.make_imagenet_backbone(place, imagenet_weights)
        else:
            say(bundle.make_backbone(place).notes)


@app.command("ct-response")
def ct_response(  # noqa: PLR0917 - options of a command line
    table: Annotated[Path, typer.Argument(help="The cohort's table (CSV, XLSX).", exists=True, dir_okay=False)],
    model_id: Annotated[str, typer.Option("--id", help="The name of the new bundle: lower case, digits, hyphens.")],
    models: ModelsOption = None,
    work: WorkOption = WORK,
    device: DeviceOption = TrainingDevice.AUTO,
    preset: Annotated[Preset, typer.Option(help="The paper's settings, or quick ones.")] = Preset.PAPER,
    regimen: Annotated[Regimen, typer.Option(help="What these patients were given.")] = Regimen.TACE_HAIC_PD1_TKI,
    backbone_id: Annotated[str, typer.Option("--backbone", help="The backbone's bundle.")] = "resnet50-backbone",
    precision: Annotated[Precision, typer.Option(help="Of features: exact, as at the board, or reduced.")] = (
        Precision.EXACT
    ),
    test: Annotated[
        list[Path] | None, typer.Option(help="A table of other patients to measure the finished model on; repeat it.")
    ] = None,
) -> None:
    """Train the CT response head on a cohort and cross-validate it by patient."""
    from hccdesk.training import ct_bundle, ct_settings  # noqa: PLC0415
    from hccdesk.training.ct_place import HeadPlace  # noqa: PLC0415

    settings = ct_settings.PRESETS[preset.value]
    request = ct_bundle.CtRequest(table, model_id, regimen, settings, tuple(test or ()))
    with Bar() as bar:
        place = HeadPlace(
            models_or_own(models),
            work,
            BarProgress(bar),
            training_processor(device),
            device,
            precision.value,
            backbone_id,
        )
        made = ct_bundle.make_ct_response(place, request)
    say([*made.notes, *(one.sentence for one in made.left_out)])
    typer.echo(f"{made.folder}\n{made.crossfit}")


app.command("interval")(interval)
app.command()(haim)
app.command()(survival)


app.command("demo-bundles")(demo_bundles)


@app.command("public-table")
def public_table(
    raw: Annotated[Path, typer.Argument(help="The study's table as published (CSV).", exists=True, dir_okay=False)],
    study: Annotated[PublicStudy, typer.Option(help="Which study it is.")],
    out: Annotated[Path, typer.Option(help="The cohort table to write (CSV); cohort.json goes beside it.")],
) -> None:
    """Make a cohort table of ours from a published one, with citation, licence and weaknesses."""
    from hccdesk.training.public_tables import make_public_table  # noqa: PLC0415

    table = make_public_table(raw, study, out)
    typer.echo(f"{out}: {len(table.patients)} patients")
