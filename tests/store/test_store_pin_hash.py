"""A PIN as it is kept: only the PIN itself is taken for it, and what is kept tells nothing."""

from __future__ import annotations

import pytest

from hccdesk.store.pin_hash import hashed_pin, is_pin


def test_that_only_the_pin_itself_is_it() -> None:
    kept = hashed_pin("架子2026")
    assert is_pin("架子2026", kept)
    assert not is_pin("架子2027", kept)
    assert not is_pin("", kept)


def test_that_an_accent_may_be_typed_as_one_character_or_as_two() -> None:
    assert is_pin("cafe\u0301-12", hashed_pin("caf\u00e9-12"))


def test_that_the_same_pin_is_kept_differently_each_time_and_never_in_plain() -> None:
    one, other = hashed_pin("123456"), hashed_pin("123456")
    assert one != other
    assert "123456" not in one


@pytest.mark.parametrize(
    "kept", ["", "scrypt", "plain:1:1:1:eA==:eA==", "scrypt:x:8:1:eA==:eA==", "scrypt:4294967296:8:1:eA==:eA=="]
)
def test_that_nothing_is_the_pin_of_a_text_that_is_none_of_ours(kept: str) -> None:
    assert not is_pin("", kept)
    assert not is_pin("123456", kept)
