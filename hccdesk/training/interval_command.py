"""`hccdesk train interval`: gives a CT bundle of an earlier version the interval that new ones have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress as Bar

from hccdesk.training.bar_progress import BarProgress
from hccdesk.training.command_options import WORK, DeviceOption, Precision, WorkOption, refuse_unsignable
from hccdesk.training.device import TrainingDevice, training_processor


def interval(  # noqa: PLR0917 - options of a command line
    bundle: Annotated[Path, typer.Argument(help="The bundle's folder.", exists=True, file_okay=False)],
    table: Annotated[Path, typer.Argument(help="The table it was trained on.", exists=True, dir_okay=False)],
    work: WorkOption = WORK,
    device: DeviceOption = TrainingDevice.AUTO,
    precision: Annotated[Precision, typer.Option(help="Of features, as in its training.")] = Precision.EXACT,
    backbone_id: Annotated[str, typer.Option("--backbone", help="The backbone's bundle.")] = "resnet50-backbone",
    test: Annotated[
        list[Path] | None, typer.Option(help="A table of synthetic patients to measure the interval on; repeat it.")
    ] = None,
) -> None:
    """Refit a CT response head on resampled patients, so that its probability gets an interval. Weights stay."""
    from hccdesk.training.add_interval import add_interval  # noqa: PLC0415 - networks and image codecs
    from hccdesk.training.ct_place import HeadPlace  # noqa: PLC0415

    refuse_unsignable()
    with Bar() as bar:
        place = HeadPlace(
            bundle.resolve().parent,
            work,
            BarProgress(bar),
            training_processor(device),
            device,
            precision.value,
            backbone_id,
        )
        made = add_interval(place, bundle, table, tuple(test or ()))
    typer.echo(f"{bundle}: {made.model_id} now gives an interval")
