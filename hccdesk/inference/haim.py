"""Post-treatment risk prediction score from the biopsy's patches (HAIM)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle, ModelKind, SlideInputSpec, Threshold
from hccdesk.domain.result import HaimFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device
from hccdesk.inference.outputs import probabilities
from hccdesk.inference.session import Session, open_session, run_undivided

RISK = 1
"""The column that is SD/PD, the risk score; column 0 is CR/PR."""


def predict(
    features: NDArray[np.float32], dropped: Mapping[str, int], bundle: ModelBundle, device: Device, in_regimen: bool
) -> HaimFinding | NotComputed:
    """The score of a bag of patch features (n, 2048) in raster order: 0 favours CR/PR, 1 favours SD/PD.

    `NotComputed` below the manifest's smallest bag or above its largest. Raises `ModelBundleError` for a bundle of
    another kind and for an answer that is no probability, `ValueError` for features that are not finite.
    """
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
    score = _score(open_session(bundle.weights, device), features)
    return HaimFinding(bundle.manifest.model_id, score, threshold.value, n, dict(dropped), in_regimen)


def _parts(bundle: ModelBundle) -> tuple[SlideInputSpec, Threshold]:
    manifest = bundle.manifest
    if manifest.kind is not ModelKind.HAIM or manifest.slide_input is None or manifest.threshold is None:
        raise ModelBundleError(f"The model {manifest.model_id} does not predict response from a slide.")
    return manifest.slide_input, manifest.threshold


def _score(session: Session, features: NDArray[np.float32]) -> float:
    bag = np.ascontiguousarray(features[None, None], dtype=np.float32)
    return float(probabilities(run_undivided(session, {"bag": bag}), "probability", 1)[0, RISK])
