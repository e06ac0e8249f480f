"""A survival model's endpoint in the report's words, and whose patients it was made from."""

from __future__ import annotations

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.result import CaseResult, SurvivalFinding
from hccdesk.report.blocks import Cell
from hccdesk.report.plain_text import plain
from hccdesk.report.standing import Standing
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice


def endpoint_of(standing: Standing) -> Endpoint:
    """What the model tells, by its manifest."""
    return Endpoint.of_outputs(standing.manifest.outputs) if standing.manifest else Endpoint.PFS


def of_one_hundred(finding: SurvivalFinding, voice: Voice, months: str, n: int) -> str:
    """A probability as a natural frequency."""
    if finding.endpoint is Endpoint.OS:
        return voice.say("Of 100 such patients about {n} are alive at {months} months.", n=n, months=months)
    return voice.say("Of 100 such patients about {n} are free of progression at {months} months.", n=n, months=months)


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
