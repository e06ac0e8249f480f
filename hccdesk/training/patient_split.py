"""Splits by patient, the only ones there are: what belongs to one patient never stands on both sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence


def patient_folds(patient_ids: Sequence[str], outcome: ArrayLike, folds: int, seed: int) -> NDArray[np.int64]:
    """The fold of each row, 0 to `folds` - 1: all rows of a patient in one, outcomes spread evenly, drawn by `seed`.

    `outcome` (row,) is a class; a patient's first row counts. Refused (`InputError`): fewer patients than folds.
    """
    first = {patient: row for row, patient in reversed(list(enumerate(patient_ids)))}
    if not 2 <= folds <= len(first):
        raise InputError(
            Sentence.of("{patients} patients cannot be split into {folds} folds.", patients=len(first), folds=folds)
        )
    classes, rng = np.asarray(outcome), np.random.default_rng(seed)
    order = sorted(first, key=first.__getitem__)
    shuffled = [order[place] for place in rng.permutation(len(order))]
    dealt = sorted(shuffled, key=lambda patient: float(classes[first[patient]]))
    fold_of = {patient: place % folds for place, patient in enumerate(dealt)}
    return np.array([fold_of[patient] for patient in patient_ids])


def refuse_shared_patients(train_ids: Sequence[str], test_ids: Sequence[str]) -> None:
    """Raise `InputError` where a patient stands on both sides, as in a split by slice or by patch."""
    shared = len(set(train_ids) & set(test_ids))
    if shared:
        raise InputError(
            Sentence.of("{shared} patients are in both training and test: the split is not by patient.", shared=shared),
            what_to_do="Put all that belongs to one patient on one side.",
        )
