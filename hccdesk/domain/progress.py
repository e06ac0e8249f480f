"""One method that both reports how far a job is and asks whether it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What a long job is given; engines call it in their loops and know nothing of who listens."""

    def step(self, done: int, total: int, label: str) -> None:
        """Report `done` of `total`; raises `Cancelled` when the job was asked to stop."""


class NoProgress:
    """Progress that nobody watches and nobody stops."""

    def step(self, done: int, total: int, label: str) -> None:
        """Do nothing."""
