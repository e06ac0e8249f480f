"""Tumour response by group: counts, rates with their intervals, and whether the rates differ."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.clinical_record import RadiologicalResponse
from hccdesk.domain.cohort import RESPONDERS, CohortPatient
from hccdesk.domain.cohort_description import ResponseRow, TestOutcome
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.group_tests import compare_counts
from hccdesk.statistics.proportions import wilson
from hccdesk.workflow.cohort_grouping import Grouping

CONTROLLED = (*RESPONDERS, RadiologicalResponse.SD)


def response_rows(patients: Sequence[CohortPatient], grouping: Grouping) -> tuple[ResponseRow, ...] | NotComputed:
    """A row a group with known responses, then all patients (empty name)."""
    known = _known(patients, grouping)
    if not known:
        return NotComputed(Sentence.of("The response of no patient is known."))
    groups = [(name, [r for r, group in known if group == name]) for name in grouping.names]
    return tuple(_row(name, found) for name, found in (*groups, ("", [r for r, _ in known])) if found)


def response_test(patients: Sequence[CohortPatient], grouping: Grouping) -> TestOutcome | NotComputed | None:
    """Whether objective response differs between the groups; None where not grouped, or grouped by response."""
    known = _known(patients, grouping)
    if not grouping.names or grouping.by_outcome or not known:
        return None
    if len(grouping.names) < 2:
        return NotComputed(Sentence.of("There is only one group."))
    counts = [[sum(_in(r, wanted) and g == name for r, g in known) for name in grouping.names] for wanted in (1, 0)]
    return compare_counts(counts)


def without_response(patients: Sequence[CohortPatient], grouping: Grouping) -> tuple[str, ...]:
    """Groups of which no patient's response is known."""
    known = {group for _, group in _known(patients, grouping)}
    return tuple(name for name in grouping.names if name not in known)


def _known(patients: Sequence[CohortPatient], grouping: Grouping) -> list[tuple[RadiologicalResponse, str | None]]:
    return [(p.mrecist, group) for p, group in zip(patients, grouping.of, strict=True) if p.mrecist is not None]


def _in(response: RadiologicalResponse, wanted: int) -> bool:
    return (response in RESPONDERS) == bool(wanted)


def _row(group: str, found: Sequence[RadiologicalResponse]) -> ResponseRow:
    return ResponseRow(
        group=group,
        counts={category.value: found.count(category) for category in RadiologicalResponse},
        n=len(found),
        objective_response_rate=wilson(sum(r in RESPONDERS for r in found), len(found)),
        disease_control_rate=wilson(sum(r in CONTROLLED for r in found), len(found)),
    )
