"""What becomes of a phantom patient: response, progression-free survival, and when we stop looking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

import numpy as np

from hccdesk.domain.clinical_record import RadiologicalResponse
from hccdesk.phantom.marginals import Marginals

DATA_CUT_OFF = date(2023, 10, 1)
FOLLOW_UP_MONTHS = (14.4, 36.0)
"""Uniform; median 25.2 months as in Yin et al. 2024."""
DAYS_PER_MONTH = 30.4375

BASELINE_KNOTS_MONTHS = (0.0, 6.0, 12.0, 18.0, 24.0, 30.0)
BASELINE_CUMULATIVE_HAZARD = (0.0, 0.0589, 0.3671, 0.5518, 1.3015, 3.1044)
"""At the knots, linear between and beyond, solved for the paper's survival (docs/adr/0002)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome drawn. `pfs_months` is time to progression, or to the data cut-off if `progressed` is false.

    `true_pfs_months` is the time to progression that would have been seen without a cut-off.
    """

    true_response_probability: float
    responded: bool
    mrecist: RadiologicalResponse
    true_pfs_months: float
    pfs_months: float
    progressed: bool


def draw_follow_up_months(rng: np.random.Generator) -> float:
    """Months from treatment to the data cut-off."""
    return round(float(rng.uniform(*FOLLOW_UP_MONTHS)), 2)


def treatment_date_for(follow_up_months: float) -> date:
    """The day of treatment for a follow-up that ends on the data cut-off."""
    return DATA_CUT_OFF - timedelta(days=round(follow_up_months * DAYS_PER_MONTH))


def draw_mrecist(rng: np.random.Generator, responded: bool, marginals: Marginals) -> RadiologicalResponse:
    """The mRECIST category within responders and the others."""
    if responded:
        complete = rng.random() < marginals.complete_among_responders
        return RadiologicalResponse.CR if complete else RadiologicalResponse.PR
    return RadiologicalResponse.SD if rng.random() < marginals.stable_among_others else RadiologicalResponse.PD


def draw_pfs_months(rng: np.random.Generator, log_hazard_ratio: float) -> float:
    """Time to progression: an exponential on the cumulative hazard, read back on the baseline."""
    needed = float(rng.standard_exponential()) * exp(-log_hazard_ratio)
    knots, hazard = BASELINE_KNOTS_MONTHS, BASELINE_CUMULATIVE_HAZARD
    if needed <= hazard[-1]:
        return max(round(float(np.interp(needed, hazard, knots)), 2), 0.1)
    last_slope = (hazard[-1] - hazard[-2]) / (knots[-1] - knots[-2])
    return round(knots[-1] + (needed - hazard[-1]) / last_slope, 2)
