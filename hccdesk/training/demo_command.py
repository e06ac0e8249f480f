"""`hccdesk train demo-bundles`: the bundles that ship for demonstration, made again from their seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress as Bar

from hccdesk.training.bar_progress import BarProgress
from hccdesk.training.command_options import WORK, DeviceOption, WorkOption, refuse_unsignable
from hccdesk.training.device import TrainingDevice


def demo_bundles(  # noqa: PLR0917 - options of a command line
    models: Annotated[Path, typer.Option("--models", help="Where the bundles go.")],
    work: WorkOption = WORK,
    device: DeviceOption = TrainingDevice.CPU,
    workers: Annotated[int, typer.Option(help="Processes that make the synthetic patients' images.", min=1)] = 1,
    pins: Annotated[
        Path | None, typer.Option(help="Write the bundles' pins to this file: for those who build hccdesk.")
    ] = None,
    liver_tiles: Annotated[
        Path | None, typer.Option(help="Real liver tiles (JPEG, PNG) to probe the finished backbone with.")
    ] = None,
) -> None:
    """Make the demonstration bundles from their seeds; run again after a stop, it goes on where it was."""
    from hccdesk.store.bundle_pins import write_pins  # noqa: PLC0415
    from hccdesk.training.demo import DemoPlace, make_demo_bundles  # noqa: PLC0415 - torch and MONAI
    from hccdesk.training.plan import DemoPlan  # noqa: PLC0415

    refuse_unsignable()
    with Bar() as bar:
        made = make_demo_bundles(DemoPlace(models, work, BarProgress(bar), workers, device, liver_tiles), DemoPlan())
    if pins:
        write_pins(models, pins)
    typer.echo(f"{models}: {', '.join(made) if made else 'nothing had changed'}")
