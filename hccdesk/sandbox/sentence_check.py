"""Whether a sentence from the worker is safe to say.

The program formats its facts by its template: a template of an attacker's could ask for three thousand million
blanks, or reach into the facts' attributes.
"""

from __future__ import annotations

import re
import string

import numpy as np

from hccdesk.domain.sentence import Sentence

LARGEST_WIDTH = 100
"""Of a format, and likewise of its precision; our own ask for less than ten."""
LONGEST_TEMPLATE = 4_000
LONGEST_FACT = 10_000
"""Characters."""
LARGEST_NUMBER = 10**40
"""Of a whole number; above any that we count."""
MOST_FIELDS = 2_000
"""Of a sentence and all within it, each as often as it is said."""

_NUMBER = re.compile(r"\d+")  # of any script, as `format` reads them


class HostileSentenceError(ValueError):
    """A sentence that no engine of ours would say."""


def check_sentence(sentence: Sentence) -> None:
    """Raise `HostileSentenceError` for a sentence that could harm the program that says it, or cannot be said."""
    check_template(sentence.template)
    if not all(isinstance(name, str) for name, _ in sentence.facts) or _fields(sentence) > MOST_FIELDS:
        raise HostileSentenceError("facts that are not ours")
    if not all(_is_fact(fact) for _, fact in sentence.facts):
        raise HostileSentenceError("a fact that is not ours")
    try:
        _ = sentence.text
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise HostileSentenceError(f"a sentence that cannot be said ({type(error).__name__})") from error


def check_template(template: str) -> None:
    """Raise `HostileSentenceError` for what is no template, or asks for more than facts by name in a modest format."""
    if not isinstance(template, str) or len(template) > LONGEST_TEMPLATE:
        raise HostileSentenceError("a template that is not ours")
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError as error:
        raise HostileSentenceError("a template with a brace left open") from error
    for _, name, spec, conversion in fields:
        _check_field(name, spec, conversion)


def _is_fact(fact: object) -> bool:
    if isinstance(fact, str):
        return len(fact) <= LONGEST_FACT
    if isinstance(fact, int):
        return abs(fact) < LARGEST_NUMBER
    if isinstance(fact, Sentence):
        return len(fact.text) <= LONGEST_FACT  # itself checked when it was decoded
    return isinstance(fact, float | np.number | np.bool_)


def _fields(sentence: Sentence) -> int:
    """How many fields saying it fills: sentences within sentences multiply."""
    within = dict(sentence.facts)
    named = [name for _, name, _, _ in string.Formatter().parse(sentence.template) if name is not None]
    inner = {name: _fields(fact) for name, fact in within.items() if isinstance(fact, Sentence)}
    return sum(1 + inner.get(name, 0) for name in named)


def _check_field(name: str | None, spec: str | None, conversion: str | None) -> None:
    if name is None:  # text after the last field
        return
    wide = any(int(number) > LARGEST_WIDTH for number in _NUMBER.findall(spec or ""))
    if not name.isidentifier() or conversion or "{" in (spec or "") or wide:
        raise HostileSentenceError("a template that asks for what ours never do")
