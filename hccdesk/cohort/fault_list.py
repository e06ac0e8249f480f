"""The faults of one file, gathered to be raised together: the first twenty in words, the rest as a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.sentence import Sentence

MOST_LISTED = 20


@dataclass(slots=True)
class Faults:
    """What is wrong with the file at `where`, in the order found."""

    where: Path
    listed: list[InputError] = field(default_factory=list)
    more: int = 0

    def add(self, describe: Callable[[], InputError]) -> None:
        """One more fault; it is put into words only where it will be listed, since that takes time."""
        if len(self.listed) < MOST_LISTED:
            self.listed.append(describe())
        else:
            self.more += 1

    def raise_any(self) -> None:
        """Raise the faults together, the only one as itself; nothing where there is none."""
        if len(self.listed) == 1:
            raise self.listed[0]
        if self.listed:
            rest = (
                [InputError(Sentence.of("… and {more} more faults.", more=self.more), where=self.where)]
                if self.more
                else []
            )
            raise InputFaults([*self.listed, *rest])
