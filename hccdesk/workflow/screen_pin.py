"""The PIN of the screen lock: made fit to be kept, and compared."""

from __future__ import annotations

from hccdesk.store.pin_hash import hashed_pin, is_pin

LEAST_CHARACTERS = 6


def keep_pin(pin: str) -> str:
    """What may be kept of it; slow on purpose."""
    return hashed_pin(pin)


def is_screen_pin(pin: str, kept: str) -> bool:
    """Whether it is the kept one; slow on purpose."""
    return is_pin(pin, kept)
