"""Univariate, then multivariate regression: logistic of the response, Cox of each endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortPatient, Endpoint
from hccdesk.domain.cohort_description import Regression, RegressionRow
from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics import logistic
from hccdesk.statistics.wald import joint_p
from hccdesk.survival import cox
from hccdesk.survival.covariate_cautions import covariate_cautions
from hccdesk.survival.fit_cautions import cautions as cox_cautions
from hccdesk.survival.proportional_hazards import proportionality
from hccdesk.workflow.describe_survival import endpoints_of, followed, hazard_ratios
from hccdesk.workflow.group_fit import Fit, Fitted
from hccdesk.workflow.regression_alone import TermAlone, complete_rows, terms_alone
from hccdesk.workflow.regression_terms import RegressionTerm

Array = NDArray[np.float64]

STAGE = "Regressions"
ENTRY_P = 0.05
"""A term enters the multivariate model with a smaller p alone, the groups of one variable all or none: the rule that
HAIM's paper states."""
ENTRY_KNOWN = 0.8
"""A term known in a smaller share of the patients does not enter: it would take the others' patients with it."""


def regressions(
    patients: Sequence[CohortPatient], terms: Sequence[RegressionTerm], progress: Progress
) -> Iterator[Regression | NotComputed]:
    """The response's, then one an endpoint that anybody was followed to; why not, where nothing can be fitted."""
    responded = [patient.responded for patient in patients]
    endpoints = endpoints_of(patients)
    watched = _Watched(progress, (1 + len(endpoints)) * len(terms))
    if any(value is not None for value in responded):
        yield _response(responded, terms, watched)
    else:
        yield NotComputed(Sentence.of("Objective response: the response of no patient is known."))
    for number, endpoint in enumerate(endpoints, start=1):
        watched.done = number * len(terms)
        yield _endpoint(patients, endpoint, terms, watched)


@dataclass(slots=True)
class _Watched:
    """Counts the fits of all regressions; a user who stops is heard at the next one."""

    progress: Progress
    total: int
    done: int = 0

    def step(self) -> None:
        self.done += 1
        self.progress.step(self.done, self.total, STAGE)


def _response(responded: Sequence[bool | None], terms: Sequence[RegressionTerm], watched: _Watched) -> Regression:
    rows = np.array([i for i, value in enumerate(responded) if value is not None])
    positive = np.array([bool(responded[i]) for i in rows])

    def fit(table: Array, names: Sequence[str], chosen: NDArray[np.int64]) -> Fitted:
        model = logistic.fit(table, names, positive[chosen])
        said = (*model.cautions, *covariate_cautions(table, names, positive[chosen]))
        together = joint_p(model.coefficients, model.covariance[1:, 1:])
        return Fitted(model.odds_ratios, tuple(model.p_values.tolist()), together, said)

    return _regression("Objective response", "odds ratio", rows, int(positive.sum()), terms, fit, watched)


def _endpoint(
    patients: Sequence[CohortPatient], endpoint: Endpoint, terms: Sequence[RegressionTerm], watched: _Watched
) -> Regression:
    follow = followed(patients, endpoint)

    def fit(table: Array, names: Sequence[str], chosen: NDArray[np.int64]) -> Fitted:
        months, event = follow.months[chosen], follow.event[chosen]
        model = cox.fit(table, names, months, event)
        said = (*_over_time(model, table, months, event), *covariate_cautions(table, names, event))
        return hazard_ratios(model, said)

    return _regression(endpoint.label, "hazard ratio", follow.rows, int(follow.event.sum()), terms, fit, watched)


def _over_time(model: cox.CoxFit, table: Array, months: Array, event: NDArray[np.bool_]) -> tuple[Sentence, ...]:
    try:
        return cox_cautions(model, proportionality(model, table, months, event))
    except InputError as error:
        return (*cox_cautions(model, ()), error.said)


def _regression(  # noqa: PLR0917 - one outcome's columns
    outcome: str,
    ratio: str,
    rows: NDArray[np.int64],
    events: int,
    terms: Sequence[RegressionTerm],
    fit: Fit,
    watched: _Watched,
) -> Regression:
    alone: list[TermAlone] = []
    for block in dict.fromkeys(term.block for term in terms):
        own = [term for term in terms if term.block == block]
        for _ in own:
            watched.step()
        alone += terms_alone(own, rows, fit)
    small_p = [i for i, one in enumerate(alone) if one.joint_p is not None and one.joint_p < ENTRY_P]
    entered = [i for i in small_p if np.isfinite(alone[i].term.values[rows]).mean() >= ENTRY_KNOWN]
    chosen = [alone[i].term for i in entered]
    together = _fitted(chosen, rows, fit) if len(entered) > 1 else None
    return Regression(
        outcome=outcome,
        ratio=ratio,
        patients=len(rows),
        events=events,
        rows=tuple(_row(one, _together(i, entered, together, i in small_p)) for i, one in enumerate(alone)),
        cautions=_cautions(together, chosen, rows),
    )


def _fitted(terms: Sequence[RegressionTerm], rows: NDArray[np.int64], fit: Fit) -> Fitted | NotComputed:
    """All terms in one model, of the patients with every term known."""
    table, complete = complete_rows(terms, rows)
    if not len(complete):
        return NotComputed(Sentence.of("No patient with this outcome has a known value."))
    try:
        return fit(table[complete], [term.title for term in terms], complete)
    except InputError as error:
        return NotComputed(error.said)


def _together(
    index: int, entered: Sequence[int], together: Fitted | NotComputed | None, small_p: bool
) -> tuple[Estimate | NotComputed | None, float | None]:
    """A term's ratio and p beside the others; (None, None) where it was not entered."""
    if index not in entered:
        return (
            (NotComputed(Sentence.of("Not entered: unknown in too many patients.")), None) if small_p else (None, None)
        )
    if together is None or isinstance(together, NotComputed):
        return together, None
    place = list(entered).index(index)
    return together.ratios[place], together.p[place]


def _row(alone: TermAlone, together: tuple[Estimate | NotComputed | None, float | None]) -> RegressionRow:
    return RegressionRow(alone.term.name, alone.term.title, alone.ratio, alone.p, *together)


def _cautions(
    together: Fitted | NotComputed | None, terms: Sequence[RegressionTerm], rows: NDArray[np.int64]
) -> tuple[Sentence, ...]:
    if together is None:
        return (Sentence.of("Fewer than two terms could be entered (p < {p} alone): nothing was fitted together.",
                            p=ENTRY_P),)  # fmt: skip
    unknown = len(rows) - len(complete_rows(terms, rows)[1])
    chosen = Sentence.of(
        "Terms with p < {p} alone, known in at least {known:.0%} of the patients, were entered together; chosen on the "
        "same patients, their ratios are probably overstated and their p too small.",
        p=ENTRY_P,
        known=ENTRY_KNOWN,
    )
    left_out = Sentence.of(
        "{n} of {of} patients lack a value of the terms entered together and are left out there.",
        n=unknown,
        of=len(rows),
    )
    said = together.cautions if isinstance(together, Fitted) else ()
    return (chosen, *((left_out,) if unknown else ()), *said)
