"""With image features beside clinical features alone: the same question, never one number out of two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from report_builder import a_clinical_survival, a_complete_result, a_ct_finding, a_result

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.image_gain import survival_pairs
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.report.blocks import CardRow, Table
from hccdesk.report.outline import outline
from hccdesk.report.tone import Tone


def table(result: CaseResult) -> Table:
    return next(
        b
        for b in outline(result, "en").sections[0].blocks
        if isinstance(b, Table) and b.header[:1] == ("Same patients, same question",)
    )


def test_that_each_answer_keeps_its_own_number_and_its_own_words() -> None:
    rows = [[cell.text for cell in row] for row in table(a_complete_result()).rows]
    assert rows == [
        ["Objective response", "0.64 (0.52–0.74) · ● favours response", "0.55 (0.41–0.68) · ◆ indeterminate"],
        ["Progression-free survival at 12 months", "0.58 (0.48–0.67)", "0.55 (0.48–0.67)"],
    ]
    said = outline(a_complete_result(), "en").text
    assert "0.595" not in said and "0.60 (" not in said  # their mean


def test_that_the_clinical_nomogram_has_no_card_beside_the_one_with_images() -> None:
    blocks = outline(a_complete_result(), "en").sections[0].blocks
    subtitles = [card.subtitle for b in blocks if isinstance(b, CardRow) for card in b.cards]
    assert sum("pfs-nomogram-demo" in s for s in subtitles) == 1
    assert not any("pfs-clinical-demo" in s for s in subtitles)


def test_that_without_images_the_clinical_nomogram_has_the_card() -> None:
    result = a_result(survival=(("pfs-clinical-demo", a_clinical_survival()),))
    cards = [c for b in outline(result, "en").sections[0].blocks if isinstance(b, CardRow) for c in b.cards]
    assert cards[2].numbers[0].value == "0.55" and survival_pairs(result) == ()


@pytest.mark.control("RISK-17-c")
@pytest.mark.parametrize("changed", [{"cohort": "other patients"}, {"regimen": Regimen.HAIC_TKI_ICI}])
def test_that_another_regimen_or_other_patients_are_never_called_the_same_patients(changed: dict[str, Any]) -> None:
    complete = a_complete_result()
    models = tuple(replace(m, **changed) if m.model_id == "pfs-clinical-demo" else m for m in complete.models)
    (row,) = table(replace(complete, models=models)).rows
    assert row[0].text == "Objective response"


def test_that_a_missing_half_says_why() -> None:
    lacking = NotComputed(Sentence.of("needs {fields}", fields="encapsulated"))
    (row, *_) = table(replace(a_complete_result(), clinical_response=lacking)).rows
    assert row[2].text == "not computed: needs Tumour capsule"


def test_that_a_model_out_of_scope_is_greyed_on_its_own_side_only() -> None:
    rule = RuleResult("roi_volume_ml", RuleAnswer.OUTSIDE, Sentence.of("too large"))
    verdicts = (ApplicabilityVerdict("ct-response-demo", (rule,)),)
    (row, *_) = table(replace(a_complete_result(), applicability=verdicts)).rows
    assert row[1].tone is Tone.GREYED
    assert row[2].tone is Tone.INDETERMINATE  # the size of the outline is nothing that clinical features ask


def test_that_every_answer_stands_under_evidence_with_its_question_and_regimen() -> None:
    blocks = outline(a_complete_result(), "en").sections[1].blocks
    whole = next(b for b in blocks if isinstance(b, Table) and b.header[:1] == ("Answer of",))
    names = [row[0].text for row in whole.rows]
    assert names[0] == "CT response, demonstration (DEMONSTRATION)"
    assert any(name.startswith("Clinical features alone") for name in names)
    haim = next(row for row in whole.rows if row[0].text.startswith("HAIM"))
    assert haim[0].tone is Tone.GREYED and "HAIC + TKI + ICI" in haim[1].text
    assert haim[4].text.startswith("OUTSIDE ITS REGIMEN – shown for information")
    assert whole.notes == "Each line is an answer of its own; none is averaged with another."


def test_that_nothing_beside_is_said_where_clinical_features_were_asked_nothing() -> None:
    blocks = outline(a_result(ct_response=a_ct_finding()), "en").sections[0].blocks
    assert not any(isinstance(b, Table) and b.header[:1] == ("Same patients, same question",) for b in blocks)
