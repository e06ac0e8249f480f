"""Several survival bundles on the Results screen: each says what it tells, of whose patients; nothing is cut off."""

from __future__ import annotations

from dataclasses import replace

import pytest
import ui_builder as build
from PySide6.QtWidgets import QLabel

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind, ModelKind
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.ui import theme
from hccdesk.ui.results.as_text import as_text
from hccdesk.ui.results.model_names import short_name
from hccdesk.ui.results.survival_area import SurvivalArea
from hccdesk.ui.results.survival_words import axis_name, horizon_name, reading

CITATION = "Shen L, Zeng Q, Guo P, et al. Dynamically prognosticating patients. Nat Commun 2018;9:2230. " * 2
WHY = "this model is not offered for patients, since it does not predict well enough: " + "p = 0.42, slope 0.46; " * 8


def three_bundles():
    """The demonstration's nomogram, a public one of overall survival, and one that is never offered."""
    result = build.a_result()
    model_id, pfs = result.survival[0]
    overall = replace(
        pfs,
        model_id="os-public",
        endpoint=Endpoint.OS,
        cohort_kind=CohortKind.PUBLIC,
        citation=CITATION,
        in_regimen=False,
        question="Overall survival from the first visit, other treatments than the two regimens here",
    )
    kind, public = ModelKind.SURVIVAL_NOMOGRAM, CohortKind.PUBLIC
    os_model = build.a_manifest("os-public", kind, "Overall survival, public", public)
    ttp_model = build.a_manifest("ttp-public", kind, "Time to progression after TACE", public)
    models = (
        *result.models,
        replace(os_model, outputs=("overall_survival",)),
        replace(ttp_model, outputs=("freedom_from_progression",), offered=False),
    )
    never = NotComputed(Sentence.literally(WHY), applicable=False)
    survival = ((model_id, pfs), ("os-public", overall), ("ttp-public", never))
    return replace(result, survival=survival, models=models)


@pytest.fixture
def area(qtbot, qapp):
    theme.use(qapp, theme.LIGHT)
    made = SurvivalArea()
    qtbot.addWidget(made)
    made.show_result(three_bundles())
    made.resize(1140, made.minimumSizeHint().height())
    made.show()
    qapp.processEvents()
    return made


def texts(widget) -> list[str]:
    return [found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget)]


def test_that_each_bundle_says_what_it_tells(area):
    said = " ".join(texts(area))
    for words in ("Progression-free survival", "Overall survival", "Time to progression after TACE", "are alive at"):
        assert words in said


def test_that_the_public_one_is_no_demonstration_but_public_and_cited(area):
    public = texts(area.sections["os-public"])
    assert any("Another question than progression-free survival: Overall survival" in text for text in public)
    assert any("public data, not from this hospital" in text for text in public)
    assert any(CITATION.strip() in text for text in public)
    assert not any("DEMONSTRATION" in text for text in public)
    assert any("DEMONSTRATION" in text for text in texts(area.sections["pfs-nomogram-demo"]))


def test_that_the_one_never_offered_has_its_figures_and_no_room_for_a_curve(area):
    assert "ttp-public" not in area.sections
    assert any(WHY.strip()[:40].lower() in text.lower() for text in texts(area))


@pytest.mark.parametrize("width", [1000, 1140, 1900])
def test_that_no_text_is_cut_off(area, qapp, width):
    area.resize(width, area.heightForWidth(width) if area.hasHeightForWidth() else area.minimumSizeHint().height())
    qapp.processEvents()
    for found in area.findChildren(QLabel):
        if found.isVisibleTo(area) and found.wordWrap():
            assert found.height() >= found.heightForWidth(found.width()) - 1, found.text()[:60]


def test_that_the_copied_text_says_it_too():
    said = as_text(three_bundles(), stale=False)
    for words in ("Overall survival: ", "alive at", "Another question", "public data", "Source: Shen L"):
        assert words in said
    assert "Time to progression after TACE: " in said


def test_that_the_words_follow_the_endpoint():
    overall = dict(three_bundles().survival)["os-public"]
    assert "alive" in reading(overall, 12.0) and "progression" not in reading(overall, 12.0)
    assert axis_name(Endpoint.OS) == "probability of being alive"
    assert horizon_name(Endpoint.OS).format(months="12") == "12-month OS"


def test_that_a_lone_model_of_overall_survival_is_not_called_a_pfs_nomogram():
    overall = replace(
        build.a_manifest("os", ModelKind.SURVIVAL_NOMOGRAM, "Overall survival, public"), outputs=("overall_survival",)
    )
    assert short_name("os", (overall,)) == "Overall survival, public"
    assert short_name("pfs", (replace(overall, model_id="pfs", outputs=("progression_free_survival",)),)) != "pfs"
