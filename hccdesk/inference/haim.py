"""Post-treatment risk prediction score from the biopsy's patches (HAIM)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.manifest import ModelBundle, ModelKind, Recalibration, SlideInputSpec, Threshold
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.result import HaimFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchSelection, SlideExplanation
from hccdesk.inference.device import Device
from hccdesk.inference.occlusion import blocks, occluded
from hccdesk.inference.outputs import probabilities
from hccdesk.inference.patch_bootstrap import patch_interval
from hccdesk.inference.session import Session, open_session, run_undivided

Floats = NDArray[np.float32]
RISK = 1
"""The column that is SD/PD, the risk score; column 0 is CR/PR."""


def predict(
    features: Floats, dropped: Mapping[str, int], bundle: ModelBundle, device: Device, in_regimen: bool
) -> HaimFinding | NotComputed:
    """The score of a bag of patch features (n, 2048) in raster order: 0 favours CR/PR, 1 favours SD/PD.

    `NotComputed` below the manifest's smallest bag or above its largest. Raises `ModelBundleError` for a bundle of
    another kind and for an answer that is no probability, `ValueError` for features that are not finite.
    """
    found = _scored(features, dropped, bundle, device, in_regimen)
    return found if isinstance(found, NotComputed) else found.finding


def predict_and_explain(  # noqa: PLR0917 - an interface shared with the workflow
    features: Floats,
    selection: PatchSelection,
    bundle: ModelBundle,
    device: Device,
    in_regimen: bool,
    progress: Progress | None = None,
) -> HaimFinding | NotComputed:
    """As `predict`, with what each kept patch of `selection` did to the score, and how much it hangs on them.

    `features` follow `selection.kept`. Explanation and interval start from the very score that is reported; the
    gallery is left empty.
    """
    while True:
        runtime = device.runtime
        found = _scored(features, selection.dropped_by_reason(), bundle, device, in_regimen)
        if isinstance(found, NotComputed):
            return found
        explanation = _explained(features, selection, found, progress or NoProgress())
        interval = _interval(features, found, progress or NoProgress())
        if device.runtime is runtime:
            return replace(found.finding, explanation=explanation, interval=interval)
        # The GPU was lost on the way: its score and the CPU's differ in the last digits, as a patch may.


def _explained(features: Floats, selection: PatchSelection, found: _Scored, progress: Progress) -> SlideExplanation:
    block, side = blocks(selection)
    base = found.finding.post_treatment_risk_prediction_score
    score = partial(_score, found.session, found.recalibration)
    return SlideExplanation(occluded(features, block, score, base, progress), _method(side))


def _interval(features: Floats, found: _Scored, progress: Progress) -> ScoreInterval:
    score = partial(_score, found.session, found.recalibration)
    return patch_interval(features, score, found.finding.post_treatment_risk_prediction_score, progress)


@dataclass(frozen=True, slots=True)
class _Scored:
    finding: HaimFinding
    session: Session
    recalibration: Recalibration | None


def _scored(
    features: Floats, dropped: Mapping[str, int], bundle: ModelBundle, device: Device, in_regimen: bool
) -> _Scored | NotComputed:
    spec, threshold = _parts(bundle)
    n = len(features)
    if n < spec.minimum_patches:
        return NotComputed(Sentence.of("too little tissue: {n} patches", n=n))
    if n > spec.maximum_patches:
        return NotComputed(
            Sentence.of("{n} patches are more than the model takes ({maximum})", n=n, maximum=spec.maximum_patches)
        )
    if not np.isfinite(features).all():
        raise ValueError("patch features are not finite")
    session = open_session(bundle.weights, device)
    recalibration = bundle.manifest.recalibration
    score = _score(session, recalibration, features)
    finding = HaimFinding(bundle.manifest.model_id, score, threshold.value, n, dict(dropped), in_regimen)
    return _Scored(finding, session, recalibration)


def _method(side: int) -> Sentence:
    if side == 1:
        return Sentence.of(
            "Occlusion: each patch in turn was hidden behind the biopsy's mean patch; its contribution is what the "
            "score rises without it."
        )
    return Sentence.of(
        "Occlusion: squares of {side} × {side} patches in turn were hidden behind the biopsy's mean patch; what the "
        "score rises without a square is shared among its patches.",
        side=side,
    )


def _parts(bundle: ModelBundle) -> tuple[SlideInputSpec, Threshold]:
    manifest = bundle.manifest
    if manifest.kind is not ModelKind.HAIM or manifest.slide_input is None or manifest.threshold is None:
        raise ModelBundleError(
            Sentence.of("The model {model_id} does not predict response from a slide.", model_id=manifest.model_id)
        )
    return manifest.slide_input, manifest.threshold


def _score(session: Session, recalibration: Recalibration | None, features: Floats) -> float:
    """The score as it is reported: what hiding a patch does to it is on the same scale."""
    bag = np.ascontiguousarray(features[None, None], dtype=np.float32)
    score = float(probabilities(run_undivided(session, {"bag": bag}), "probability", 1)[0, RISK])
    return recalibration.probability(score) if recalibration else score
