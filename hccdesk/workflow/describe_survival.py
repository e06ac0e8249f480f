"""One endpoint by group: curves, numbers at risk, log-rank test and hazard ratios against the first group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortPatient, Ending, Endpoint
from hccdesk.domain.cohort_description import SurvivalDescription, TestOutcome
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.wald import joint_p
from hccdesk.survival import cox
from hccdesk.survival.groups import at_risk_months, survival_group, survival_groups
from hccdesk.survival.log_rank import log_rank
from hccdesk.workflow.cohort_grouping import Grouping
from hccdesk.workflow.group_fit import Fitted, fit_groups

HazardRatio = tuple[str, Estimate | NotComputed, float | None]


@dataclass(frozen=True, slots=True)
class Followed:
    """Patients with a follow-up to one endpoint: row in the table, months and ending, each (patient,)."""

    rows: NDArray[np.int64]
    months: NDArray[np.float64]
    ending: NDArray[np.int64]

    @property
    def event(self) -> NDArray[np.bool_]:
        """Whether the event came; a competing one counts as censored at its time."""
        return np.asarray(self.ending == Ending.EVENT)


def followed(patients: Sequence[CohortPatient], endpoint: Endpoint) -> Followed:
    """Those of `patients` whose follow-up to `endpoint` is known."""
    found = [(i, p.follow_up[endpoint]) for i, p in enumerate(patients) if endpoint in p.follow_up]
    return Followed(
        rows=np.array([i for i, _ in found], dtype=np.int64),
        months=np.array([f.months for _, f in found], dtype=np.float64),
        ending=np.array([int(f.ending) for _, f in found], dtype=np.int64),
    )


def endpoints_of(patients: Sequence[CohortPatient]) -> tuple[Endpoint, ...]:
    """Endpoints that any patient was followed to."""
    return tuple(endpoint for endpoint in Endpoint if any(endpoint in patient.follow_up for patient in patients))


def describe_endpoint(patients: Sequence[CohortPatient], endpoint: Endpoint, grouping: Grouping) -> SurvivalDescription:
    """Kaplan-Meier, or for time to progression the cumulative incidence with death as competing event.

    The test and the hazard ratios of time to progression are of the cause-specific hazard: a death before progression
    is censored.
    """
    follow, is_incidence = followed(patients, endpoint), endpoint is Endpoint.TTP
    at_risk = at_risk_months(follow.months)
    if not grouping.names:
        everybody = survival_group("", follow.months, follow.ending, at_risk, is_incidence=is_incidence)
        return SurvivalDescription(endpoint, is_incidence, at_risk, (everybody,), None, ())
    labels = np.array([grouping.of[row] or "" for row in follow.rows])
    known = labels != ""
    grouped, named = Followed(follow.rows[known], follow.months[known], follow.ending[known]), labels[known]
    curves = survival_groups(
        named.tolist(), grouped.months, grouped.ending, at_risk, grouping.names, is_incidence=is_incidence
    )
    test, ratios = _log_rank(grouped, named, is_incidence), _ratios(grouped, named, [c.group for c in curves])
    return SurvivalDescription(endpoint, is_incidence, at_risk, curves, test, ratios)


def _log_rank(follow: Followed, labels: NDArray[np.str_], is_incidence: bool) -> TestOutcome | NotComputed:
    if not len(labels):
        return NotComputed(Sentence.of("No patient of any group was followed."))
    found = log_rank(follow.months, follow.event, labels.tolist())
    if isinstance(found, TestOutcome) and is_incidence:
        return replace(found, test="log-rank (cause-specific)")
    return found


def _ratios(follow: Followed, labels: NDArray[np.str_], groups: Sequence[str]) -> tuple[HazardRatio, ...]:
    """Cox with a 0/1 covariate for each group but the first.

    A group without an event is left out with its patients: that is the limit which its hazard ratio of 0 leads to.
    """
    if len(groups) < 2:
        return ()
    events = {name: int(follow.event[labels == name].sum()) for name in groups}
    if not events[groups[0]]:
        why = Sentence.of("No event in {group}, which the others are compared with.", group=_as_is(groups[0]))
        return tuple((name, NotComputed(why), None) for name in groups[1:])
    none = {name: NotComputed(Sentence.of("No event in this group.")) for name in groups[1:] if not events[name]}
    compared = [name for name in groups[1:] if events[name]]
    fitted = _fitted(follow, labels, groups[0], compared) if compared else {}
    return tuple((name, *((none[name], None) if name in none else fitted[name])) for name in groups[1:])


def _fitted(
    follow: Followed, labels: NDArray[np.str_], first: str, compared: Sequence[str]
) -> dict[str, tuple[Estimate | NotComputed, float | None]]:
    def fit(table: NDArray[np.float64], names: Sequence[str], chosen: NDArray[np.int64]) -> Fitted:
        return hazard_ratios(cox.fit(table, names, follow.months[chosen], follow.event[chosen]))

    kept = np.flatnonzero(np.isin(labels, [first, *compared]))
    table = np.column_stack([labels[kept] == name for name in compared]).astype(float)
    found = fit_groups(table, compared, kept, fit)
    ratios: dict[str, tuple[Estimate | NotComputed, float | None]] = {
        compared[i]: (why, None) for i, why in found.refused.items()
    }
    if found.fitted is not None:
        for i, ratio, p in zip(found.kept, found.fitted.ratios, found.fitted.p, strict=True):
            ratios[compared[i]] = ratio, p
    return ratios


def hazard_ratios(model: cox.CoxFit, cautions: tuple[Sentence, ...] = ()) -> Fitted:
    """What a Cox model says of its covariates, with Wald's limits."""
    low, high = model.hazard_ratio_interval()
    ratios = tuple(Estimate(*map(float, one)) for one in zip(model.hazard_ratios, low, high, strict=True))
    together = joint_p(model.coefficients, model.covariance)
    return Fitted(ratios, tuple(model.p_values.tolist()), together, cautions)


def _as_is(name: str) -> Sentence:
    return Sentence.literally(name)
