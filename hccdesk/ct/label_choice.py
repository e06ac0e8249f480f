"""Labels of a mask file, and which of them is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.sentence import Sentence

CHOOSE = "Choose one of them by its number or name."


@dataclass(frozen=True, slots=True)
class Label:
    """One label: its number in the file, its name where it has one, and its place in the file's own list."""

    number: int
    name: str
    place: int


@dataclass(frozen=True, slots=True)
class LabelMap:
    """An opened mask file: its labels, its lattice, and `mask_of` a label as (slice, row, column) bool."""

    labels: tuple[Label, ...]
    geometry: VolumeGeometry
    mask_of: Callable[[Label], NDArray[np.bool_]]
    referenced_series_uid: str | None = None


def titles(labels: tuple[Label, ...]) -> tuple[str, ...]:
    """What each label is called when it is chosen: its name, or its number where names are missing or repeated."""
    counts = Counter(label.name.casefold() for label in labels)
    return tuple(
        label.name if label.name and counts[label.name.casefold()] == 1 else str(label.number) for label in labels
    )


def choose(labels: tuple[Label, ...], wanted: str | None, where: Path) -> Label:
    """The label meant by a name or number, or the only one there is.

    Raises `InputError` listing what is there where nothing, or more than one, is meant.
    """
    if not labels:
        raise InputError("The file holds no region: every voxel is background.", where=where)
    if wanted is None or not wanted.strip():
        if len(labels) == 1:
            return labels[0]
        raise InputError(
            Sentence.of("The file holds {n} labels: {listed}.", n=len(labels), listed=_listed(labels)),
            where=where,
            what_to_do=CHOOSE,
        )
    meant = _meant(labels, wanted.strip())
    if len(meant) == 1:
        return meant[0]
    what = Sentence.of(
        "Several labels are called '{wanted}'; the file holds {listed}.", wanted=wanted, listed=_listed(labels)
    )
    if not meant:
        what = Sentence.of(
            "There is no label '{wanted}'; the file holds {listed}.", wanted=wanted, listed=_listed(labels)
        )
    raise InputError(what, where=where, what_to_do=CHOOSE)


def _meant(labels: tuple[Label, ...], wanted: str) -> list[Label]:
    named = [label for label in labels if label.name.casefold() == wanted.casefold()]
    numbered = [label for label in labels if str(label.number) == wanted]
    return named + [label for label in numbered if label not in named]


def _listed(labels: tuple[Label, ...]) -> Sentence:
    shown = [f"{label.number} ({label.name})" if label.name else str(label.number) for label in labels]
    listed = ", ".join(shown[:30])
    if len(shown) <= 30:
        return Sentence.literally(listed)
    return Sentence.of("{listed} and {n} more", listed=listed, n=len(shown) - 30)
