"""What an input tile has to say, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TileState(StrEnum):
    """What a tile has to say."""

    EMPTY = "empty"
    READING = "reading"
    CHOOSE = "choose"
    READY = "ready"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class TileContent:
    """A tile's state, its line, and the choices among which one is chosen (-1: none yet)."""

    state: TileState
    line: str = ""
    detail: str = ""
    choices: tuple[str, ...] = ()
    chosen: int = -1
