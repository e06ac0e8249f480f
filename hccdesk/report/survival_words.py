"""A survival model's endpoint in the report's words, and whose patients it was made from."""

from __future__ import annotations

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.printed_probability import of_hundred_patients
from hccdesk.domain.result import CaseResult, SurvivalFinding
from hccdesk.domain.sentence import Fact
from hccdesk.report.blocks import Cell
from hccdesk.report.plain_text import plain
from hccdesk.report.standing import Standing
from hccdesk.report.statistics_words import share
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice

_STOPS = {"en": ".", "zh": "。"}


def endpoint_of(standing: Standing) -> Endpoint:
    """What the model tells, by its manifest."""
    return Endpoint.of_outputs(standing.manifest.outputs) if standing.manifest else Endpoint.PFS


def of_one_hundred(finding: SurvivalFinding, voice: Voice, months: str) -> str:
    """The probability at a horizon as a natural frequency, with its limits where there are any."""
    n = of_hundred_patients(finding.probability_at_months[months])
    limits = finding.interval_at_months.get(months)
    alive = finding.endpoint is Endpoint.OS
    if limits is None:
        if alive:
            return voice.say("Of 100 such patients about {n} are alive at {months} months.", n=n, months=months)
        return voice.say(
            "Of 100 such patients about {n} are free of progression at {months} months.", n=n, months=months
        )
    facts: dict[str, Fact] = {"n": n, "months": months, "low": round(100 * limits[0]), "high": round(100 * limits[1])}
    if alive:
        return voice.say("Of 100 such patients about {n} ({low} to {high}) are alive at {months} months.", **facts)
    return voice.say(
        "Of 100 such patients about {n} ({low} to {high}) are free of progression at {months} months.", **facts
    )


def fitted_on(finding: SurvivalFinding, voice: Voice) -> tuple[Cell, ...]:
    """On whom the model was fitted: patients, events and C-index; nothing where the bundle does not tell."""
    cohort = finding.cohort
    if cohort is None:
        return ()
    said = voice.say("Fitted on {patients} patients, {events} events", patients=cohort.patients, events=cohort.events)
    if cohort.c_index is None:
        return (Cell(f"{said}{_STOPS[voice.language]}", Tone.MUTED),)
    how = f" ({voice.words(cohort.how)})" if cohort.how else ""
    return (Cell(f"{said}; C-index {share(cohort.c_index)}{how}{_STOPS[voice.language]}", Tone.MUTED),)


def another_question(finding: SurvivalFinding, voice: Voice) -> tuple[Cell, ...]:
    """That a model tells something else than progression-free survival."""
    if finding.endpoint is Endpoint.PFS:
        return ()
    said = voice.say(
        "▲ Another question than progression-free survival: {endpoint}", endpoint=voice.say(finding.endpoint.label)
    )
    return (Cell(said, Tone.CAUTION),)


def whose_patients(finding: SurvivalFinding, voice: Voice) -> tuple[Cell, ...]:
    """That a model comes from public data, not from this hospital, and how its source is cited."""
    if finding.cohort_kind is not CohortKind.PUBLIC:
        return ()
    said = voice.say("Made from public data, not from this hospital's patients.")
    cited = (Cell(plain(finding.citation), Tone.MUTED),) if finding.citation else ()
    return (Cell(said, Tone.CAUTION), *cited)


def citations(result: CaseResult) -> tuple[str, ...]:
    """The sources of the public models that were installed, each once."""
    cited = (m.citation for m in result.models if m.cohort_kind is CohortKind.PUBLIC and m.citation)
    return tuple(dict.fromkeys(plain(one) for one in cited))
