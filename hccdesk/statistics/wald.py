"""Whether several coefficients of one model are all nothing: one p for a variable of several categories."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def joint_p(coefficients: Array, covariance: Array) -> float:
    """Wald's test of `coefficients` (term,) with their `covariance` (term, term): b' V⁻¹ b, χ² on as many degrees.

    Of one term it is the p of its z. Wald, Trans Am Math Soc 1943;54:426-82. R: `wald.test` of `coxph`.
    """
    from scipy.stats import chi2  # noqa: PLC0415 - half a second of import, paid by those who test

    statistic = float(coefficients @ np.linalg.solve(covariance, coefficients))
    return float(chi2.sf(statistic, len(coefficients)))
