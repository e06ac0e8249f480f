"""Values put on a nomogram's axes in place of the patient's own: what may be put there."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from hccdesk.domain.errors import InputError
from hccdesk.survival.axis_ticks import tick_label
from hccdesk.survival.nomogram_json import NomogramBundle, Variable

_ROUNDING = 1e-9  # of the axis' length: an end that a pointer gave back is still the end


def refuse_off_axis(nomogram: NomogramBundle, changed: Mapping[str, float]) -> None:
    """Raise `InputError` for a variable that the nomogram does not have and for a value that its axis does not show.

    A no/yes axis takes its two values and nothing between.
    """
    variables = {variable.name: variable for variable in nomogram.variables}
    for name, value in changed.items():
        if name not in variables:
            raise InputError(f"this nomogram has no axis {name!r}.")
        _refuse(variables[name], value)


def _refuse(variable: Variable, value: float) -> None:
    low, high = variable.limits
    slack = _ROUNDING * (high - low)
    unit = f" {variable.unit}" if variable.unit else ""
    if not isfinite(value) or not low - slack <= value <= high + slack:
        raise InputError(
            f"{variable.title}: {tick_label(value) if isfinite(value) else 'no number'} lies off the axis.",
            what_to_do=f"Choose a value from {tick_label(low)} to {tick_label(high)}{unit}.",
        )
    if variable.kind == "clinical_feature" and all(abs(value - tick.value) > slack for tick in variable.ticks):
        words = " or ".join(tick.label for tick in variable.ticks)
        raise InputError(f"{variable.title} is {words}, with nothing between.", what_to_do=f"Choose {words}.")
