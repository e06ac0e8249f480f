"""What each installed nomogram says, or why it says nothing."""

from __future__ import annotations

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.manifest import BackboneReference, ModelBundle
from hccdesk.domain.result import CtResponseFinding, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.nomogram_bundle import needs_ct_response
from hccdesk.survival.prediction import predict


def assess_survival(
    case: Case,
    bundle: ModelBundle,
    head: BackboneReference | None,
    ct_response: CtResponseFinding | NotComputed,
    verdict: ApplicabilityVerdict,
) -> SurvivalFinding | NotComputed:
    """The survival curve and nomogram of one bundle, from the clinical row and what the CT model `head` found."""
    if verdict.hard_stop:
        return NotComputed(verdict.hard_stop.explanation)
    found = ct_response if isinstance(ct_response, CtResponseFinding) else None
    if found and needs_ct_response(bundle) and head != bundle.manifest.backbone:
        return _another_head(bundle)
    in_regimen = bundle.manifest.regimen in (None, case.regimen)
    return predict(
        bundle,
        case.clinical,
        found.image_features if found else None,
        found.probability_of_objective_response if found else None,
        in_regimen,
    )


def _another_head(bundle: ModelBundle) -> NotComputed:
    # Image features of another head, or of the same one retrained, mean something else: the coefficients would be
    # nonsense that looks like a survival curve.
    wanted = bundle.manifest.backbone
    return NotComputed(
        Sentence.of(
            "this nomogram belongs to another CT model than the one installed ({model_id})",
            model_id=f"{wanted.model_id}, {wanted.sha256[:12]}" if wanted else "it names none",
        )
    )
