"""Rules about the images: age of the CT, scanner, contrast; scale and amount of tissue of the slide."""

from __future__ import annotations

from datetime import date
from typing import Any

from hccdesk.clinical.number_rule import number_rule
from hccdesk.clinical.scope_facts import ScopeFacts
from hccdesk.domain.applicability import RuleAnswer, RuleResult
from hccdesk.domain.ct import ContrastPhase, CtSeries
from hccdesk.domain.sentence import Sentence

_INSIDE, _OUTSIDE, _UNKNOWN = RuleAnswer.INSIDE, RuleAnswer.OUTSIDE, RuleAnswer.UNKNOWN
_Results = tuple[RuleResult, ...]
_NO_AGENT = {"", "no", "none", "n", "0", "without"}


def ct_days(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The CT was made shortly before treatment; its own header's date counts, if the clinical row does not differ."""
    in_header = facts.ct_series.acquisition.acquisition_date if facts.ct_series else None
    in_row, treatment = facts.record.ct_date, facts.record.treatment_date
    if in_header and in_row and in_header != in_row:
        said = Sentence.of(
            "the CT says it was made on {header}, the clinical row says {row}",
            header=in_header.isoformat(),
            row=in_row.isoformat(),
        )
        return (RuleResult(rule, _UNKNOWN, said),)
    return (_days_result(rule, in_header or in_row, treatment, int(limits["at_most"])),)


def _days_result(rule: str, ct: date | None, treatment: date | None, limit: int) -> RuleResult:
    if ct is None or treatment is None:
        named = {"ct_date": ct, "treatment_date": treatment}
        fields = ", ".join(field for field, value in named.items() if value is None)
        said = Sentence.of(
            "the days from CT to treatment cannot be told without {fields}; the model asks for ≤ {limit}",
            fields=fields,
            limit=limit,
        )
        return RuleResult(rule, _UNKNOWN, said)
    days = (treatment - ct).days
    if days < 0:
        said = Sentence.of("the CT was made {days} days after treatment", days=-days)
        return RuleResult(rule, _OUTSIDE, said)
    if days <= limit:
        said = Sentence.of("the CT was made {days} days before treatment (≤ {limit})", days=days, limit=limit)
        return RuleResult(rule, _INSIDE, said)
    said = Sentence.of(
        "the CT was made {days} days before treatment, the model asks for ≤ {limit}", days=days, limit=limit
    )
    return RuleResult(rule, _OUTSIDE, said)


def biopsy_before_treatment(rule: str, _asked: Any, facts: ScopeFacts) -> _Results:
    """The tissue was taken before treatment, which changes it."""
    biopsy, treatment = facts.record.biopsy_date, facts.record.treatment_date
    if biopsy is None or treatment is None:
        named = {"biopsy_date": biopsy, "treatment_date": treatment}
        fields = ", ".join(field for field, value in named.items() if value is None)
        said = Sentence.of(
            "whether the biopsy was taken before treatment cannot be told without {fields}", fields=fields
        )
        return (RuleResult(rule, _UNKNOWN, said),)
    days = (treatment - biopsy).days
    if days < 0:
        said = Sentence.of("the biopsy was taken {days} days after treatment began", days=-days)
        return (RuleResult(rule, _OUTSIDE, said),)
    return (RuleResult(rule, _INSIDE, Sentence.of("the biopsy was taken {days} days before treatment", days=days)),)


def scanners(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The scanner is of a kind that the training patients were examined with (soft)."""
    seen = ", ".join(limits["observed"])
    name = _scanner(facts.ct_series)
    if name is None:
        said = Sentence.of("the scanner is unknown; the training patients had {seen}", seen=seen)
        return (RuleResult(rule, _UNKNOWN, said, soft=True),)
    # "GE Optima" is "GE MEDICAL SYSTEMS Optima CT660" in the header
    words = set(name.casefold().split())
    if any(set(kind.casefold().split()) <= words for kind in limits["observed"]):
        said = Sentence.of("the scanner, {name}, is of a kind that the training patients had", name=name)
        return (RuleResult(rule, _INSIDE, said, soft=True),)
    said = Sentence.of("the scanner is {name}; the training patients had {seen}", name=name, seen=seen)
    return (RuleResult(rule, _OUTSIDE, said, soft=True),)


def _scanner(series: CtSeries | None) -> str | None:
    if series is None or not series.acquisition.manufacturer or not series.acquisition.scanner_model:
        return None
    return f"{series.acquisition.manufacturer} {series.acquisition.scanner_model}"


def contrast_enhanced(rule: str, asked: Any, facts: ScopeFacts) -> _Results:
    """The CT series was made with contrast medium, as far as its headers tell."""
    enhanced = _enhanced(facts.ct_series)
    if enhanced is None:
        said = Sentence.of("whether the CT was made with contrast medium is unknown")
        return (RuleResult(rule, _UNKNOWN, said),)
    answer = _INSIDE if enhanced is asked else _OUTSIDE
    if enhanced:
        return (RuleResult(rule, answer, Sentence.of("the CT was made with contrast medium")),)
    return (RuleResult(rule, answer, Sentence.of("the CT was made without contrast medium")),)


def _enhanced(series: CtSeries | None) -> bool | None:
    if series is None:
        return None
    if series.phase is not ContrastPhase.UNKNOWN:
        return series.phase is not ContrastPhase.NATIVE
    agent = series.acquisition.contrast_agent
    # No agent in the header proves nothing: many scanners leave the tag out.
    return True if agent and agent.strip().casefold() not in _NO_AGENT else None


def scale(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The slide was scanned as finely as the training patients' slides."""
    return number_rule(rule, "scale of the slide in µm/px", facts.slide.um_per_px if facts.slide else None, limits)


def bag_patches(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The slide gave as many patches as the training patients' slides did."""
    return number_rule(rule, "patches of tissue", facts.patches_kept, limits)


RULES = {
    "ct_days_before_treatment": ct_days,
    "scanners": scanners,
    "contrast_enhanced": contrast_enhanced,
    "biopsy_before_treatment": biopsy_before_treatment,
    "um_per_px": scale,
    "bag_patches": bag_patches,
}
