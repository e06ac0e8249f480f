"""`hccdesk train …`: brought by the `train` extra, mounted by the command line where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress as Bar
from rich.progress import TaskID

from hccdesk.resources import models_folder
from hccdesk.training.backbone_bundle import make_backbone
from hccdesk.training.ct_bundle import make_ct_response
from hccdesk.training.haim_bundle import make_haim
from hccdesk.training.nomogram_bundle import make_survival
from hccdesk.training.plan import DemoPlan
from hccdesk.training.workplace import Workplace

app = typer.Typer(name="train", help="Train the networks of the two papers on phantom patients.", no_args_is_help=True)

ModelsOption = Annotated[Path | None, typer.Option("--models", help="Where the bundles are (default: the program's).")]
WorkOption = Annotated[Path, typer.Option("--work", help="Where features are kept between runs.")]


class BarProgress:
    """Progress as one bar a label on the terminal."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}

    def step(self, done: int, total: int, label: str) -> None:
        """Move the bar of `label`; a new one for a new label (what follows a comma changes all the time)."""
        name = label.split(",", maxsplit=1)[0]
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=total)
        self._bar.update(self._tasks[name], completed=done, total=total, description=label)


@app.command()
def backbone(models: ModelsOption = None, work: WorkOption = Path("work-training")) -> None:
    """Pretrain the shared ResNet50 on textures and phantom images."""
    _make(make_backbone, models, work)


@app.command("ct-response")
def ct_response(models: ModelsOption = None, work: WorkOption = Path("work-training")) -> None:
    """Train the CT response head (needs the backbone)."""
    _make(make_ct_response, models, work)


@app.command()
def haim(models: ModelsOption = None, work: WorkOption = Path("work-training")) -> None:
    """Train HAIM on phantom biopsies (needs the backbone)."""
    _make(make_haim, models, work)


@app.command()
def survival(models: ModelsOption = None, work: WorkOption = Path("work-training")) -> None:
    """Fit the progression-free survival nomogram (needs the backbone and the CT head)."""
    _make(make_survival, models, work)


@app.command("demo-bundles")
def demo_bundles(models: ModelsOption = None, work: WorkOption = Path("work-training")) -> None:
    """Make every bundle in models/ again from its seeds: about an hour on two cores."""
    for make in (make_backbone, make_ct_response, make_haim, make_survival):
        _make(make, models, work)


def _make(make: Callable[[Workplace], None], models: Path | None, work: Path) -> None:
    with Bar() as bar:
        make(Workplace(models or models_folder(), work, BarProgress(bar), DemoPlan()))
