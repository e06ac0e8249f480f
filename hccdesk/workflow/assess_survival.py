"""What each installed nomogram says, or why it says nothing."""

from __future__ import annotations

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.manifest import BackboneReference, ModelBundle, ModelManifest
from hccdesk.domain.result import CtResponseFinding, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.survival.nomogram_bundle import needs_ct_response
from hccdesk.survival.prediction import predict
from hccdesk.workflow.derived_covariates import derived_covariates


def assess_survival(
    case: Case,
    bundle: ModelBundle,
    head: BackboneReference | None,
    ct_response: CtResponseFinding | NotComputed,
    verdict: ApplicabilityVerdict,
) -> SurvivalFinding | NotComputed:
    """The survival curve and nomogram of one bundle, from the clinical row and what the CT model `head` found."""
    if not bundle.manifest.offered:
        return not_offered(bundle.manifest)
    if verdict.hard_stop:
        return NotComputed(verdict.hard_stop.explanation)
    found = ct_response if isinstance(ct_response, CtResponseFinding) else None
    if found and needs_ct_response(bundle) and head != bundle.manifest.backbone:
        return _another_head(bundle)
    return predict(
        bundle,
        case.clinical,
        found.image_features if found else None,
        found.network_probability if found else None,
        bundle.manifest.made_for(case.regimen),
        derived_covariates(case.clinical),
    )


def not_offered(manifest: ModelManifest) -> NotComputed:
    """Why a model that failed its own check says nothing of a patient; no input would change that."""
    check = manifest.survival_check
    if check is None:
        return NotComputed(Sentence.of("this model is marked as not to be used for a patient"), applicable=False)
    return NotComputed(
        Sentence.of(
            "this model is not offered for patients, since it does not predict well enough: likelihood ratio "
            "p = {p:.2g} (at most 0.05 is asked for), calibration slope {slope:.3f} (at least 0.7) and R² {r2:.3f} "
            "(above 0), both corrected for optimism by {resamples} bootstrap resamples",
            p=check.likelihood_ratio_p,
            slope=check.corrected_slope,
            r2=check.corrected_r2,
            resamples=check.resamples,
        ),
        applicable=False,
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
