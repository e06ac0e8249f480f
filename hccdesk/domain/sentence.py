"""A sentence for the reader, kept as template and facts so that it can be said in another language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template with named facts, e.g. `Sentence.of("{n} slices missing", n=3)`.

    The template is the key of the Chinese catalogue; `text` is the English sentence.
    Facts are formatted by the template (`{diameter_mm:.1f} mm`).
    """

    template: str
    facts: tuple[tuple[str, Fact], ...] = ()

    @classmethod
    def of(cls, template: str, **facts: Fact) -> Self:
        """The sentence with these facts; raises `KeyError` where the template names another."""
        template.format(**facts)
        return cls(template, tuple(sorted(facts.items())))

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.in_words(self.template)

    def in_words(self, template: str) -> str:
        """The same facts in `template`, a translation of this sentence's own."""
        return template.format(**dict(self.facts))

    def __str__(self) -> str:
        return self.text
