"""How much memory and time one call in the worker may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_mib`: what a call may add to the worker's own size. Times are wall-clock seconds.

    `timeout_s`: how long a call may go without a step forward. A call that is given a `progress` begins anew with
    every step, so that a large folder is not refused for its size; another has this time in all. `total_s`: the end
    even of a call that goes on reporting steps; half a working day, enough for an archive on a slow share.

    The defaults hold a CT of 3,000 slices (1.5 GiB as int16) with room to decode it.
    Refused when built: limits that are not positive.
    """

    memory_mib: int = 4096
    timeout_s: float = 120.0
    total_s: float = 4 * 3600.0

    def __post_init__(self) -> None:
        if self.memory_mib <= 0 or not self.timeout_s > 0 or not self.total_s > 0:  # NaN is refused too
            seconds = f"{self.timeout_s} s a step, {self.total_s} s in all"
            raise ValueError(f"limits of {self.memory_mib} MiB and {seconds} leave nothing to work with")
