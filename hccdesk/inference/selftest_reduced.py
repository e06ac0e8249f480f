"""Whether a device that computes with fewer digits still gives the probabilities that it should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.agreement import at_reduced_precision
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.manifest import ModelBundle, ModelKind
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device
from hccdesk.inference.runtimes import Arrays
from hccdesk.inference.selftest import (
    EXPECTED_FILE,
    INPUT_FILE,
    SelftestFinding,
    cannot_be_run,
    stored_arrays,
)
from hccdesk.inference.session import GpuMemoryFullError, open_session

_SHOWN = 1
"""The column of the probabilities that is shown: objective response of a CT head, SD/PD of a slide's."""
_BAG = 6


def check_reduced(
    bundle: ModelBundle, heads: Sequence[ModelBundle], device: Device, exact: Device
) -> tuple[SelftestFinding, ...]:
    """All findings for a bundle on `device`: no probability moved too far, no class flipped.

    A backbone gives no probability: it is judged by what its `heads` make of its answer on `device` and of its stored
    one, both on `exact`, which computes with all digits. A nomogram is no network, and nothing is found here.
    """
    try:
        if bundle.manifest.kind is ModelKind.BACKBONE:
            mine = [head for head in heads if _is_of(head, bundle)]
            return tuple(_chained(bundle, head, device, exact) for head in mine)
        if bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM:
            return ()
        answer = open_session(bundle.weights, device).run(stored_arrays(bundle, INPUT_FILE))
        return (_compared(bundle, bundle, answer, stored_arrays(bundle, EXPECTED_FILE)),)
    except (HccdeskError, GpuMemoryFullError, ValueError, KeyError, OSError) as error:
        return (cannot_be_run(bundle, error),)


def _is_of(head: ModelBundle, backbone: ModelBundle) -> bool:
    named = head.manifest.backbone
    return named is not None and (named.model_id, named.sha256) == (
        backbone.manifest.model_id,
        backbone.weights_sha256,
    )


def _chained(backbone: ModelBundle, head: ModelBundle, device: Device, exact: Device) -> SelftestFinding:
    reduced = open_session(backbone.weights, device).run(stored_arrays(backbone, INPUT_FILE))
    whole = stored_arrays(backbone, EXPECTED_FILE)
    session = open_session(head.weights, exact)
    return _compared(backbone, head, session.run(_fed(head, reduced)), session.run(_fed(head, whole)))


def _fed(head: ModelBundle, backbone_said: Mapping[str, NDArray[Any]]) -> Arrays:
    """What a backbone answered, as its head takes it: a patient without any of the clinical features."""
    if head.manifest.ct_input is not None:
        maps = np.asarray(backbone_said["feature_map"], dtype=np.float32)
        clinical = np.zeros((len(maps), len(head.manifest.ct_input.clinical_features)), np.float32)
        return {"feature_map": maps, "clinical": clinical}
    features = np.asarray(backbone_said["features"], dtype=np.float32)
    return {"bag": np.ascontiguousarray(np.tile(features, (_BAG, 1))[None, None])}


def _compared(
    bundle: ModelBundle, head: ModelBundle, answer: Mapping[str, NDArray[Any]], expected: Mapping[str, NDArray[Any]]
) -> SelftestFinding:
    threshold = head.manifest.threshold
    if threshold is None:
        raise KeyError("threshold")
    agreement = at_reduced_precision(_as_shown(head, answer), _as_shown(head, expected), threshold.value)
    facts: dict[str, str | float] = {
        "model": head.manifest.model_id,
        "difference": agreement.difference,
        "limit": agreement.limit,
    }
    what = Sentence.of(
        "a probability of {model} moved by {difference:.4f} (limit {limit:g}), no class flipped", **facts
    )
    if agreement.flipped:
        what = Sentence.of("a probability of {model} moved by {difference:.4f}, and its class flipped", **facts)
    return SelftestFinding(bundle.manifest.model_id, agreement.passed, what)


def _as_shown(head: ModelBundle, answer: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
    shown = np.asarray(answer["probability"], dtype=np.float64)[:, _SHOWN]
    recalibration = head.manifest.recalibration
    return shown if recalibration is None else np.array([recalibration.probability(float(one)) for one in shown])
