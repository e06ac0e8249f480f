"""What an interval tells, in two parts: a sentence to stand beside the number, and how the limits were made."""

from __future__ import annotations

from hccdesk.domain.sentence import Sentence

_WHOLE = "{in_brief} {more}"


def basis_of(in_brief: Sentence, more: Sentence) -> Sentence:
    """The whole basis; `in_brief` says of whom the limits are, and is read with the number."""
    return Sentence.of("{in_brief} {more}", in_brief=in_brief, more=more)


def in_brief(basis: Sentence) -> Sentence | None:
    """The sentence that must stand beside the number; None of a basis that is not in two parts."""
    said = dict(basis.facts).get("in_brief")
    return said if basis.template == _WHOLE and isinstance(said, Sentence) else None
