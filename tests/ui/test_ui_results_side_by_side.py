"""The table of all answers on the Results screen: what stands in it, and with which marks."""

from __future__ import annotations

from dataclasses import replace

import pytest
import ui_builder as build
from PySide6.QtWidgets import QLabel

from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.manifest import BackboneReference, CohortKind, ModelKind
from hccdesk.domain.result import ClinicalResponseFinding, NotComputed, ScoreFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.survival import SurvivalCohort
from hccdesk.ui import language, theme
from hccdesk.ui.results.missing import Lack, missing
from hccdesk.ui.results.score_details import ScoreDetails
from hccdesk.ui.results.scores_card import ScoresCard
from hccdesk.ui.results.side_by_side import answer_rows, comparisons
from hccdesk.ui.results.side_by_side_card import SideBySideCard
from hccdesk.ui.results.survival_area import SurvivalArea
from hccdesk.ui.results.survival_words import cohort_line


def a_clinical(probability: float = 0.7) -> ClinicalResponseFinding:
    interval = ScoreInterval(probability - 0.1, probability + 0.1, Sentence.of("covariance"), 0)
    return ClinicalResponseFinding("ct-response-demo", probability, 0.5, True, (), interval)


def a_result(**changes):
    """With a second nomogram without images, of the same patients, and one of a public cohort."""
    result = build.a_result()
    (name, pfs), kind = result.survival[0], ModelKind.SURVIVAL_NOMOGRAM
    regimen, head = result.regimen, BackboneReference("ct-response-demo", "ab")
    own = [
        replace(model, regimen=regimen, backbone=head) if model.model_id == name else model for model in result.models
    ]
    alone = replace(build.a_manifest("pfs-clinical-demo", kind, "PFS by clinical features"), regimen=regimen)
    public = build.a_manifest("os-public", kind, "Overall survival, public", CohortKind.PUBLIC)
    without = replace(pfs, model_id="pfs-clinical-demo", probability_at_months={"12": 0.5})
    other = replace(pfs, model_id="os-public", cohort_kind=CohortKind.PUBLIC, in_regimen=False)
    never = NotComputed(Sentence.of("this model is marked as not to be used for a patient"), applicable=False)
    made = replace(
        result,
        models=(*own, alone, replace(public, outputs=("overall_survival",))),
        survival=((name, pfs), ("pfs-clinical-demo", without), ("os-public", other)),
        clinical_response=a_clinical(),
    )
    return replace(made, **changes), never


@pytest.fixture
def card(qtbot, qapp):
    theme.use(qapp, theme.DARK)
    made = SideBySideCard()
    qtbot.addWidget(made)
    return made


def texts(widget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]


def test_that_images_and_clinical_features_stand_below_one_another_with_their_numbers(card):
    result, _ = a_result()
    card.show_result(result)
    shown = texts(card)
    ct, clinical = shown.index("CT of the tumour, five clinical features"), shown.index("P 0.70 (0.60–0.80)")
    assert ct < clinical
    assert "P 0.64" in shown
    assert "12 mo 0.50" in shown


@pytest.mark.control("RISK-14-a")
def test_that_every_line_of_a_demonstration_bears_the_mark_and_no_other_does(card):
    result, _ = a_result()
    rows = answer_rows(result)
    card.show_result(result)
    below = 1  # the sentences that tell numbers again
    assert texts(card).count("⚠ DEMONSTRATION") - below == sum(row.demonstration for row in rows) == 5
    assert [row.standing[0] for row in rows if not row.demonstration] == ["public cohort", "published score"]


@pytest.mark.control("RISK-16-a")
def test_that_the_other_regimen_is_greyed_and_says_so(card):
    result, _ = a_result()
    other = [row for row in answer_rows(result) if row.outside]
    assert [row.looks_at for row in other] == [
        "Biopsy slide alone",
        "Overall survival, public: Clinical findings, no image",
    ]
    card.show_result(result)
    number = next(one for one in card.findChildren(QLabel) if one.text() == "PRPS 0.61")
    assert number.property("role") == "muted"


def test_that_what_the_images_change_stands_below_in_words(card):
    result, _ = a_result()
    card.show_result(result)
    response, survival = comparisons(result)
    assert response == "Response: with the CT the model points the same way as the clinical features alone."
    assert survival == "Progression-free survival at 12 months: 0.58 with the CT, 0.50 by clinical features alone."
    assert {response, survival} <= set(texts(card))


def test_that_what_was_not_computed_says_why_in_its_line(card):
    _, never = a_result()
    result, _ = a_result(
        clinical_response=NotComputed(
            Sentence.of("the clinical model needs {fields}: unknown in the clinical row", fields="vp")
        )
    )
    result = replace(result, survival=(*result.survival[:2], ("os-public", never)))
    card.show_result(result)
    shown = texts(card)
    assert "not computed: The clinical model needs Portal vein (Vp): unknown in the clinical row" in shown
    assert "not computed: This model is marked as not to be used for a patient" in shown
    (lacking,) = [one for one in missing(result) if one.name == "Clinical features · response"]
    assert (lacking.lack, lacking.screen, lacking.field) == (Lack.INPUT, "case", "vp")


def test_that_the_table_keeps_its_room_before_there_is_a_result(card):
    before = card.minimumSizeHint().height()
    card.show_result(a_result()[0])
    assert card.minimumHeight() >= before - 1
    card.show_skeleton()
    assert "P 0.64" not in texts(card)


@pytest.mark.control("RISK-43-b")
def test_that_the_table_is_said_in_chinese(card, qtbot):
    language.use("zh")
    try:
        made = SideBySideCard()
        qtbot.addWidget(made)
        made.show_result(a_result()[0])
        assert {"五项临床特征，无影像", "倾向缓解", "公开队列"} <= set(texts(made))
    finally:
        language.use("en")


def test_that_the_score_table_tells_components_edition_note_and_source(qtbot):
    made = ScoreDetails()
    qtbot.addWidget(made)
    stage = ScoreFinding(
        "BCLC 2022", 3.0, "C", {}, "Reig M et al.", (Sentence.of("ECOG {grade}", grade=1),), "2022",
        Sentence.of("to be confirmed"), confirmed=False,
    )  # fmt: skip
    made.show_scores((("BCLC 2022", stage), ("ALBI", NotComputed(Sentence.of("the albumin is not known")))))
    shown = texts(made)
    assert {"C (suggested)", "ECOG 1\nTo be confirmed", "Edition: 2022\nSource: Reig M et al."} <= set(shown)
    assert {"not computed", "The albumin is not known"} <= set(shown)


def test_that_a_survival_section_says_on_whom_it_was_fitted_and_whether_it_may_speak(qtbot, qapp):
    theme.use(qapp, theme.DARK)
    result, _ = a_result()
    name, pfs = result.survival[0]
    told = replace(pfs, cohort=SurvivalCohort("Synthetic patients", 300, 205, 24.8, None, ""))
    assert cohort_line(told) == "Fitted on 300 patients with 205 events · median follow-up 24.8 months"
    area = SurvivalArea()
    qtbot.addWidget(area)
    area.show_result(replace(result, survival=((name, told), *result.survival[1:])))
    shown = texts(area)
    assert "▲ partly inside its scope" in shown
    assert {"PFS by clinical features", cohort_line(told)} <= set(shown)


def test_that_a_score_that_is_not_for_this_patient_is_called_so_as_in_the_list_of_what_is_missing(qtbot):
    made = ScoresCard()
    qtbot.addWidget(made)
    confined = NotComputed(Sentence.of("{score} is defined only without spread", score="Up-to-seven"), applicable=False)
    made.show_scores((("Up-to-seven", confined), ("ALBI", NotComputed(Sentence.of("ALBI needs more")))))
    assert texts(made)[-3:] == ["not applicable", "ALBI", "not computed"]
