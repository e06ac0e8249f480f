"""Whether a model may speak about a case, with what the models found as far as they ran."""

from __future__ import annotations

from hccdesk.clinical.applicability import ScopeFacts, judge
from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.feature_distance import FeatureDistance
from hccdesk.domain.manifest import ModelKind, ModelManifest
from hccdesk.domain.result import CtResponseFinding, HaimFinding, NotComputed
from hccdesk.workflow.wrong_patient_stop import mismatches


def judge_scope(
    case: Case,
    manifest: ModelManifest,
    ct: CtResponseFinding | NotComputed | None = None,
    slide: HaimFinding | NotComputed | None = None,
    patches_kept: int | None = None,
) -> ApplicabilityVerdict:
    """Rule by rule; without `ct` and `slide` what is known before the models run, hard stops among it."""
    inputs = case.ct
    facts = ScopeFacts(
        record=case.clinical,
        regimen=case.regimen,
        ct_series=inputs.series if inputs else None,
        roi=inputs.measurements if inputs else None,
        slide=case.slide.facts if case.slide else None,
        patches_kept=patches_kept,
        tissue_outlined=case.slide is not None and case.slide.roi is not None,
        ct_set_aside=case.ct_set_aside,
        mix_ups=mismatches(case.clinical, case.ct, case.slide),
        mix_up_passed=bool(case.overrides),
        distances=_distances(slide) if manifest.kind is ModelKind.HAIM else _distances(ct),
    )
    return judge(manifest, facts)


def _distances(finding: CtResponseFinding | HaimFinding | NotComputed | None) -> tuple[FeatureDistance, ...] | None:
    if finding is None or isinstance(finding, NotComputed):
        return None
    known = (finding.distance, finding.stain if isinstance(finding, HaimFinding) else None)
    return tuple(distance for distance in known if distance is not None)
