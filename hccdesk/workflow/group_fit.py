"""A regression on groups against the first: where some cannot be estimated, the others still are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Ratios and p of every term, the p of all together, and what the reader must be told of the fit."""

    ratios: tuple[Estimate, ...]
    p: tuple[float, ...]
    joint_p: float
    cautions: tuple[Sentence, ...]


Fit = Callable[[Array, Sequence[str], NDArray[np.int64]], Fitted]
"""Of a table (patient, term), the terms' titles, and which of the patients with the outcome they are."""


@dataclass(frozen=True, slots=True)
class GroupFit:
    """`fitted` is of the columns `kept`, in order; `refused` says why there is nothing of the others."""

    fitted: Fitted | None
    kept: tuple[int, ...]
    refused: Mapping[int, NotComputed]


def fit_groups(table: Array, names: Sequence[str], chosen: NDArray[np.int64], fit: Fit) -> GroupFit:
    """`fit` of `table` (patient, group), 1 where the patient is of that group, 0 throughout for the first group.

    Where it is refused, the groups that cannot even be set against the first alone are left out with their patients;
    if there is none, or the rest is refused too, nothing is estimated.
    """
    everyone = tuple(range(len(names)))
    try:
        return GroupFit(fit(table, names, chosen), everyone, {})
    except InputError as refusal:
        whole = NotComputed(refusal.said)
    refused = {i: why for i in everyone if (why := _against_the_first(i, table, names, chosen, fit))}
    kept = tuple(i for i in everyone if i not in refused)
    there = ~(table[:, list(refused)] == 1).any(axis=1)
    if not refused or not kept:
        return GroupFit(None, (), {i: refused.get(i, whole) for i in everyone})
    try:
        rest = fit(table[there][:, list(kept)], [names[i] for i in kept], chosen[there])
    except InputError as refusal:
        return GroupFit(None, (), {i: refused.get(i, NotComputed(refusal.said)) for i in everyone})
    return GroupFit(rest, kept, refused)


def _against_the_first(
    group: int, table: Array, names: Sequence[str], chosen: NDArray[np.int64], fit: Fit
) -> NotComputed | None:
    own = np.delete(table, group, axis=1).sum(axis=1) == 0
    try:
        fit(table[own][:, [group]], [names[group]], chosen[own])
    except InputError as refusal:
        return NotComputed(refusal.said)
    return None
