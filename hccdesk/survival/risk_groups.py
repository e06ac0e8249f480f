"""Patients in groups of like predicted risk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

RISK_GROUPS = ("low risk", "intermediate risk", "high risk")
PATIENTS_A_GROUP = 30
"""Fewer give an observed probability too unsure to be compared with anything."""


def risk_groups(risk: ArrayLike, cuts: Sequence[float] | None = None) -> tuple[str, ...]:
    """The group of each patient by `risk` (patient,), higher is worse.

    `cuts` are the risks at which the next group begins, one or two, as a model fixed them before; without them the
    patients' own tertiles. Equal risks stay together, so a group may be empty.
    """
    scores = np.asarray(risk, dtype=float)
    limits = np.quantile(scores, [1 / 3, 2 / 3]) if cuts is None else np.asarray(cuts, dtype=float)
    names = RISK_GROUPS if len(limits) == 2 else (RISK_GROUPS[0], RISK_GROUPS[-1])
    # A tertile is a patient's own value: that patient belongs to the lower third.
    group = (limits < scores[:, None] if cuts is None else limits <= scores[:, None]).sum(axis=1)
    return tuple(names[number] for number in group)


def equal_groups(risk: ArrayLike) -> tuple[NDArray[np.intp], ...]:
    """Indices of patients in groups of rising risk, 3 to 10 of about `PATIENTS_A_GROUP` and more; ties together."""
    scores = np.asarray(risk, dtype=float)
    count = int(np.clip(len(scores) // PATIENTS_A_GROUP, 3, 10))
    limits = np.quantile(scores, np.arange(1, count) / count)
    group = np.searchsorted(limits, scores, side="left")
    return tuple(np.flatnonzero(group == number) for number in range(count) if (group == number).any())
