"""Everything that an analysis could not give, or that does not fit: what, why, where it can be mended. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.problem import Severity
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.clinical_fields import FIELDS
from hccdesk.ui.language import translate
from hccdesk.ui.results.model_names import short_name
from hccdesk.ui.spoken import field_title, say, words

NOT_RUN = "not run: "
"""How the reason of a model begins that nobody asked for."""
_NO_MODEL = ("no CT response model is installed", "no slide response model is installed", "this nomogram belongs to")
"""How the reasons begin that only another installation can mend."""


class Lack(StrEnum):
    """Why a finding is not there, or that what there is does not fit; the first two can be mended at this desk."""

    INPUT = "input"
    NOT_RUN = "not run"
    NOT_APPLICABLE = "not applicable"
    NO_MODEL = "no model"
    TO_CHECK = "to check"


@dataclass(frozen=True, slots=True)
class Missing:
    """One finding not given; `screen` is where to mend it (and `field` of its form), empty where nothing can be done.

    `run`: the part to analyse, where nobody asked for it.
    """

    name: str
    reason: str
    lack: Lack
    screen: str = ""
    run: ModelChoice | None = None
    field: str = ""


def missing(result: CaseResult) -> tuple[Missing, ...]:
    """What can be mended first, within that in the order of the screen."""
    found = [
        (translate("Results", "CT · response"), result.ct_response, "ct", ModelChoice.CT),
        (translate("Results", "Biopsy · HAIM"), result.slide_response, "slide", ModelChoice.SLIDE),
        *_clinical(result),
        *((short_name(name, result.models), finding, "ct", ModelChoice.SURVIVAL) for name, finding in result.survival),
        *((words(name), finding, "case", None) for name, finding in result.scores),
    ]
    lines = [
        _missing(name, finding, _lack(finding, result), home, run)
        for name, finding, home, run in found
        if isinstance(finding, NotComputed)
    ]
    mended_first = sorted(lines, key=lambda line: line.lack not in (Lack.INPUT, Lack.NOT_RUN))
    return (*mended_first, *_to_check(result))


def _to_check(result: CaseResult) -> list[Missing]:
    """What the inputs say differently, or what limits the result: on paper it stands with what is missing."""
    return [
        Missing(
            field_title(problem.where) if problem.where in FIELDS else words(problem.where),
            " · ".join(say(one) for one in (problem.what, problem.what_to_do) if one is not None),
            Lack.TO_CHECK,
            "case" if problem.where in FIELDS else "",
            field=problem.where if problem.where in FIELDS else "",
        )
        for problem in result.problems
        if problem.severity is not Severity.NOTE
    ]


def _clinical(result: CaseResult) -> list[tuple[str, object, str, None]]:
    """The clinical features alone, unless nobody could have asked for them."""
    found = result.clinical_response
    if not isinstance(found, NotComputed) or not found.applicable:
        return []
    return [(translate("Results", "Clinical features · response"), found, "case", None)]


def lack_word(lack: Lack) -> str:
    """The kind of lack in words."""
    return {
        Lack.INPUT: translate("Results", "missing input"),
        Lack.NOT_RUN: translate("Results", "not run"),
        Lack.NOT_APPLICABLE: translate("Results", "not applicable"),
        Lack.NO_MODEL: translate("Results", "no model for it"),
        Lack.TO_CHECK: translate("Results", "to be checked"),
    }[lack]


def _missing(name: str, finding: NotComputed, lack: Lack, home: str, run: ModelChoice | None) -> Missing:
    """On the Case screen where the reason names a field of the form or the row itself, else where the finding's is."""
    reason = finding.reason
    if lack is Lack.NOT_RUN:
        return Missing(name, say(reason), lack, home, run)
    if lack is not Lack.INPUT:
        return Missing(name, say(reason), lack)
    field = _field(reason)
    return Missing(name, say(reason), lack, "case" if field or "clinical row" in reason.template else home, None, field)


def _lack(finding: NotComputed, result: CaseResult) -> Lack:
    """A hard stop of a model's scope is no lack of input: this patient is not one of those it was made for."""
    template = finding.reason.template
    if template.startswith(NOT_RUN):
        return Lack.NOT_RUN
    if template.startswith(_NO_MODEL):
        return Lack.NO_MODEL
    stops = [
        verdict.hard_stop.explanation
        for verdict in result.applicability
        if verdict.hard_stop and verdict.hard_stop.rule != "tumour_region"  # which can be drawn
    ]
    return Lack.INPUT if finding.applicable and finding.reason not in stops else Lack.NOT_APPLICABLE


def _field(reason: Sentence) -> str:
    """The first field of the form that the reason names."""
    parts = [part for _, fact in reason.facts if isinstance(fact, str) for part in fact.split(", ")]
    return next((part for part in parts if part in FIELDS), "")
