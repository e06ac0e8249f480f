"""What an interval tells, in a word on page 1; the whole of it stands under Evidence."""

from __future__ import annotations

import re

from hccdesk.domain.interval_basis import in_brief
from hccdesk.domain.sentence import Sentence
from hccdesk.report.voice import Voice

LONGEST_BRIEF = 90
"""Letters, a Chinese character counting as two; what is longer stays under Evidence."""
_FIRST_CLAUSE = re.compile("[:(\N{FULLWIDTH COLON}\N{FULLWIDTH LEFT PARENTHESIS}]")
_FIRST_CJK = "\u2e80"


def basis_in_brief(basis: Sentence, voice: Voice) -> str:
    """Of whom the limits are, where the basis says so first; else what was varied, as far as the first colon or
    bracket, and all of it where it is short."""
    first = in_brief(basis)
    if first is not None:
        return voice.tell(first)
    told = voice.tell(basis)
    head, *rest = _FIRST_CLAUSE.split(told, maxsplit=1)
    if _letters(told) <= LONGEST_BRIEF:
        return told
    if rest and _letters(head) <= LONGEST_BRIEF:
        return voice.say("{what} (see Evidence)", what=Sentence.literally(head.strip()))
    return voice.say("What it tells stands under Evidence.")


def _letters(text: str) -> int:
    return sum(2 if character >= _FIRST_CJK else 1 for character in text)
