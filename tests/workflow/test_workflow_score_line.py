"""The columns of a result in a table of scores: what a demonstration said is marked, and chances say of what."""

from __future__ import annotations

from typing import Any

from hccdesk.workflow.score_line import MARK, score_line, titles_of


def a_document(kind: str) -> dict[str, Any]:
    """What `score_line` reads of a result: a CT response and a curve, by models of that kind of cohort."""
    models = [{"model_id": name, "version": "1", "cohort_kind": kind} for name in ("ct-x", "os-x")]
    return {
        "regimen": "tace-haic-pd1-tki",
        "ct_response": {
            "model_id": "ct-x",
            "probability_of_objective_response": 0.0,
            "threshold": 0.4,
            "favours_response": False,
            "in_regimen": True,
        },
        "slide_response": {"not_computed": "no slide was given"},
        "survival": [
            {
                "model_id": "os-x",
                "endpoint": "os",
                "probability_at_months": {"12": 0.75},
                "interval_95_at_months": {},
                "median_months": None,
                "in_regimen": True,
            }
        ],
        "scores": [],
        "applicability": [],
        "measurements": None,
        "problems": [],
        "provenance": {
            "models": models,
            "inputs": [],
            "overrides": [],
            "software_version": "1",
            "runtime": None,
            "finished_at": "2026-01-01T00:00:00+00:00",
        },
    }


def test_that_every_answer_of_a_demonstration_is_marked_the_side_of_its_threshold_too() -> None:
    titles = titles_of([score_line(a_document("phantom"))])
    marked = {name for name, title in titles.items() if title == MARK + name}
    assert marked == {
        "ct_response_probability_of_objective_response",
        "ct_response_threshold",
        "ct_response_favours_response",
        "os_x_event_free_at_12_months",
    }


def test_that_nothing_from_models_made_of_patients_is_marked() -> None:
    titles = titles_of([score_line(a_document("site"))])
    assert all(name == title for name, title in titles.items())


def test_that_nought_is_a_number_and_what_is_not_known_is_empty() -> None:
    cells = score_line(a_document("site")).cells
    assert cells["ct_response_probability_of_objective_response"] == 0.0
    assert cells["ct_response_favours_response"] is False
    assert cells["slide_response_favours_response"] is None
    assert cells["slide_response_not_computed"] == "no slide was given"
    assert cells["os_x_event_free_at_12_months_95_low"] is None
