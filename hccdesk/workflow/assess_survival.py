"""What each installed nomogram says, or why it says nothing."""

from __future__ import annotations

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.result import CtResponseFinding, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.prediction import predict


def assess_survival(
    case: Case, bundle: ModelBundle, ct_response: CtResponseFinding | NotComputed, verdict: ApplicabilityVerdict
) -> SurvivalFinding | NotComputed:
    """The survival curve and nomogram of one bundle, from the clinical row and what the CT model found."""
    if verdict.hard_stop:
        return NotComputed(verdict.hard_stop.explanation)
    found = ct_response if isinstance(ct_response, CtResponseFinding) else None
    trained_on = bundle.manifest.backbone
    if found and trained_on and trained_on.model_id != found.model_id:
        # Image features of another head mean something else: the coefficients would be nonsense.
        return NotComputed(
            Sentence.of("this nomogram belongs to another CT model ({model_id})", model_id=trained_on.model_id)
        )
    in_regimen = bundle.manifest.regimen in (None, case.regimen)
    return predict(
        bundle,
        case.clinical,
        found.image_features if found else None,
        found.probability_of_objective_response if found else None,
        in_regimen,
    )
