"""How the line on the agreement of the two readings looks; its words are the report's. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.concordance import Agreement
from hccdesk.domain.concordance import concordance as concordance_of
from hccdesk.domain.result import CaseResult
from hccdesk.ui.spoken import say

_LOOKS = {
    Agreement.NOT_STATED: ("minus-circle-outline", "muted"),
    Agreement.RESPONSE: ("equal", "text"),
    Agreement.NO_RESPONSE: ("equal", "text"),
    Agreement.INDETERMINATE: ("approximately-equal", "text"),
    Agreement.DISAGREE: ("not-equal-variant", "caution"),
}


@dataclass(frozen=True, slots=True)
class Concordance:
    """`icon` and colour `role` go with the words."""

    icon: str
    role: str
    words: str


def concordance(result: CaseResult) -> Concordance:
    """The two readings side by side, in the report's words."""
    found = concordance_of(result)
    return Concordance(*_LOOKS[found.agreement], say(found.said))
