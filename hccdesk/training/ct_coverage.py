"""How often intervals of P(response) hold the truth, on synthetic patients, whose true probability is known.

Two truths: a patient's own probability, and what the score means (`coverage.meant`). An interval of the fit can be
expected to hold the second only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.manifest import Performance
from hccdesk.inference.ct_interval import limits
from hccdesk.inference.interval_file import IntervalFacts
from hccdesk.inference.log_odds import log_odds, probability_of
from hccdesk.training.coverage import held_row, meant

Floats = NDArray[np.float64]
OF_SCORE = "95 % interval of P(response) holds what such a score means here (mean true probability), share of phantoms"
OF_PATIENT = "95 % interval of P(response) holds the patient's own true probability, share of phantoms"
OWN_RANGE = "Range for one patient's own probability holds it (95 % asked for), share of phantoms"
METRICS = (OF_SCORE, OF_PATIENT, OWN_RANGE)


def coverage_rows(
    said: Floats, members: Floats, facts: IntervalFacts, patients: Sequence[CohortPatient], cohort: str
) -> tuple[Performance, ...]:
    """`said` (patient,) and `members` (member, patient) as the networks gave them; no row for people."""
    truth = [patient.true_response_probability for patient in patients]
    known = np.array([value for value in truth if value is not None])
    if len(known) != len(truth) or not len(known):
        return ()
    rows = [
        (OF_SCORE, (intervals(said, members, facts), meant(said, known))),
        (OF_PATIENT, (intervals(said, members, facts), known)),
        *([(OWN_RANGE, (own_ranges(said, facts.own.log_odds_reach), known))] if facts.own else []),
    ]
    return tuple(held_row(metric, *held, cohort) for metric, held in rows)


def intervals(said: Floats, members: Floats, facts: IntervalFacts) -> Floats:
    """(patient, 2): the limits that the board would be given."""
    own = [log_odds(float(p)) for p in said]
    spread = np.vectorize(log_odds)(members.astype(np.float64))
    return np.array([limits(facts, odds, odds, spread[:, place]) for place, odds in enumerate(own)])


def own_ranges(said: Floats, reach: float) -> Floats:
    """(patient, 2): where one patient's own probability lies, for 95 % of synthetic patients."""
    return np.array(
        [[probability_of(log_odds(float(p)) - reach), probability_of(log_odds(float(p)) + reach)] for p in said]
    )
