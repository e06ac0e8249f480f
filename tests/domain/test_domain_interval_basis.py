"""A basis in two parts: the one that is read with the number, and the rest."""

from __future__ import annotations

from hccdesk.domain.interval_basis import basis_of, in_brief
from hccdesk.domain.sentence import Sentence

FIRST = Sentence.of("Of {whom}.", whom="the mean")


def test_that_both_parts_are_told_and_the_first_can_be_had_alone() -> None:
    basis = basis_of(FIRST, Sentence.of("Made so."))
    assert basis.text == "Of the mean. Made so."
    assert in_brief(basis) == FIRST


def test_that_any_other_sentence_has_no_first_part() -> None:
    assert in_brief(Sentence.of("bootstrap of {n} heads", n=10)) is None
    assert in_brief(Sentence.of("so: {in_brief}", in_brief=FIRST)) is None
