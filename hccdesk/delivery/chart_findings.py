"""What a result says, finding by finding; in English."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.delivery.chart_values import DEMONSTRATION, ChartCode, ChartFinding, ChartModel, ChartNumber, own
from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, Scope
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.leaning import Leaning, ScoreInterval
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.not_computed import NotComputed
from hccdesk.domain.result import (
    CaseResult,
    ClinicalResponseFinding,
    CtResponseFinding,
    HaimFinding,
    ScoreFinding,
    SurvivalFinding,
)

OUTSIDE_REGIMEN = "The model was not made for the planned treatment: shown for information."
_SCOPES = {
    Scope.INSIDE: "inside the scope of the model",
    Scope.PARTLY: "PARTLY inside the scope of the model",
    Scope.OUTSIDE: "OUTSIDE the scope of the model: shown for information",
}
_ENDPOINTS = {
    Endpoint.PFS: "Progression-free survival",
    Endpoint.OS: "Overall survival",
    Endpoint.TTP: "Freedom from progression",
}
_LEANINGS = {
    Leaning.RESPONSE: "favours response",
    Leaning.INDETERMINATE: "indeterminate",
    Leaning.NO_RESPONSE: "favours no response",
}


def chart_findings(result: CaseResult) -> tuple[ChartFinding, ...]:
    """Every finding of a result but the size of the region, in the order of the report; none is blended with another.

    A clinical model that nobody asked is left out; every other finding that could not be given says why.
    """
    found = [_ct_response(result), _slide_response(result)]
    if isinstance(result.clinical_response, ClinicalResponseFinding) or result.clinical_response.applicable:
        found.append(_clinical_response(result))
    found += [_survival(result, model_id, finding) for model_id, finding in result.survival]
    found += [_score(name, finding) for name, finding in result.scores]
    return tuple(found)


def shows_demonstration(result: CaseResult) -> bool:
    """Whether any number of the result comes from synthetic patients."""
    return any(finding.is_demonstration and finding.numbers for finding in chart_findings(result))


def _ct_response(result: CaseResult) -> ChartFinding:
    name, key, found = "Response by the CT model", "ct-response", result.ct_response
    if isinstance(found, NotComputed):
        return ChartFinding(name, key, missing=found.reason.text)
    code = own("p-ct", "P(objective response), CT model")
    return _response(result, ChartFinding(name, key), found, code, found.probability_of_objective_response)


def _clinical_response(result: CaseResult) -> ChartFinding:
    name, key, found = "Response by the clinical features alone", "clinical-response", result.clinical_response
    if isinstance(found, NotComputed):
        return ChartFinding(name, key, missing=found.reason.text)
    code = own("p-clinical", "P(objective response), clinical")
    return _response(result, ChartFinding(name, key), found, code, found.probability_of_objective_response)


def _slide_response(result: CaseResult) -> ChartFinding:
    name, key, found = "Response by the biopsy slide model", "slide-response", result.slide_response
    if isinstance(found, NotComputed):
        return ChartFinding(name, key, missing=found.reason.text)
    code = own("prps", "PRPS (post-treatment risk prediction)")
    return _response(result, ChartFinding(name, key), found, code, found.post_treatment_risk_prediction_score)


def _response(
    result: CaseResult,
    finding: ChartFinding,
    found: CtResponseFinding | HaimFinding | ClinicalResponseFinding,
    code: ChartCode,
    value: float,
) -> ChartFinding:
    is_risk = isinstance(found, HaimFinding)
    low, high = (found.interval.low, found.interval.high) if isinstance(found.interval, ScoreInterval) else (None, None)
    number = ChartNumber(code, value, "1", "no units", low, high, is_probability=not is_risk)
    texts = [
        ("Response", "objective response: CR or PR by mRECIST"),
        ("Direction", "0 favours response, 1 favours no response" if is_risk else "higher favours response"),
        ("Interpretation", _LEANINGS[found.leaning]),
        ("Threshold", f"{found.threshold:.3f}"),
        ("Interval", _of_interval(found.interval)),
    ]
    return _of_model(result, replace(finding, numbers=(number,)), found, texts)


def _survival(result: CaseResult, model_id: str, found: SurvivalFinding | NotComputed) -> ChartFinding:
    name, key = f"Survival: {model_id}", f"survival-{model_id}"
    if isinstance(found, NotComputed):
        return ChartFinding(name, key, missing=found.reason.text)
    what = _ENDPOINTS[found.endpoint]
    numbers = []
    for horizon, probability in found.probability_at_months.items():
        low, high = found.interval_at_months.get(horizon, (None, None))
        code = own(f"{found.endpoint.value}-{horizon}", f"P({what.lower()}), {horizon} months")
        number = ChartNumber(code, probability, "1", "no units", low, high, is_probability=True, months=float(horizon))
        numbers.append(number)
    if found.median_months is not None:
        code = own(f"{found.endpoint.value}-median", f"{what}, median")
        numbers.append(ChartNumber(code, found.median_months, "mo", "month"))
    texts = [("Question", found.question), *((("Source", found.citation),) if found.citation else ())]
    texts += [("Assumed", rule.text) for rule in found.fitted_rules_used]
    return _of_model(result, ChartFinding(name, key, tuple(numbers)), found, texts)


def _score(name: str, found: ScoreFinding | NotComputed) -> ChartFinding:
    title, key = f"Score: {name}", f"score-{name}"
    if isinstance(found, NotComputed):
        return ChartFinding(title, key, missing=found.reason.text)
    # The value of a stage only orders it; what it says is its group.
    numbers = () if found.grounds else (ChartNumber(_score_code(name), found.value, "{score}", "score"),)
    texts = [("Group", found.group), ("Edition", found.edition), ("Citation", found.citation)]
    texts += [("Note", found.note.text)] if found.note else []
    texts += [("Ground", ground.text) for ground in found.grounds]
    return ChartFinding(title, key, numbers, tuple((label, text) for label, text in texts if text))


def _score_code(name: str) -> ChartCode:
    return own(f"score-{name.lower().replace(' ', '-')}", f"{name} (published score)")


def _of_interval(interval: ScoreInterval | NotComputed) -> str:
    if isinstance(interval, ScoreInterval):
        return f"95 %: {interval.low:.3f} to {interval.high:.3f} ({interval.basis.text})"
    return f"none: {interval.reason.text}"


def _of_model(
    result: CaseResult,
    finding: ChartFinding,
    found: CtResponseFinding | HaimFinding | ClinicalResponseFinding | SurvivalFinding,
    texts: list[tuple[str, str]],
) -> ChartFinding:
    """The finding with its model, and what must be known before it is relied on in front.

    Numbers of a demonstration are called so themselves: whoever takes single numbers over leaves the texts behind.
    """
    model = model_of(result, found)
    first = [("Warning", DEMONSTRATION)] if model.is_demonstration else []
    if not found.in_regimen:
        first.append(("Warning", OUTSIDE_REGIMEN))
    first.append(("Planned treatment", result.regimen.label))
    verdict = next((one for one in result.applicability if one.model_id == found.model_id), None)
    if verdict is not None and isinstance(found, ClinicalResponseFinding):
        verdict = verdict.without_images
    first += _scope(verdict)
    numbers = tuple(map(_marked, finding.numbers)) if model.is_demonstration else finding.numbers
    return ChartFinding(finding.name, finding.key, numbers, (*first, *texts), model)


def _scope(verdict: ApplicabilityVerdict | None) -> list[tuple[str, str]]:
    """Whether the patient is within the model's scope, and each rule that says or leaves open that he is not."""
    if verdict is None:
        return [("Applicability", "not judged")]
    crossed = [rule for rule in verdict.rules if rule.answer is not RuleAnswer.INSIDE]
    words = {RuleAnswer.OUTSIDE: "Outside scope", RuleAnswer.UNKNOWN: "Unknown for scope"}
    reasons = [(words[rule.answer], rule.explanation.text) for rule in crossed]
    return [("Applicability", _SCOPES[verdict.scope]), *reasons]


def _marked(number: ChartNumber) -> ChartNumber:
    code = number.code
    return replace(number, code=ChartCode(f"demo-{code.value}", code.scheme, f"DEMONSTRATION {code.meaning}"))


def model_of(
    result: CaseResult, found: CtResponseFinding | HaimFinding | ClinicalResponseFinding | SurvivalFinding
) -> ChartModel:
    """The model of a finding, as the provenance names it."""
    fact = next((one for one in result.provenance.models if one.model_id == found.model_id), None)
    kinds = {fact.cohort_kind} if fact else set()
    kinds |= {one.cohort_kind.value for one in result.models if one.model_id == found.model_id}
    kinds |= {found.cohort_kind.value} if isinstance(found, SurvivalFinding) else set()
    version, sha256 = (fact.version, fact.sha256) if fact else ("", "")
    return ChartModel(found.model_id, version, sha256, CohortKind.PHANTOM.value in kinds)
