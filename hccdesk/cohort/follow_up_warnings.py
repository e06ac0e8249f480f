"""What is allowed in a table's follow-up and still looks wrong: units, codes, and times that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from hccdesk.cohort.table_faults import spans
from hccdesk.domain.cohort import CohortPatient, Ending, Endpoint, FollowUp
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.sentence import Sentence

LONGEST_USUAL_MEDIAN_MONTHS = 120
"""No cohort of unresectable HCC is followed for ten years in the median: such times are days or weeks."""
_SAME_TIME_MONTHS = 0.1
"""Three days: what rounding may do to a time."""


def follow_up_warnings(numbers: Sequence[int], patients: Sequence[CohortPatient]) -> Iterator[Problem]:
    """Times that look like days, codes that look exchanged, and rows whose endpoints contradict each other.

    `numbers` are the patients' row numbers.
    """
    for endpoint in Endpoint:
        known = [(patient, patient.follow_up[endpoint]) for patient in patients if endpoint in patient.follow_up]
        if known:
            yield from _times(endpoint, known)
            yield from _codes(endpoint, [followed.ending for _, followed in known])
    for where, what, advice, applies in _CONTRADICTIONS:
        rows = [number for number, patient in zip(numbers, patients, strict=True) if applies(patient)]
        if rows:
            said = Sentence.of("{what} in rows {rows}", what=what, rows=spans(rows))
            yield Problem(Severity.WARNING, where, said, advice)


def _times(endpoint: Endpoint, known: list[tuple[CohortPatient, FollowUp]]) -> Iterator[Problem]:
    """By hospital, since one may count in days where the others count in months."""
    by_centre: dict[str, list[float]] = defaultdict(list)
    for patient, followed in known:
        by_centre[patient.labels.get("centre", "")].append(followed.months)
    for centre, months in sorted(by_centre.items()):
        if median(months) <= LONGEST_USUAL_MEDIAN_MONTHS:
            continue
        middle = median(months)
        what = Sentence.of("the median is {median:.0f} months; these look like days or weeks", median=middle)
        if centre:
            what = Sentence.of("centre {centre}: {what}", centre=centre, what=what)
        advice = Sentence.of("divide days by 30.4375, weeks by 4.3482")
        yield Problem(Severity.WARNING, f"{endpoint}_months", what, advice)


def _codes(endpoint: Endpoint, endings: Sequence[Ending]) -> Iterator[Problem]:
    column = f"{endpoint}_event"
    if Ending.EVENT not in endings:
        what = Sentence.of("no patient had the event: nothing can be estimated from this endpoint")
        yield Problem(Severity.WARNING, column, what, Sentence.of("check that 1 is the event and 0 is censored"))
    if Ending.COMPETING in endings and Ending.CENSORED not in endings:
        what = Sentence.of("every patient has 1 or 2, and nobody is censored")
        advice = Sentence.of("check the codes: 0 is censored, 1 progressed, 2 died before progression")
        yield Problem(Severity.WARNING, column, what, advice)


def _later_than_death(endpoint: Endpoint) -> Callable[[CohortPatient], bool]:
    def applies(patient: CohortPatient) -> bool:
        progression, overall = patient.follow_up.get(endpoint), patient.follow_up.get(Endpoint.OS)
        return bool(progression and overall and progression.months > overall.months + _SAME_TIME_MONTHS)

    return applies


def _censored_at_death(endpoint: Endpoint) -> Callable[[CohortPatient], bool]:
    def applies(patient: CohortPatient) -> bool:
        progression, overall = patient.follow_up.get(endpoint), patient.follow_up.get(Endpoint.OS)
        if progression is None or overall is None or overall.ending is not Ending.EVENT:
            return False
        return progression.ending is Ending.CENSORED and progression.months >= overall.months - _SAME_TIME_MONTHS

    return applies


_AFTER_DEATH = Sentence.of("check both times: nobody progresses after death")
_CONTRADICTIONS = (
    (
        "pfs_months",
        Sentence.of("progression-free survival is longer than overall survival"),
        _AFTER_DEATH,
        _later_than_death(Endpoint.PFS),
    ),
    (
        "ttp_months",
        Sentence.of("time to progression is longer than overall survival"),
        _AFTER_DEATH,
        _later_than_death(Endpoint.TTP),
    ),
    (
        "pfs_event",
        Sentence.of("progression-free survival is censored at the time of death"),
        Sentence.of("death is an event of progression-free survival: 1"),
        _censored_at_death(Endpoint.PFS),
    ),
    (
        "ttp_event",
        Sentence.of("time to progression is censored at the time of death"),
        Sentence.of("who died before progression has 2"),
        _censored_at_death(Endpoint.TTP),
    ),
)
