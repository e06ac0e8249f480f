"""How much memory and time one call in the worker may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_mib`: what a call may add to the worker's own size; `timeout_s`: wall-clock seconds for one call.

    The defaults hold a CT of 3,000 slices (1.5 GiB as int16) with room to decode it.
    Refused when built: limits that are not positive.
    """

    memory_mib: int = 4096
    timeout_s: float = 120.0

    def __post_init__(self) -> None:
        if self.memory_mib <= 0 or not self.timeout_s > 0:
            raise ValueError(f"limits of {self.memory_mib} MiB and {self.timeout_s} s leave nothing to work with")
