"""Everything that an analysis could not give: what, why, and where it can be mended. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.clinical_fields import FIELDS
from hccdesk.ui.language import translate
from hccdesk.ui.results.model_names import short_name
from hccdesk.ui.spoken import say, words

NOT_RUN = "not run: "
"""How the reason of a model begins that nobody asked for."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One finding not given; `screen` is where to mend it (and `field` of its form), unless `run` was not asked for."""

    name: str
    reason: str
    screen: str
    run: ModelChoice | None = None
    field: str = ""


def missing(result: CaseResult) -> tuple[Missing, ...]:
    """In the order of the screen."""
    found = [
        (translate("Results", "CT · response"), result.ct_response, "ct", ModelChoice.CT),
        (translate("Results", "Biopsy · HAIM"), result.slide_response, "slide", ModelChoice.SLIDE),
        *((short_name(name, result.models), finding, "ct", ModelChoice.SURVIVAL) for name, finding in result.survival),
        *((words(name), finding, "case", None) for name, finding in result.scores),
    ]
    return tuple(
        _missing(name, finding.reason, home, run)
        for name, finding, home, run in found
        if isinstance(finding, NotComputed)
    )


def _missing(name: str, reason: Sentence, home: str, run: ModelChoice | None) -> Missing:
    """On the Case screen where the reason names a field of the form or the row itself, else where the finding's is."""
    field = _field(reason)
    screen = "case" if field or "clinical row" in reason.template else home
    return Missing(name, say(reason), screen, run if _not_run(reason) else None, field)


def _not_run(reason: Sentence) -> bool:
    return reason.template.startswith(NOT_RUN)


def _field(reason: Sentence) -> str:
    """The first field of the form that the reason names."""
    parts = [part for _, fact in reason.facts if isinstance(fact, str) for part in fact.split(", ")]
    return next((part for part in parts if part in FIELDS), "")
