"""Options that the training commands share."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hccdesk.domain.sentence import Sentence
from hccdesk.resources import site_folder
from hccdesk.training.device import TrainingDevice


class Preset(StrEnum):
    """Settings of a training."""

    PAPER = "paper"
    QUICK = "quick"


class Precision(StrEnum):
    """Of backbone vectors: float32, or bfloat16."""

    EXACT = "exact"
    REDUCED = "reduced"


ModelsOption = Annotated[
    Path | None, typer.Option("--models", help="Where bundles go (default: this workstation's own).")
]
WorkOption = Annotated[
    Path, typer.Option("--work", help="Where checkpoints and features are kept: run the same command to go on.")
]
DeviceOption = Annotated[TrainingDevice, typer.Option("--device", help="What trains: auto, cpu or cuda.")]

WORK = Path("work-training")


def models_or_own(models: Path | None) -> Path:
    """The folder asked for, or the workstation's own; raises `StoreError` where a bundle could not be signed."""
    refuse_unsignable()
    return models or site_folder() / "models"


def refuse_unsignable() -> None:
    """Raises `StoreError` where this workstation's key cannot be used: before the hours of training, not after."""
    from hccdesk.store.workstation_key import signing_key  # noqa: PLC0415 - not for every start of the command line

    signing_key(site_folder())


def say(notes: Sequence[Sentence]) -> None:
    """Print what is to be told, a line each, beside the bars."""
    for note in notes:
        typer.echo(note.text, err=True)
