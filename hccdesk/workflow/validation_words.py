"""What a validation names, as sentences that can be said in the language of the report."""

from __future__ import annotations

from collections.abc import Mapping

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.sentence import Sentence

RESPONSE = "objective response (CR or PR by mRECIST)"
NO_RESPONSE = "no response (SD or PD by mRECIST)"

POSITIVES: Mapping[str, Sentence] = {
    RESPONSE: Sentence.of("objective response (CR or PR by mRECIST)"),
    NO_RESPONSE: Sentence.of("no response (SD or PD by mRECIST)"),
}
ENDPOINTS: Mapping[Endpoint, Sentence] = {
    Endpoint.PFS: Sentence.of("Progression-free survival"),
    Endpoint.OS: Sentence.of("Overall survival"),
    Endpoint.TTP: Sentence.of("Time to progression"),
}
