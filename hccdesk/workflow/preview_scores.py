"""The published scores of a clinical row as it is typed."""

from __future__ import annotations

from hccdesk.clinical.published_scores import published_scores
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding


def preview_scores(record: ClinicalRecord) -> tuple[tuple[str, ScoreFinding | NotComputed], ...]:
    """(score name, finding) in the order of the report; fast enough to follow typing."""
    return published_scores(record)
