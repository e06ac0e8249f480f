"""The hidden biology of a phantom patient and what follows from it; every effect is fixed in docs/adr/0002."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from hccdesk.domain.clinical_features import FEATURES, encode
from hccdesk.domain.clinical_record import ClinicalRecord

AXIS_CORRELATION = 0.5
CUE_WEIGHT = 0.8
"""How much of a visible cue is the axis; the rest, sqrt(1 - 0.8²), is the cue's own."""

RESPONSE_EFFECTS = {
    "afp_ge_400_ng_per_ml": -0.60,
    "vp4": -0.70,
    "diameter_gt_100_mm": -0.60,
    "encapsulated": 0.70,
    "diffuse": -0.60,
}
RESPONSE_EFFECT_PER_SD = -0.90
RESPONSE_INTERCEPT = {False: 0.051, True: -1.239}
"""By `external`; solved for the mean probabilities 0.410 and 0.24 (30 000 patients)."""

HAZARD_EFFECTS = {
    "afp_ge_400_ng_per_ml": log(1.4),
    "vp4": log(1.6),
    "diameter_gt_100_mm": log(1.4),
    "encapsulated": log(0.65),
    "diffuse": log(1.4),
}
HAZARD_EFFECT_PER_SD = 0.30
HAZARD_EFFECT_RESPONDED = -0.90


@dataclass(frozen=True, slots=True)
class Biology:
    """The two hidden axes, standard normal: what the CT shows and what the biopsy shows."""

    vascular_disorder: float
    dedifferentiation: float


def draw_biology(rng: np.random.Generator) -> Biology:
    """Two standard normal axes with correlation `AXIS_CORRELATION`."""
    first, second = rng.standard_normal(2)
    return Biology(float(first), float(AXIS_CORRELATION * first + sqrt(1 - AXIS_CORRELATION**2) * second))


def cue(axis: float, rng: np.random.Generator) -> float:
    """A visible cue of an axis, standard normal: partly the axis, partly its own."""
    return CUE_WEIGHT * axis + sqrt(1 - CUE_WEIGHT**2) * float(rng.standard_normal())


def true_response_probability(biology: Biology, record: ClinicalRecord, external: bool) -> float:
    """Probability of an objective response (CR or PR), exactly the one the response is drawn with."""
    axes = biology.vascular_disorder + biology.dedifferentiation
    logit = RESPONSE_INTERCEPT[external] + RESPONSE_EFFECT_PER_SD * axes + _sum_of(RESPONSE_EFFECTS, record)
    return 1 / (1 + exp(-logit))


def log_hazard_ratio(biology: Biology, record: ClinicalRecord, responded: bool) -> float:
    """Log hazard of progression relative to the baseline of `outcome`."""
    axes = biology.vascular_disorder + biology.dedifferentiation
    return HAZARD_EFFECT_PER_SD * axes + _sum_of(HAZARD_EFFECTS, record) + HAZARD_EFFECT_RESPONDED * responded


def _sum_of(effects: dict[str, float], record: ClinicalRecord) -> float:
    values = encode(record, tuple(FEATURES))
    if not isinstance(values, tuple):
        raise ValueError(f"a phantom patient lacks {values.fields}")  # noqa: TRY004 - a wrong value, not a wrong type
    return sum(effects[name] * value for name, value in zip(FEATURES, values, strict=True))
