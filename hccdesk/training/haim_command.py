"""`hccdesk train haim`: a slide response model from a cohort table."""

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
from hccdesk.training.device import TrainingDevice, training_processor


def haim(  # noqa: PLR0917 - options of a command line
    table: Annotated[Path, typer.Argument(help="The cohort's table (CSV, XLSX).", exists=True, dir_okay=False)],
    model_id: Annotated[str, typer.Option("--id", help="The name of the new bundle: lower case, digits, hyphens.")],
    models: ModelsOption = None,
    work: WorkOption = WORK,
    device: DeviceOption = TrainingDevice.AUTO,
    preset: Annotated[Preset, typer.Option(help="The paper's settings, or quick ones.")] = Preset.PAPER,
    regimen: Annotated[Regimen, typer.Option(help="What these patients were given.")] = Regimen.HAIC_TKI_ICI,
    backbone_id: Annotated[str, typer.Option("--backbone", help="The backbone's bundle.")] = "resnet50-backbone",
    precision: Annotated[Precision, typer.Option(help="Of features: exact, as at the board, or reduced.")] = (
        Precision.EXACT
    ),
    weights: Annotated[
        Path | None, typer.Option(help="A state dict of EfficientNet-B5 to begin with, instead of from scratch.")
    ] = None,
    test: Annotated[
        list[Path] | None, typer.Option(help="A table of other patients to measure the finished model on; repeat it.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Stop after so many steps: a trial.", min=1)] = None,
) -> None:
    """Train HAIM on a cohort's slides; measured on patients of it that training never touches."""
    from hccdesk.training.ct_place import HeadPlace  # noqa: PLC0415 - torch and MONAI
    from hccdesk.training.haim_bundle import HaimRequest, make_haim  # noqa: PLC0415
    from hccdesk.training.haim_settings import PRESETS  # noqa: PLC0415

    settings = PRESETS[preset.value]
    request = HaimRequest(table, model_id, regimen, settings, tuple(test or ()), weights, steps)
    with Bar() as bar:
        place = HeadPlace(
            models_or_own(models),
            work,
            BarProgress(bar),
            training_processor(device, reduced=settings.reduced_precision),
            device,
            precision.value,
            backbone_id,
        )
        made = make_haim(place, request)
    say([*made.notes, *(one.sentence for one in made.left_out)])
    typer.echo(str(made.folder))
