"""ART score before a second TACE. Sieghart et al., Hepatology 2013;57:2261-73."""

from __future__ import annotations

from dataclasses import fields

from hccdesk.clinical.known import needs
from hccdesk.domain.clinical_record import ClinicalRecord, PreviousSession, RadiologicalResponse
from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.domain.sentence import Sentence

CITATION = "Sieghart W et al., Hepatology 2013;57:2261-2273"
EDITION = "2013, before the second TACE"
NOTE = Sentence.of("an external cohort did not confirm this score (PMC5058946)")

_RESPONSES = (RadiologicalResponse.CR, RadiologicalResponse.PR)


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """AST up by more than 25 %: 4; Child-Pugh up by one point: 1.5, by two or more: 3; no response: 1.

    Group 0-1.5 or 2.5 and more. It needs the session before.
    """
    session = record.previous_session or PreviousSession()
    points = _points(session)
    if points is None:
        missing = (f"previous_session.{f.name}" for f in fields(session) if getattr(session, f.name) is None)
        return needs("ART", tuple(missing))
    total = sum(points.values())
    return ScoreFinding(
        "ART", total, "0–1.5" if total <= 1.5 else "≥ 2.5", points, CITATION, edition=EDITION, note=NOTE
    )


def _points(session: PreviousSession) -> dict[str, float] | None:
    ast_before, ast_after = session.ast_before_u_per_l, session.ast_after_u_per_l
    before, after, response = session.child_pugh_before, session.child_pugh_after, session.radiological_response
    if ast_before is None or ast_after is None or before is None or after is None or response is None:
        return None
    rise = after - before
    return {
        "ast_after_u_per_l": 4.0 if ast_after > 1.25 * ast_before else 0.0,
        "child_pugh_after": 3.0 if rise >= 2 else 1.5 if rise == 1 else 0.0,
        "radiological_response": 0.0 if response in _RESPONSES else 1.0,
    }
