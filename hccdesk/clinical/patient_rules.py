"""Rules about the patient: regimen, earlier treatment, general condition, liver function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hccdesk.clinical import child_pugh
from hccdesk.clinical.number_rule import number_rule
from hccdesk.clinical.scope_facts import ScopeFacts
from hccdesk.domain.applicability import RuleAnswer, RuleResult
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence

_INSIDE, _OUTSIDE, _UNKNOWN = RuleAnswer.INSIDE, RuleAnswer.OUTSIDE, RuleAnswer.UNKNOWN
_Results = tuple[RuleResult, ...]


def regimens(rule: str, allowed: Any, facts: ScopeFacts) -> _Results:
    """The planned regimen is one that the model was made for."""
    asked = " / ".join(Regimen(word).label for word in allowed)
    if facts.regimen in allowed:
        said = Sentence.of("the planned regimen is the model's own: {planned}", planned=facts.regimen.label)
        return (RuleResult(rule, _INSIDE, said),)
    said = Sentence.of("planned is {planned}, the model is for {asked}", planned=facts.regimen.label, asked=asked)
    return (RuleResult(rule, _OUTSIDE, said),)


def treatments_given(rule: str, given: Any, facts: ScopeFacts) -> _Results:
    """The training patients' treatments are none of the regimens that can be planned here (soft: never inside)."""
    said = Sentence.of(
        "planned is {planned}, which the training patients did not get; theirs: {given}",
        planned=facts.regimen.label,
        given=", ".join(given),
    )
    return (RuleResult(rule, _OUTSIDE, said, soft=True),)


def prior_treatment(rule: str, allowed: Any, facts: ScopeFacts) -> _Results:
    """The tumour was treated before only as the training patients' were."""
    given, asked = facts.record.prior_treatment, ", ".join(allowed)
    if given is None:
        said = Sentence.of("{field} is unknown; the model asks for: {asked}", field=rule, asked=asked)
        return (RuleResult(rule, _UNKNOWN, said),)
    if given in allowed:
        said = Sentence.of("{field} is as the model asks: {given}", field=rule, given=given.value)
        return (RuleResult(rule, _INSIDE, said),)
    said = Sentence.of("{field} is: {given}; the model asks for: {asked}", field=rule, given=given.value, asked=asked)
    return (RuleResult(rule, _OUTSIDE, said),)


def yes_or_no(rule: str, asked: Any, facts: ScopeFacts) -> _Results:
    """A yes-or-no field of the clinical row is as the model asks."""
    value: bool | None = getattr(facts.record, rule)
    words = _word(asked)
    if value is None:
        said = Sentence.of("{field} is unknown; the model asks for: {asked}", field=rule, asked=words)
        return (RuleResult(rule, _UNKNOWN, said),)
    if value is asked:
        return (
            RuleResult(rule, _INSIDE, Sentence.of("{field} is as the model asks: {given}", field=rule, given=words)),
        )
    said = Sentence.of("{field} is: {given}; the model asks for: {asked}", field=rule, given=_word(value), asked=words)
    return (RuleResult(rule, _OUTSIDE, said),)


def number_of_row(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """A number of the clinical row keeps the limits."""
    return number_rule(rule, rule, getattr(facts.record, rule), limits)


def child_pugh_rule(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The class is one of the model's, and the points ones that were observed (soft).

    Class C can be certain from a few components alone; where the number must be withheld for it, it then is.
    """
    fewest, most = child_pugh.points_range(facts.record)
    possible = {child_pugh.class_of(points) for points in range(fewest, most + 1)}
    allowed = set(limits.get("classes", "ABC"))
    if possible <= allowed:
        return (_points_result(rule, (fewest, most), limits),)
    if possible & allowed:
        return (RuleResult(rule, _UNKNOWN, _class_unknown(facts.record)),)
    said = Sentence.of(
        "the Child-Pugh class is {given}, the model is for {asked}",
        given=" / ".join(sorted(possible)),
        asked=", ".join(sorted(allowed)),
    )
    withheld = possible <= set(limits.get("excluded_classes_withhold", ()))
    return (RuleResult(rule, _OUTSIDE, said, hard_stop=withheld),)


def _points_result(rule: str, points: tuple[int, int], limits: Mapping[str, Any]) -> RuleResult:
    low, high = limits.get("observed_points") or _points_of_classes(limits.get("classes", "ABC"))
    given = f"{points[0]}" if points[0] == points[1] else f"{points[0]}–{points[1]}"
    asked = f"{low}–{high}"
    if low <= points[0] and points[1] <= high:
        said = Sentence.of(
            "Child-Pugh points are {given}, within what the model knows ({asked})", given=given, asked=asked
        )
        return RuleResult(rule, _INSIDE, said)
    if points[1] < low or points[0] > high:
        said = Sentence.of("Child-Pugh points are {given}; the training patients had {asked}", given=given, asked=asked)
        return RuleResult(rule, _OUTSIDE, said, soft=True)
    said = Sentence.of("Child-Pugh points may be {given}; the training patients had {asked}", given=given, asked=asked)
    return RuleResult(rule, _UNKNOWN, said, soft=True)


def _points_of_classes(classes: Iterable[str]) -> tuple[int, int]:
    points = [p for p in range(5, 16) if child_pugh.class_of(p) in set(classes)]
    return min(points), max(points)


def _class_unknown(record: ClinicalRecord) -> Sentence:
    missing = [field for field, points in child_pugh.component_points(record).items() if points is None]
    return Sentence.of("the Child-Pugh class cannot be told without {fields}", fields=", ".join(missing))


def _word(value: bool) -> str:
    return "yes" if value else "no"


RULES = {
    "regimens": regimens,
    "treatments_given": treatments_given,
    "prior_treatment": prior_treatment,
    "age_years": number_of_row,
    "ecog": number_of_row,
    "child_pugh": child_pugh_rule,
    "unresectable": yes_or_no,
    "other_malignancy": yes_or_no,
    "uncorrectable_organ_dysfunction": yes_or_no,
    "life_expectancy_under_3_months": yes_or_no,
    "planned_haic_cycles": number_of_row,
}
