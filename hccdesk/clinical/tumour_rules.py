"""Rules about the tumour: stage, size, portal vein; measured region."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hccdesk.clinical import bclc, cnlc
from hccdesk.clinical.known import Answer, any_of
from hccdesk.clinical.number_rule import number_rule
from hccdesk.clinical.scope_facts import ScopeFacts
from hccdesk.clinical.tumour_spread import macrovascular_invasion
from hccdesk.domain.applicability import RuleAnswer, RuleResult
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.domain.sentence import Sentence

_Results = tuple[RuleResult, ...]


def cnlc_stage(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The CNLC stage is one that the training patients had (soft)."""
    return (_stage(rule, "CNLC", cnlc.score, limits["observed"], facts.record),)


def bclc_stage(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The BCLC stage is one that the training patients had (soft)."""
    return (_stage(rule, "BCLC", bclc.score, limits["observed"], facts.record),)


def portal_vein(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The portal vein invasion is not of a kind that no training patient had (soft)."""
    vp, unseen = facts.record.vp, limits["never_seen"]
    if vp is None:
        said = Sentence.of(
            "{field} is unknown; no training patient had {unseen}",
            field=rule,
            unseen=", ".join(v.capitalize() for v in unseen),
        )
        return (RuleResult(rule, RuleAnswer.UNKNOWN, said, soft=True),)
    if vp in unseen:
        said = Sentence.of("no training patient had {given}", given=vp.value.capitalize())
        return (RuleResult(rule, RuleAnswer.OUTSIDE, said, soft=True),)
    said = Sentence.of("{field} is {given}, which training patients had", field=rule, given=vp.value.capitalize())
    return (RuleResult(rule, RuleAnswer.INSIDE, said, soft=True),)


def vascular_invasion(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """Tumour in the portal vein, a hepatic vein or the vena cava is something that few training patients had (soft)."""
    return (_seldom_seen(rule, Sentence.of("vascular invasion"), macrovascular_invasion(facts.record), limits),)


def lymph_nodes(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """Lymph node metastasis is something that few training patients had (soft)."""
    answer = any_of({"lymph_node_metastasis": facts.record.lymph_node_metastasis})
    return (_seldom_seen(rule, Sentence.of("lymph node metastasis"), answer, limits),)


def extrahepatic_metastasis(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """Metastasis outside liver and nodes excludes, however few training patients had it."""
    name = Sentence.of("extrahepatic metastasis")
    answer = any_of({"extrahepatic_metastasis": facts.record.extrahepatic_metastasis})
    return (_seldom_seen(rule, name, answer, limits, soft=False),)


def _seldom_seen(rule: str, name: Sentence, answer: Answer, limits: Any, *, soft: bool = True) -> RuleResult:
    facts = {"name": name, "seen": limits["seen"], "of": limits["of"]}
    if answer.value is None:
        said = Sentence.of(
            "whether there is {name} cannot be told without {fields}; {seen} of {of} training patients had it",
            fields=", ".join(answer.missing),
            **facts,
        )
        return RuleResult(rule, RuleAnswer.UNKNOWN, said, soft=soft)
    if answer.value:
        said = Sentence.of("there is {name}; only {seen} of {of} training patients had it", **facts)
        return RuleResult(rule, RuleAnswer.OUTSIDE, said, soft=soft)
    said = Sentence.of("there is no {name}, as in all but {seen} of {of} training patients", **facts)
    return RuleResult(rule, RuleAnswer.INSIDE, said, soft=soft)


def diameter(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The largest diameter of the clinical row keeps the limits."""
    return number_rule(rule, "largest tumour diameter in mm", facts.record.largest_tumour_diameter_mm, limits)


def region_volume(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The tumour region on the CT is as large as the training patients' were."""
    return number_rule(rule, "volume of the tumour region in ml", facts.roi.volume_ml if facts.roi else None, limits)


def region_slices(rule: str, limits: Any, facts: ScopeFacts) -> _Results:
    """The tumour region covers as many slices as the training patients' did."""
    return number_rule(rule, "slices with tumour region", facts.roi.slice_count if facts.roi else None, limits)


def _stage(
    rule: str,
    system: str,
    score: Callable[[ClinicalRecord], ScoreFinding | NotComputed],
    observed: list[str],
    record: ClinicalRecord,
) -> RuleResult:
    finding, seen = score(record), ", ".join(observed)
    if isinstance(finding, NotComputed):
        return RuleResult(rule, RuleAnswer.UNKNOWN, finding.reason, soft=True)
    facts = {"system": system, "given": finding.group, "seen": seen}
    if finding.group in observed:
        said = Sentence.of("stage {given} ({system}), as training patients had ({seen})", **facts)
        return RuleResult(rule, RuleAnswer.INSIDE, said, soft=True)
    said = Sentence.of("stage {given} ({system}); the training patients had {seen}", **facts)
    return RuleResult(rule, RuleAnswer.OUTSIDE, said, soft=True)


RULES = {
    "cnlc": cnlc_stage,
    "bclc": bclc_stage,
    "largest_tumour_diameter_mm": diameter,
    "vp": portal_vein,
    "vascular_invasion": vascular_invasion,
    "lymph_node_metastasis": lymph_nodes,
    "extrahepatic_metastasis": extrahepatic_metastasis,
    "roi_volume_ml": region_volume,
    "roi_slices": region_slices,
}
