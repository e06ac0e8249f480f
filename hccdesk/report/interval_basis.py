"""What each interval of a result tells and what it does not, whole, for the pages of evidence."""

from __future__ import annotations

from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.result import CaseResult, ClinicalResponseFinding, CtResponseFinding, HaimFinding, SurvivalFinding
from hccdesk.report.blocks import Block, Cell, Heading
from hccdesk.report.image_facts import fact_table
from hccdesk.report.voice import Voice, value


def what_intervals_tell(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """Every interval of the result with its whole basis."""
    told = [
        *_of_score(voice.say("CT · objective response"), result.ct_response, voice),
        *_of_score(voice.say("Clinical features alone"), result.clinical_response, voice),
        *_of_score(voice.say("Biopsy · HAIM"), result.slide_response, voice),
        *(
            (f"{voice.say(finding.endpoint.label)} ({value(model_id)})", voice.tell(finding.interval_basis))
            for model_id, finding in result.survival
            if isinstance(finding, SurvivalFinding) and finding.interval_basis is not None
        ),
    ]
    together: dict[str, list[str]] = {}
    for name, basis in told:
        together.setdefault(basis, []).append(name)
    facts = [("; ".join(names), Cell(basis)) for basis, names in together.items()]
    return (Heading(voice.say("What the intervals tell, and what they do not")), fact_table(facts)) if facts else ()


def _of_score(name: str, finding: object, voice: Voice) -> list[tuple[str, str]]:
    if not isinstance(finding, CtResponseFinding | ClinicalResponseFinding | HaimFinding):
        return []
    if not isinstance(finding.interval, ScoreInterval):
        return []
    return [(name, voice.tell(finding.interval.basis))]
