"""From a series to the next with the keys: the next in the list, or the next contrast phase. No Qt."""

from __future__ import annotations

from hccdesk.domain.ct import ContrastPhase, CtSeries, Suitability

PHASES = (ContrastPhase.NATIVE, ContrastPhase.ARTERIAL, ContrastPhase.PORTAL_VENOUS, ContrastPhase.DELAYED)


def usable(found: tuple[CtSeries, ...]) -> tuple[CtSeries, ...]:
    """Those that can be looked at."""
    return tuple(series for series in found if series.verdict.suitability is not Suitability.NONE)


def series_after(found: tuple[CtSeries, ...], now: CtSeries | None, steps: int) -> CtSeries | None:
    """The series `steps` further down the list, passing what cannot be looked at; None beyond its ends."""
    choices = usable(found)
    if not choices:
        return None
    place = (choices.index(now) if now in choices else (-1 if steps > 0 else len(choices))) + steps
    return choices[place] if 0 <= place < len(choices) else None


def phase_after(found: tuple[CtSeries, ...], now: CtSeries | None, steps: int) -> CtSeries | None:
    """The best series of the next phase (arterial, then portal venous …) that was found; None where there is none."""
    if now is None or now.phase not in PHASES:
        return None
    later = PHASES[PHASES.index(now.phase) + 1 :] if steps > 0 else PHASES[: PHASES.index(now.phase)][::-1]
    for phase in later:
        fitting = [series for series in usable(found) if series.phase is phase]
        if fitting:
            return max(fitting, key=_worth)
    return None


def compared_with(found: tuple[CtSeries, ...], now: CtSeries | None, count: int) -> tuple[CtSeries, ...]:
    """What to put beside a series at first: volumes of other phases, in the order of the phases, then the rest."""
    others = [series for series in usable(found) if series is not now]
    others.sort(key=lambda one: (now is not None and one.phase is now.phase, _order(one), -_worth(one)))
    return tuple(others[:count])


def _order(series: CtSeries) -> int:
    return PHASES.index(series.phase) if series.phase in PHASES else len(PHASES)


def _worth(series: CtSeries) -> int:
    return list(Suitability).index(series.verdict.suitability)
