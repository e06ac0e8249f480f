"""What a model answered, checked before anybody believes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.sentence import Sentence

_SUM_TOLERANCE = 1e-3


def finite(outputs: Mapping[str, NDArray[Any]], name: str, shape: tuple[int | None, ...]) -> NDArray[np.float32]:
    """Output `name`, float32, of `shape` (None: any size); refused where it is missing, misshapen or not finite."""
    if name not in outputs:
        raise _refused(Sentence.of("it has no output {name}", name=repr(name)))
    value = np.asarray(outputs[name])
    fits = len(value.shape) == len(shape) and all(w in (None, s) for s, w in zip(value.shape, shape, strict=True))
    if not fits or value.dtype.kind != "f":
        there = f"{value.dtype} {value.shape}"
        why = Sentence.of(
            "its output {name} is {there}, expected {wanted}", name=repr(name), there=there, wanted=str(shape)
        )
        raise _refused(why)
    if not np.isfinite(value).all():
        raise _refused(Sentence.of("its output {name} is not a finite number", name=repr(name)))
    return value.astype(np.float32, copy=False)


def probabilities(outputs: Mapping[str, NDArray[Any]], name: str, rows: int) -> NDArray[np.float32]:
    """Output `name` as (rows, 2) probabilities of which each row sums to one; refused otherwise."""
    value = finite(outputs, name, (rows, 2))
    if value.min() < 0 or np.abs(value.sum(axis=1) - 1).max() > _SUM_TOLERANCE:
        raise _refused(Sentence.of("its output {name} is not a probability", name=repr(name)))
    return value


def _refused(why: Sentence) -> ModelBundleError:
    return ModelBundleError(
        Sentence.of("The model's answer cannot be used: {why}.", why=why),
        what_to_do="Run `hccdesk models check` on this bundle.",
    )
