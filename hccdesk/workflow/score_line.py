"""One case's result as a line of a table: numbers, what they lean to, how far each model applies, and from what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = str | int | float | bool | None
Document = Mapping[str, Any]
MARK = "DEMONSTRATION_"
"""Begins the name of every column that holds an answer of a model trained on synthetic patients."""
_SIDE = "_favours_response"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The cells by column, in order; `demonstrations` are the columns with a demonstration model's answers."""

    cells: Mapping[str, Cell]
    demonstrations: frozenset[str]


def score_line(document: Document) -> ScoreLine:
    """The columns of a `result.json`; what was not computed says why in a column of its own."""
    phantoms = {one["model_id"] for one in document["provenance"]["models"] if one["cohort_kind"] == "phantom"}
    ct = _response("ct_response", document["ct_response"], "probability_of_objective_response")
    slide = _response("slide_response", document["slide_response"], "post_treatment_risk_prediction_score")
    spoken = [(document["ct_response"], ct), (document["slide_response"], slide)]
    spoken += [(finding, _survival(finding)) for finding in document["survival"]]
    cells: dict[str, Cell] = {"regimen": document["regimen"]}
    for _, columns in spoken:
        cells |= columns
    for score in document["scores"]:
        cells |= _score(score)
    for verdict in document["applicability"]:
        cells |= _applicability(verdict)
    cells |= _size(document["measurements"]) | _told(document) | _provenance(document["provenance"], phantoms)
    marked = (columns for finding, columns in spoken if finding.get("model_id") in phantoms)
    return ScoreLine(cells, frozenset(c for columns in marked for c, value in columns.items() if _is_answer(c, value)))


def titles_of(lines: Sequence[ScoreLine]) -> dict[str, str]:
    """Every column of the lines with its title; one that only some have stands where these have it."""
    columns: list[str] = []
    for names in dict.fromkeys(tuple(line.cells) for line in lines):
        place = 0
        for name in names:
            if name in columns:
                place = columns.index(name) + 1
            else:
                columns.insert(place, name)
                place += 1
    marked = frozenset[str]().union(*(line.demonstrations for line in lines))
    return {name: f"{MARK}{name}" if name in marked else name for name in columns}


def _is_answer(column: str, value: Cell) -> bool:
    """Whether a model said it: a number, or which side of its threshold that lies."""
    return isinstance(value, int | float) and (not isinstance(value, bool) or column.endswith(_SIDE))


def _response(name: str, finding: Document, number: str) -> dict[str, Cell]:
    return {
        f"{name}_model": finding.get("model_id"),
        f"{name}_{number}": finding.get(number),
        f"{name}_threshold": finding.get("threshold"),
        f"{name}{_SIDE}": finding.get("favours_response"),
        f"{name}_in_regimen": finding.get("in_regimen"),
        f"{name}_not_computed": finding.get("not_computed"),
    }


def _survival(finding: Document) -> dict[str, Cell]:
    name = slug(finding["model_id"])
    cells: dict[str, Cell] = {f"{name}_endpoint": finding.get("endpoint")}
    for months, probability in sorted(finding.get("probability_at_months", {}).items(), key=lambda at: float(at[0])):
        low, high = finding["interval_95_at_months"].get(months, (None, None))
        cells[f"{name}_event_free_at_{months}_months"] = probability
        cells[f"{name}_event_free_at_{months}_months_95_low"] = low
        cells[f"{name}_event_free_at_{months}_months_95_high"] = high
    return {
        **cells,
        f"{name}_median_months": finding.get("median_months"),
        f"{name}_in_regimen": finding.get("in_regimen"),
        f"{name}_fitted_rules": "; ".join(finding.get("fitted_rules_used", ())) or None,
        f"{name}_not_computed": finding.get("not_computed"),
    }


def _score(finding: Document) -> dict[str, Cell]:
    name = f"score_{slug(finding['score'])}"
    return {
        name: finding.get("value"),
        f"{name}_group": finding.get("group"),
        f"{name}_not_computed": finding.get("not_computed"),
    }


def _applicability(verdict: Document) -> dict[str, Cell]:
    name = f"applicability_{slug(verdict['model_id'])}"
    crossed = [rule["explanation"] for rule in verdict["rules"] if rule["answer"] == "outside"]
    unknown = [rule["rule"] for rule in verdict["rules"] if rule["answer"] == "unknown"]
    why = [*crossed, *([f"not known: {', '.join(unknown)}"] if unknown else [])]
    return {name: verdict["scope"], f"{name}_why": "; ".join(why) or None}


def _size(measured: Document | None) -> dict[str, Cell]:
    told = measured or {}
    return {
        "tumour_volume_ml": told.get("volume_ml"),
        "tumour_longest_axial_diameter_mm": told.get("longest_axial_diameter_mm"),
    }


def _told(document: Document) -> dict[str, Cell]:
    said = [f"{fault['severity']}: {fault['what']}" for fault in document["problems"]]
    return {"remarks": "; ".join(said) or None}


def _provenance(record: Document, phantoms: set[str]) -> dict[str, Cell]:
    models = [f"{one['model_id']} {one['version']} ({one['cohort_kind']})" for one in record["models"]]
    line: dict[str, Cell] = {f"sha256_{role}": None for role in ("ct", "ct_roi", "slide", "slide_roi", "clinical")}
    line |= {f"sha256_{one['role']}": one["sha256"] for one in record["inputs"]}
    passed = [f"{one['stop']}: {one['reason']}" for one in record["overrides"]]
    return {
        "stops_passed": "; ".join(passed) or None,
        "demonstration_models": "; ".join(sorted(phantoms)) or None,
        "models": "; ".join(models),
        "software_version": record["software_version"],
        "device": record["runtime"]["device"] if record["runtime"] else None,
        "analysed_at": record["finished_at"],
        **line,
    }


def slug(name: str) -> str:
    """A name as part of a column's: small letters, figures and `_`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
