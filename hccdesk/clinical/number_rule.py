"""Rules that compare one number with limits, or with the range that the training patients had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hccdesk.domain.applicability import RuleAnswer, RuleResult
from hccdesk.domain.sentence import Sentence


def number_rule(rule: str, quantity: str, value: float | None, limits: Mapping[str, Any]) -> tuple[RuleResult, ...]:
    """One result for each limit: `over`, `at_least`, `at_most` exclude, `observed` (lowest, highest) is soft.

    `quantity` is a field of the clinical row or words with the unit.
    """
    return tuple(_result(rule, quantity, value, kind, limit) for kind, limit in limits.items())


def _result(rule: str, quantity: str, value: float | None, kind: str, limit: Any) -> RuleResult:
    soft = kind == "observed"
    if kind not in _HOLDS:
        explanation = Sentence.of("this version of hccdesk cannot check the rule {rule}", rule=f"{rule}.{kind}")
        return RuleResult(rule, RuleAnswer.UNKNOWN, explanation)
    words = _IN_WORDS[kind](limit)
    if value is None:
        return RuleResult(rule, RuleAnswer.UNKNOWN, _unknown(quantity, words, soft=soft), soft=soft)
    inside = _HOLDS[kind](value, limit)
    answer = RuleAnswer.INSIDE if inside else RuleAnswer.OUTSIDE
    say = _about_observed if soft else _about_limit
    return RuleResult(rule, answer, say(quantity, value, words, inside=inside), soft=soft)


def _about_limit(quantity: str, value: float, limit: str, *, inside: bool) -> Sentence:
    if inside:
        return Sentence.of(
            "{quantity} is {value:.4g}, as the model asks ({limit})", quantity=quantity, value=value, limit=limit
        )
    return Sentence.of(
        "{quantity} is {value:.4g}, the model asks for {limit}", quantity=quantity, value=value, limit=limit
    )


def _about_observed(quantity: str, value: float, limit: str, *, inside: bool) -> Sentence:
    if inside:
        return Sentence.of(
            "{quantity} is {value:.4g}, within what the training patients had ({limit})",
            quantity=quantity,
            value=value,
            limit=limit,
        )
    return Sentence.of(
        "{quantity} is {value:.4g}, beyond what the training patients had ({limit})",
        quantity=quantity,
        value=value,
        limit=limit,
    )


def _unknown(quantity: str, limit: str, *, soft: bool) -> Sentence:
    if soft:
        return Sentence.of("{quantity} is unknown; the training patients had {limit}", quantity=quantity, limit=limit)
    return Sentence.of("{quantity} is unknown; the model asks for {limit}", quantity=quantity, limit=limit)


_HOLDS: dict[str, Callable[[float, Any], bool]] = {
    "over": lambda value, limit: value > limit,
    "at_least": lambda value, limit: value >= limit,
    "at_most": lambda value, limit: value <= limit,
    "observed": lambda value, limit: bool(limit[0] <= value <= limit[1]),
}

_IN_WORDS: dict[str, Callable[[Any], str]] = {
    "over": lambda limit: f"> {limit:g}",
    "at_least": lambda limit: f"≥ {limit:g}",
    "at_most": lambda limit: f"≤ {limit:g}",
    "observed": lambda limit: f"{limit[0]:g}–{limit[1]:g}",
}
