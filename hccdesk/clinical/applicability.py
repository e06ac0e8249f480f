"""A model's scope for one patient: the rules of its manifest, each with its answer in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hccdesk.clinical import imaging_rules, patient_rules, tumour_rules
from hccdesk.clinical.input_rules import after_the_manifest, before_the_manifest
from hccdesk.clinical.scope_facts import ScopeFacts
from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.sentence import Sentence

__all__ = ["RULES", "ScopeFacts", "judge"]

Rule = Callable[[str, Any, ScopeFacts], tuple[RuleResult, ...]]

RULES: dict[str, Rule] = {**patient_rules.RULES, **tumour_rules.RULES, **imaging_rules.RULES}
"""How each rule that a manifest may state is judged, by its name there."""


def judge(manifest: ModelManifest, facts: ScopeFacts) -> ApplicabilityVerdict:
    """Every rule of the manifest, in its order, between those that hold for every model.

    A rule that this version does not know is answered "unknown".
    """
    results = [*before_the_manifest(manifest, facts)]
    for name, limits in manifest.applicability.items():
        results += RULES.get(name, _not_checked)(name, limits, facts)
    return ApplicabilityVerdict(manifest.model_id, (*results, *after_the_manifest(manifest, facts)))


def _not_checked(name: str, _limits: Any, _facts: ScopeFacts) -> tuple[RuleResult, ...]:
    explanation = Sentence.of("this version of hccdesk cannot check the rule {rule}", rule=name)
    return (RuleResult(name, RuleAnswer.UNKNOWN, explanation),)
