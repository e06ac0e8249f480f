"""A sentence for the reader, kept as template and facts so that it can be said in another language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Self, Union

Fact = Union[str, int, float, "Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template with named facts, e.g. `Sentence.of("{n} slices missing", n=3)`.

    The template is the key of the Chinese catalogue; `text` is the English sentence.
    Facts are formatted by the template (`{diameter_mm:.1f} mm`); a clause that is to be translated too is a
    sentence among the facts.
    """

    template: str
    facts: tuple[tuple[str, Fact], ...] = ()

    @classmethod
    def of(cls, template: str, **facts: Fact) -> Self:
        """The sentence with these facts; raises `KeyError` where the template names another."""
        template.format(**facts)
        return cls(template, tuple(sorted(facts.items())))

    @classmethod
    def literally(cls, text: str) -> Self:
        """A text without facts, its braces its own."""
        return cls(text.replace("{", "{{").replace("}", "}}"))

    @classmethod
    def listed(cls, sentences: Sequence[Sentence], between: str = "; ") -> Self:
        """Sentences in one, `between` them."""
        names = [f"{ascii_lowercase[number % 26]}{number // 26 or ''}" for number in range(len(sentences))]
        return cls.of(between.join(f"{{{name}}}" for name in names), **dict(zip(names, sentences, strict=True)))

    @property
    def unfinished(self) -> Sentence:
        """The sentence without its full stop, to be said within another."""
        return replace(self, template=self.template.rstrip("."))

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.in_words(self.template)

    def in_words(self, template: str) -> str:
        """The same facts in `template`, a translation of this sentence's own."""
        return template.format(**dict(self.facts))

    def __str__(self) -> str:
        return self.text
