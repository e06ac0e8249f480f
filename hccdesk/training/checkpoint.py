"""Where a training stands, kept on disk so that a killed one goes on to the very same result."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

from hccdesk.atomic_file import write_whole
from hccdesk.domain.sentence import Sentence

FORMAT = 1


class Stateful(Protocol):
    """Something besides network and optimiser that a training must not forget, as the best network so far."""

    def state_dict(self) -> dict[str, Any]:
        """Tensors, numbers, texts, and lists and dictionaries of them."""

    def load_state_dict(self, state: dict[str, Any]) -> Any:
        """Be again what `state_dict` said."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """After `step` steps: the states of network, optimiser and what is beside them, and the losses of the end."""

    step: int
    network: dict[str, Any]
    optimizer: dict[str, Any]
    beside: dict[str, Any]
    losses: list[float]


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The file of one training.

    `key` is the sha256 of all that decides its result (`key_of`); a checkpoint with another is not resumed.
    """

    file: Path
    key: str

    def write(self, checkpoint: Checkpoint) -> None:
        """Keep this one in place of the last, whole or not at all."""
        content = io.BytesIO()
        fields = {field.name: getattr(checkpoint, field.name) for field in dataclasses.fields(checkpoint)}
        torch.save({"format": FORMAT, "key": self.key, **fields}, content)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.file, content.getvalue())

    def read(self) -> Checkpoint | Sentence | None:
        """The last one; None where there is none yet; the reason where there is one that is not to be resumed."""
        if not self.file.exists():
            return None
        try:
            # No code is run by reading: only tensors and plain values are let through.
            found = torch.load(self.file, map_location="cpu", weights_only=True)
            if found["format"] != FORMAT or found["key"] != self.key:
                return Sentence.of(
                    "The checkpoint {file} is of other settings, another cohort or another version; training started "
                    "from the beginning.",
                    file=self.file.name,
                )
            return Checkpoint(*(found[field.name] for field in dataclasses.fields(Checkpoint)))
        except (OSError, EOFError, RuntimeError, ValueError, KeyError, TypeError, pickle.UnpicklingError):
            return Sentence.of(
                "The checkpoint {file} cannot be read; training started from the beginning.", file=self.file.name
            )


def key_of(**facts: Any) -> str:
    """The sha256 of everything that decides a result: settings (dataclasses), hashes, numbers and texts."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value)
