"""A CT that no model may have, and that a reader can look at all the same."""

from __future__ import annotations

from hccdesk.domain.ct import CtSeries
from hccdesk.domain.sentence import Sentence


def only_looked_at(series: CtSeries) -> Sentence:
    """Why a series is no input."""
    reason = Sentence.listed([reason.unfinished for reason in series.verdict.reasons])
    return Sentence.of("the CT can only be looked at: {reason}", reason=reason)
