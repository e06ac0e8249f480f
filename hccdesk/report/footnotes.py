"""Notes under a table: a raised letter where they belong, each text once."""

from __future__ import annotations

from string import ascii_lowercase

from hccdesk.domain.result import NotComputed
from hccdesk.report.blocks import Cell
from hccdesk.report.statistics_words import DASH
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice


class Footnotes:
    """The notes of one table, in the order in which they were first needed."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def mark(self, text: str) -> str:
        """The letter that stands for `text` beside a number."""
        if text not in self._marks:
            number = len(self._marks)
            self._marks[text] = ascii_lowercase[number % 26] * (1 + number // 26)
        return self._marks[text]

    def missing(self, value: NotComputed, voice: Voice) -> Cell:
        """A dash for a number that is not there, with the note that says why."""
        return Cell(DASH, Tone.MUTED, note=self.mark(voice.tell(value.reason)))

    def text(self, *before: str) -> str:
        """The conventions of the table, then its notes, in one line; empty where there are none."""
        return " · ".join([*(text for text in before if text), *(f"{m}: {text}" for text, m in self._marks.items())])
