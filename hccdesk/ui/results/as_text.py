"""The results as plain text, to be pasted into a letter; with the marks that the screen bears. No widgets."""

from __future__ import annotations

from hccdesk.domain.applicability import Scope
from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.result import CaseResult, NotComputed, SurvivalFinding
from hccdesk.domain.side_by_side_words import LEANINGS
from hccdesk.ui.demonstration import is_demonstration
from hccdesk.ui.language import translate
from hccdesk.ui.results.cards import (
    CardContent,
    ct_card,
    direction_word,
    interval_line,
    other_regimen,
    slide_card,
    threshold_line,
)
from hccdesk.ui.results.concordance import concordance
from hccdesk.ui.results.model_names import full_name
from hccdesk.ui.results.side_by_side import comparisons
from hccdesk.ui.results.survival_words import endpoint_title, median, of_hundred, source, whose_patients
from hccdesk.ui.spoken import say, words
from hccdesk.ui.widgets.score_list import score_value


def stale_line() -> str:
    """What a result bears that fell behind its inputs, wherever it goes."""
    return translate(
        "ResultsView", "▲ The inputs have changed since this result was made. Analyse again before you use it."
    )


def as_text(result: CaseResult, *, stale: bool) -> str:
    """One line a finding, the first that the result is `stale` where it is; never a patient's name."""
    ct, slide = ct_card(result), slide_card(result)
    said = concordance(result)
    lines = [stale_line()] if stale else []
    lines += [_response(ct), *_clinical(result), _response(slide), said.words, *comparisons(result)]
    lines += [_survival(model_id, finding, result) for model_id, finding in result.survival]
    lines += [
        f"{words(name)}: {say(found.reason) if isinstance(found, NotComputed) else score_value(found)}"
        for name, found in result.scores
    ]
    scopes = {
        Scope.INSIDE: translate("ApplicabilityCard", "inside its scope"),
        Scope.PARTLY: translate("ApplicabilityCard", "partly inside its scope"),
        Scope.OUTSIDE: translate("ApplicabilityCard", "outside its scope"),
    }
    lines += [f"{verdict.model_id}: {scopes[verdict.scope]}" for verdict in result.applicability]
    return "\n".join(lines)


def _response(content: CardContent) -> str:
    if content.value is None:
        return f"{content.title}: {direction_word(content)} ({' '.join(content.notes)})"
    limits = interval_line(content)
    parts = [f"{content.title}: {content.value:.2f}", limits, direction_word(content), threshold_line(content)]
    warned = content.warnings or ((content.caution,) if content.caution else ())
    return " · ".join([*parts, *warned, *_mark(content.demonstration)])


def _clinical(result: CaseResult) -> list[str]:
    """The clinical features alone; nothing where nobody could have asked them."""
    found, title = result.clinical_response, translate("Results", "Clinical features · response")
    if isinstance(found, NotComputed):
        return [f"{title}: {say(found.reason)}"] if found.applicable else []
    number = f"{title}: {found.probability_of_objective_response:.2f}"
    if isinstance(found.interval, ScoreInterval):
        number += f" ({found.interval.low:.2f}–{found.interval.high:.2f})"
    warned = [] if found.in_regimen else [other_regimen()]
    mark = _mark(is_demonstration(found.model_id, result.models))
    return [" · ".join([number, say(LEANINGS[found.leaning]), *warned, *mark])]


def _survival(model_id: str, finding: SurvivalFinding | NotComputed, result: CaseResult) -> str:
    if isinstance(finding, NotComputed):
        return f"{full_name(model_id, result.models)}: {say(finding.reason)}"
    title = endpoint_title(finding.endpoint)
    parts = [f"{title}: {of_hundred(finding)}", median(finding)]
    warned = [] if finding.in_regimen else [other_regimen()]
    rules = [say(rule) for rule in finding.fitted_rules_used]
    mark = _mark(is_demonstration(model_id, result.models))
    cited = [source(finding)] if source(finding) else []
    return " · ".join([*parts, *whose_patients(finding), *warned, *rules, *mark, *cited])


def _mark(demonstration: bool) -> list[str]:
    return [translate("Results", "⚠ DEMONSTRATION")] if demonstration else []
