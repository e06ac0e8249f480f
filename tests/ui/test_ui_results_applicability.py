"""The scope of each model, said as loudly as its number: what stops, what excludes, what is unlike the training."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import ui_builder as build
from PySide6.QtWidgets import QLabel

from hccdesk import resources
from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult, Scope
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.results.applicability_card import ApplicabilityCard
from hccdesk.ui.results.as_text import as_text
from hccdesk.ui.results.cards import ct_card, slide_card
from hccdesk.ui.results.loudest_rules import loudest_first, scope_caution
from hccdesk.ui.results.missing import Lack, missing
from hccdesk.ui.results.response_card import ResponseCard


def a_rule(rule: str, answer: RuleAnswer = RuleAnswer.OUTSIDE, *, soft: bool = False, stop: bool = False) -> RuleResult:
    return RuleResult(rule, answer, Sentence.of("{rule} is told", rule=f"<{rule}>"), hard_stop=stop, soft=soft)


MET = a_rule("age_years", RuleAnswer.INSIDE)
UNKNOWN = a_rule("ecog", RuleAnswer.UNKNOWN)
SOFT = a_rule("scanners", soft=True)
UNLIKE = a_rule("feature_space", soft=True)
EXCLUDED = a_rule("regimens")
STOP = a_rule("child_pugh", stop=True)


def judged(*rules: RuleResult, model_id: str = "ct-response-demo") -> CaseResult:
    return build.a_result(applicability=(ApplicabilityVerdict(model_id, rules),))


def texts(widget) -> list[str]:
    return [found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget)]


def shown(result: CaseResult, qtbot) -> list[str]:
    card = ApplicabilityCard()
    qtbot.addWidget(card)
    card.show_result(result)
    return texts(card)


def test_that_what_weighs_most_is_said_first():
    order = loudest_first(ApplicabilityVerdict("m", (UNKNOWN, MET, SOFT, EXCLUDED, UNLIKE, STOP)))
    assert order == [STOP, EXCLUDED, UNLIKE, SOFT, UNKNOWN]


def test_that_two_reasons_are_said_outright_and_the_others_are_counted(qtbot):
    said = shown(judged(MET, UNKNOWN, SOFT, UNLIKE), qtbot)
    assert "partly inside its scope" in said
    assert "<feature_space> is told" in said
    assert "<scanners> is told" in said
    assert "<ecog> is told" not in said
    assert "1 of 4 rules are met · 1 more not met or unknown" in said


def test_that_a_hard_stop_says_that_the_number_is_withheld(qtbot):
    said = shown(judged(MET, STOP), qtbot)
    assert "outside its scope" in said
    assert "■ STOP: its number is withheld" in said
    assert said.index("■ STOP: its number is withheld") < said.index("<child_pugh> is told")


def test_that_a_model_that_may_speak_says_how_many_rules_it_kept(qtbot):
    said = shown(judged(MET), qtbot)
    assert "inside its scope" in said
    assert "1 of 1 rules are met" in said
    assert not [text for text in said if "STOP" in text]


def test_that_the_sheet_sets_the_verdict_larger_than_a_section_title():
    sheet = (resources.assets_folder() / "theme/app.qss").read_text(encoding="utf-8")
    sizes = dict(re.findall(r'role="(\w+)"\] \{ font-size: (\d+)px', sheet))
    assert {int(sizes[f"scope_{scope.value}"]) for scope in Scope} == {20}
    assert int(sizes["section"]) < 20


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ((MET,), ""),
        ((MET, UNLIKE), "partly inside its scope: <feature_space> is told"),
        ((MET, UNKNOWN), "partly inside its scope: <ecog> is told"),
        ((MET, UNLIKE, EXCLUDED), "outside its scope, shown for information: <regimens> is told"),
    ],
)
@pytest.mark.control("RISK-15-c")
def test_that_the_scope_stands_on_the_card_of_the_number(rules, words, qtbot):
    result = judged(*rules)
    content = ct_card(result)
    assert scope_caution("ct-response-demo", result) == content.caution == words
    card = ResponseCard("CT", "switch")
    qtbot.addWidget(card)
    card.show_content(content)
    assert [text for text in texts(card) if text.startswith("▲ ") and "scope" in text] == (
        [f"▲ {words}"] if words else []
    )


def test_that_the_other_regimen_is_said_once_on_the_card(qtbot):
    result = judged(EXCLUDED, model_id="haim-demo")
    card = ResponseCard("HAIM", "switch")
    qtbot.addWidget(card)
    card.show_content(slide_card(result))
    (said,) = [text for text in texts(card) if "scope" in text]
    assert said == "▲ other regimen: outside scope, shown for information"


def test_that_the_copied_text_carries_the_caution():
    assert "partly inside its scope: <feature_space> is told" in as_text(judged(MET, UNLIKE), stale=False)


def test_that_a_missing_outline_can_be_mended_although_it_stops_the_model():
    reason = Sentence.of("no tumour region")
    stop = RuleResult("tumour_region", RuleAnswer.OUTSIDE, reason, hard_stop=True)
    result = replace(judged(stop), ct_response=NotComputed(reason))
    line = next(line for line in missing(result) if line.reason == "No tumour region")
    assert (line.lack, line.screen) == (Lack.INPUT, "ct")
