"""What a result says, finding by finding, in the neutral form that SR and FHIR are both written from; in English."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hccdesk.domain.applicability import Scope
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
from hccdesk.domain.roi import RoiMeasurements

DEMONSTRATION = "DEMONSTRATION: made by a model trained on synthetic patients; it says nothing about this patient."
ANY_DEMONSTRATION = (
    "DEMONSTRATION: numbers marked so come from models trained on synthetic patients and say nothing about this "
    "patient. Research use only; not a sole basis for treatment."
)
RESEARCH = "Research use only; decision support for a multidisciplinary board, not a sole basis for treatment."
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


@dataclass(frozen=True, slots=True)
class ChartCode:
    """A coded concept: value, scheme (`SCT`, `IBSI`, `99HCCDESK`), meaning."""

    value: str
    scheme: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ChartNumber:
    """A number with its UCUM unit; `low` and `high` are 95 % limits, None where there are none.

    `is_probability`: on 0..1, of what the meaning says. `months` is the horizon of a probability.
    """

    code: ChartCode
    value: float
    unit: str
    unit_meaning: str
    low: float | None = None
    high: float | None = None
    is_probability: bool = False
    months: float | None = None


@dataclass(frozen=True, slots=True)
class ChartModel:
    """The model behind a finding."""

    model_id: str
    version: str
    sha256: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class ChartFinding:
    """One finding: `missing` says why where it was not computed; a stage has words and no numbers."""

    name: str
    key: str
    numbers: tuple[ChartNumber, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    model: ChartModel | None = None
    missing: str = ""

    @property
    def is_demonstration(self) -> bool:
        """Whether its numbers come from synthetic patients."""
        return self.model is not None and self.model.is_demonstration


def own(value: str, meaning: str) -> ChartCode:
    """A concept that no public scheme has."""
    return ChartCode(value, "99HCCDESK", meaning)


SIZE_CODES = {
    "volume": ChartCode("118565006", "SCT", "Volume"),
    "axial": ChartCode("103339001", "SCT", "Long Axis"),
    "3d": ChartCode("L0JK", "IBSI", "Maximum 3D Diameter"),
    "slices": own("slice-count", "Number of slices with tumour region"),
}


def sizes(region: RoiMeasurements) -> tuple[ChartNumber, ...]:
    """The measurements of the tumour region."""
    return (
        ChartNumber(SIZE_CODES["volume"], region.volume_ml, "mL", "milliliter"),
        ChartNumber(SIZE_CODES["axial"], region.longest_axial_diameter_mm, "mm", "millimeter"),
        ChartNumber(SIZE_CODES["3d"], region.largest_3d_diameter_mm, "mm", "millimeter"),
        ChartNumber(SIZE_CODES["slices"], region.slice_count, "{slices}", "slices"),
    )


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
    code = own("p-ct", "Probability of objective response, CT model")
    return _response(result, ChartFinding(name, key), found, code, found.probability_of_objective_response)


def _clinical_response(result: CaseResult) -> ChartFinding:
    name, key, found = "Response by the clinical features alone", "clinical-response", result.clinical_response
    if isinstance(found, NotComputed):
        return ChartFinding(name, key, missing=found.reason.text)
    code = own("p-clinical", "Probability of objective response, clinical")
    return _response(result, ChartFinding(name, key), found, code, found.probability_of_objective_response)


def _slide_response(result: CaseResult) -> ChartFinding:
    name, key, found = "Response by the biopsy slide model", "slide-response", result.slide_response
    if isinstance(found, NotComputed):
        return ChartFinding(name, key, missing=found.reason.text)
    code = own("prps", "Post-treatment risk prediction score (PRPS)")
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
        code = own(f"{found.endpoint.value}-{horizon}", f"{what} probability, {horizon} months")
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
    return own(f"score-{name}", f"{name} (published score)")


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
    """The finding with its model, and what must be known before it is relied on in front."""
    model = model_of(result, found)
    first = [("Warning", DEMONSTRATION)] if model.is_demonstration else []
    if not found.in_regimen:
        first.append(("Warning", OUTSIDE_REGIMEN))
    verdict = next((one for one in result.applicability if one.model_id == found.model_id), None)
    first.append(("Applicability", _SCOPES[verdict.scope] if verdict else "not judged"))
    return ChartFinding(finding.name, finding.key, finding.numbers, (*first, *texts), model)


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
