"""Student's t: how far 95 % limits reach where a spread was measured on a few values only."""

from __future__ import annotations

_NORMAL = 1.959964
_TABLE = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""97.5 % points for 1 to 30 degrees of freedom: R's `round(qt(0.975, 1:30), 3)`."""


def two_sided_95(degrees_of_freedom: int) -> float:
    """The 97.5 % point; beyond the table by two terms of Cornish and Fisher, good to three decimals."""
    if degrees_of_freedom <= len(_TABLE):
        return _TABLE[degrees_of_freedom - 1]
    z = _NORMAL
    n = degrees_of_freedom
    return z + (z**3 + z) / (4 * n) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
