"""The whole report as a value: sections of blocks, and what stands on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import StrEnum

from hccdesk.domain.result import Figure
from hccdesk.report.blocks import Block, Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; `new_page` starts it on a fresh page, `one_page` sets it closer where it would not fit."""

    heading: Heading
    blocks: tuple[Block, ...]
    new_page: bool = False
    one_page: bool = False


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What stands on every page. `page_words` names {page} and {pages}; `demonstration` is empty for none."""

    patient: str
    patient_detail: str
    status: str
    report_id: str
    page_words: str
    demonstration: str
    footer: tuple[str, ...]
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class ReportOutline:
    """Everything the report says, in order, in one language ("en" or "zh")."""

    language: str
    title: str
    author: str
    frame: PageFrame
    sections: tuple[Section, ...]
    dated: datetime | None = None
    """When that was found which the report tells: the date of the file. None where it tells of no one time."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every piece of text, in reading order: what the tests read and what the fonts must be able to print."""
        return tuple(_texts(self))

    @property
    def text(self) -> str:
        """All of it, a line per piece."""
        return "\n".join(self.texts)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, StrEnum | Figure):
        return
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from _texts(getattr(value, f.name))
