"""What a reader of a cohort's statistics must know of how they were made, and of the table itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hccdesk.domain.cohort import CohortTable, Endpoint
from hccdesk.domain.problem import Problem
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.spread import NORMALITY_P
from hccdesk.workflow.cohort_grouping import Grouping
from hccdesk.workflow.cohort_variables import MOST_LEVELS, free_texts
from hccdesk.workflow.describe_response import without_response


def notes(table: CohortTable, grouping: Grouping, endpoints: Sequence[Endpoint]) -> tuple[Sentence, ...]:
    """How groups and numbers were handled, what the endpoints mean, then what the table says against itself."""
    return (
        *_of_groups(table, grouping),
        Sentence.of(
            "A number is given as mean and compared by its means where Shapiro-Wilk does not refuse normality in any "
            "group (p ≥ {p}), else as median and compared by ranks.",
            p=NORMALITY_P,
        ),
        *_of_endpoints(endpoints),
        *_of_free_texts(table),
        *((Sentence.of("Source: {citation}", citation=Sentence.literally(table.citation)),) if table.citation else ()),
        *(Sentence.literally(note) for note in table.notes),
        *_of_problems(table.problems),
    )


def _of_problems(problems: Sequence[Problem]) -> Iterator[Sentence]:
    """What is said of several columns is said once."""
    for what in dict.fromkeys(problem.what for problem in problems):
        where = ", ".join(dict.fromkeys(problem.where for problem in problems if problem.what == what))
        yield Sentence.of("{where}: {what}", where=where, what=what)


def _of_groups(table: CohortTable, grouping: Grouping) -> tuple[Sentence, ...]:
    found = []
    if grouping.unknown:
        found.append(
            Sentence.of(
                "{n} patients belong to no group, their {by} being unknown: they count among all patients only.",
                n=grouping.unknown,
                by=grouping.by or "",
            )
        )
    if grouping.median is not None:
        found.append(
            Sentence.of("The groups lie below and above the median of the known values, {median:g}.",
                        median=grouping.median)
        )  # fmt: skip
    if grouping.by_outcome:
        found.append(
            Sentence.of(
                "Groups by response: who responded had to live until it was seen, so that survival of responders is "
                "flattered (guarantee-time bias); no cause follows."
            )
        )
    elif grouping.names:
        found.append(
            Sentence.of(
                "Nothing is known of how patients came into their groups: a difference between groups is no effect of "
                "what tells them apart."
            )
        )
    if grouping.names and not grouping.by_outcome and any(patient.mrecist for patient in table.patients):
        missing = without_response(table.patients, grouping)
        found += [Sentence.of("No response is known in {group}.", group=Sentence.literally(g)) for g in missing]
    return tuple(found)


def _of_free_texts(table: CohortTable) -> Iterator[Sentence]:
    for name in free_texts(table.patients):
        yield Sentence.of(
            "{column} has more than {most} different values and is not described.", column=name, most=MOST_LEVELS
        )


def _of_endpoints(endpoints: Sequence[Endpoint]) -> tuple[Sentence, ...]:
    if Endpoint.TTP not in endpoints:
        return ()
    return (
        Sentence.of(
            "Time to progression: the curve is the cumulative incidence with death before progression as competing "
            "event; test and hazard ratios are of the cause-specific hazard, such deaths censored."
        ),
    )
