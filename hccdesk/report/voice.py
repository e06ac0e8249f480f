"""The language of a report: English templates said in English or in Simplified Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from hccdesk import resources
from hccdesk.domain.sentence import Fact, Sentence
from hccdesk.report.clinical_labels import FIELD_LABELS, RULE_LABELS
from hccdesk.report.plain_text import LONGEST_VALUE, plain

_COUNTED = re.compile(r"(?P<what>.+) \((?P<n>\d+)\)")
CATALOGUES = {"en": "en", "zh": "zh_CN"}
"""The languages a report can be written in, and the folder of each one's sentences."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Says sentences in `language`; a template without a translation is said in English."""

    language: str

    def __post_init__(self) -> None:
        if self.language not in CATALOGUES:
            raise ValueError(f"a report is written in {' or '.join(CATALOGUES)}, not in {self.language!r}")

    def say(self, template: str, **facts: Fact) -> str:
        """`template` with its facts, in the report's language."""
        return self.tell(Sentence.of(template, **facts))

    def tell(self, sentence: Sentence) -> str:
        """A sentence of the result; names of clinical fields among its facts are said as a clinician says them."""
        told = replace(sentence, facts=tuple((name, self._fact(fact)) for name, fact in sentence.facts))
        translated = resources.sentences(CATALOGUES[self.language]).get(sentence.template, sentence.template)
        try:
            return plain(told.in_words(translated))
        except (KeyError, IndexError, ValueError):  # a translation that asks for other facts must not cost the report
            return plain(told.text)

    def words(self, text: str) -> str:
        """Text of a manifest or a finding, translated where the catalogue has it."""
        return plain(resources.sentences(CATALOGUES[self.language]).get(text, text))

    def label(self, key: str) -> str:
        """A clinical field or an applicability rule as a clinician names it; any other key with its words apart."""
        known = FIELD_LABELS.get(key) or RULE_LABELS.get(key)
        return self.words(known or key.replace("_", " "))

    def _fact(self, fact: Fact) -> Fact:
        if isinstance(fact, Sentence):
            return self.tell(fact)
        if not isinstance(fact, str):
            return fact
        if (whole := self._name(fact)) != fact:
            return plain(whole, LONGEST_VALUE * 3)
        parts = fact.split(", ")
        named = [self._name(part) for part in parts]
        # Only a list of words we know is a list; a comma in a title or a name stays as it is.
        joined = fact if named == parts else (", " if self.language == "en" else "、").join(named)
        return plain(joined, LONGEST_VALUE * 3)

    def _name(self, part: str) -> str:
        if counted := _COUNTED.fullmatch(part):
            return f"{self.words(counted['what'])} ({counted['n']})"
        label = FIELD_LABELS.get(part, part)
        return part if self.language == "en" and label.casefold() == part else self.words(label)


def value(text: str | None) -> str:
    """A value from outside, as it may be printed; a dash for none."""
    return plain(text, LONGEST_VALUE) if text else "–"
