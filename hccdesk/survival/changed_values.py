"""Values put on a nomogram's axes in place of the patient's own: what may be put there."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
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
            raise InputError(Sentence.of("this nomogram has no axis {name}.", name=repr(name)))
        _refuse(variables[name], value)


def _refuse(variable: Variable, value: float) -> None:
    low, high = variable.limits
    slack = _ROUNDING * (high - low)
    unit = f" {variable.unit}" if variable.unit else ""
    if not isfinite(value) or not low - slack <= value <= high + slack:
        raise InputError(
            Sentence.of(
                "{title}: {value} lies off the axis.",
                title=variable.title,
                value=tick_label(value) if isfinite(value) else Sentence.of("no number"),
            ),
            what_to_do=Sentence.of(
                "Choose a value from {low} to {high}{unit}.",
                low=tick_label(low),
                high=tick_label(high),
                unit=unit,
            ),
        )
    if variable.is_yes_or_no and all(abs(value - tick.value) > slack for tick in variable.ticks):
        words = Sentence.listed([Sentence.literally(tick.label) for tick in variable.ticks], " or ")
        raise InputError(
            Sentence.of("{title} is {words}, with nothing between.", title=variable.title, words=words),
            what_to_do=Sentence.of("Choose {words}.", words=words),
        )
