"""Whether the two readings agree: never where one of them speaks for nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from report_builder import a_complete_result, an_interval

from hccdesk.domain.concordance import Agreement, concordance
from hccdesk.domain.regimen import Regimen
from hccdesk.resources import sentences


def a_result(ct, slide):
    """Readings made to speak for what is asked; `None` speaks for nothing. Both may speak."""
    result = a_complete_result()
    at = {True: 0.8, False: 0.2, None: 0.5}
    reach = {True: (0.7, 0.9), False: (0.1, 0.3), None: (0.4, 0.6)}
    found = replace(
        result.ct_response,
        probability_of_objective_response=at[ct],
        threshold=0.5,
        interval=an_interval(*reach[ct]),
        in_regimen=True,
    )
    risk = None if slide is None else not slide
    other = replace(
        result.slide_response,
        post_treatment_risk_prediction_score=at[risk],
        threshold=0.5,
        interval=an_interval(*reach[risk]),
        in_regimen=True,
    )
    return replace(result, regimen=Regimen.TACE_HAIC_PD1_TKI, ct_response=found, slide_response=other, applicability=())


@pytest.mark.parametrize(
    ("ct", "slide", "agreement", "words"),
    [
        (True, True, Agreement.RESPONSE, "Both response models favour response."),
        (False, False, Agreement.NO_RESPONSE, "Both response models favour no response."),
        (True, False, Agreement.DISAGREE, "disagree"),
        (False, True, Agreement.DISAGREE, "disagree"),
        (None, None, Agreement.INDETERMINATE, "Both response models are indeterminate"),
        (True, None, Agreement.INDETERMINATE, "The CT model favours response, the slide model is indeterminate"),
        (False, None, Agreement.INDETERMINATE, "The CT model favours no response, the slide model is indeterminate"),
        (None, True, Agreement.INDETERMINATE, "The slide model favours response, the CT model is indeterminate"),
        (None, False, Agreement.INDETERMINATE, "The slide model favours no response, the CT model is indeterminate"),
    ],
)
def test_that_a_reading_in_its_grey_zone_neither_agrees_nor_disagrees(ct, slide, agreement, words):
    found = concordance(a_result(ct, slide))
    assert found.agreement is agreement
    assert words in found.said.text
    assert found.said.template in sentences("zh_CN")


def test_that_a_reading_outside_its_regimen_is_not_compared():
    result = a_result(True, None)
    outside = replace(result, slide_response=replace(result.slide_response, in_regimen=False))
    assert concordance(outside).agreement is Agreement.NOT_STATED
