"""Two or more risks of the same patients side by side: C-indices and their differences by a paired bootstrap.

Patients are drawn with replacement, each with all his risks, so that what the models share drops out of the
difference. Each resample weighs pairs of patients that were compared once: exact, and a thousand take a second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.cohort_description import TestOutcome
from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import Comparison
from hccdesk.survival.cohort_checks import FollowUp, covariate_table, follow_up
from hccdesk.survival.discrimination import concordance

Array = NDArray[np.float64]

C_INDEX = "C-index"
RESAMPLES = 1000
SEED = 20240501


def c_index(risk: ArrayLike, months: ArrayLike, event: ArrayLike) -> Estimate | NotComputed:
    """Harrell's C with Wald limits cut to 0..1 (standard error as R's `concordance`), or why it is not estimable."""
    try:
        found = concordance(risk, months, event)
    except InputError as refusal:
        return NotComputed(refusal.said)
    reach = 1.959963984540054 * found.standard_error
    return Estimate(found.value, max(0.0, found.value - reach), min(1.0, found.value + reach))


def paired_bootstrap(  # noqa: PLR0917 - an interface shared with training
    risk_a: ArrayLike,
    risk_b: ArrayLike,
    months: ArrayLike,
    event: ArrayLike,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    name: str = "",
) -> Comparison:
    """C-index of `risk_b` (patient,), called `name`, beside `risk_a`: the difference b - a with percentile limits.

    p is twice the share of resamples on the other side of zero (one added to both, so never 0). Refused: what
    `follow_up` refuses. Where nothing can be compared the estimate is `NotComputed`, with no difference.
    """
    follow = follow_up(months, event)
    risks = covariate_table(np.column_stack([risk_a, risk_b]), ["a", "b"], len(follow.months))
    estimate = c_index(risks[:, 1], follow.months, follow.event)
    if isinstance(estimate, NotComputed):
        return Comparison(name, C_INDEX, estimate, None, None)
    drawn = _differences(risks, follow, resamples, seed)
    own = c_index(risks[:, 0], follow.months, follow.event)
    assert isinstance(own, Estimate)
    low, high = np.percentile(drawn, [2.5, 97.5])
    difference = Estimate(estimate.value - own.value, float(low), float(high))
    return Comparison(name, C_INDEX, estimate, difference, TestOutcome("paired bootstrap", None, None, _p(drawn)))


def _differences(risks: Array, follow: FollowUp, resamples: int, seed: int) -> Array:
    """C of the second less C of the first in each resample; resamples without a comparable pair are left out."""
    dying = np.flatnonzero(follow.event)
    comparable = _outlived(follow, dying).astype(np.float32)
    first, second = (_agreement(column, dying) * comparable for column in risks.T)
    gained = second - first
    rng, n, differences = np.random.default_rng(seed), len(risks), []
    for _ in range(resamples):
        times_drawn = np.bincount(rng.integers(0, n, n), minlength=n).astype(np.float32)
        pairs = float(times_drawn[dying] @ (comparable @ times_drawn))
        if pairs:
            differences.append(float(times_drawn[dying] @ (gained @ times_drawn)) / pairs)
    return np.array(differences)


def _outlived(follow: FollowUp, dying: NDArray[np.intp]) -> NDArray[np.bool_]:
    """(event, patient): whether the patient is known to have outlived that event."""
    months = follow.months[dying][:, None]
    return np.asarray((follow.months > months) | ((follow.months == months) & ~follow.event))


def _agreement(risk: Array, dying: NDArray[np.intp]) -> NDArray[np.float32]:
    return np.asarray(0.5 * (1 + np.sign(risk[dying][:, None] - risk)), dtype=np.float32)


def _p(drawn: Array) -> float:
    smaller = min((drawn <= 0).sum(), (drawn >= 0).sum())
    return float(min(1.0, 2 * (smaller + 1) / (len(drawn) + 1)))
