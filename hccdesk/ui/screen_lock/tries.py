"""How long one has to wait after wrong tries. No widgets."""

from __future__ import annotations

FREE_TRIES = 3
FIRST_WAIT_S, LONGEST_WAIT_S = 5, 300


def wait_after(wrong: int) -> int:
    """Seconds after so many wrong tries in a row: none at first, then 5, doubled each time, at most five minutes."""
    if wrong < FREE_TRIES:
        return 0
    return int(min(FIRST_WAIT_S * 2 ** min(wrong - FREE_TRIES, 10), LONGEST_WAIT_S))
