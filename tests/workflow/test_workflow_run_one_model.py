"""Running one kind of model: what is taken over, what is said not to have been run, and what belongs together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from report_builder import a_ct_finding, a_haim_finding

from hccdesk import resources
from hccdesk.domain.case import Case
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchGrid, PatchSelection
from hccdesk.workflow import analyse_case as module
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.assess_slide import SlideAssessment
from hccdesk.workflow.workbench import Workbench

RECORD = ClinicalRecord(
    afp_ng_per_ml=10.0, vp=PortalVeinInvasion.NONE, largest_tumour_diameter_mm=80.0, encapsulated=True, diffuse=False
)
CASE = Case(Regimen.TACE_HAIC_PD1_TKI, RECORD, None, None, (), ())


class Engines:
    """Stand-ins for the networks that count how often they were asked; each CT run finds something a little else."""

    def __init__(self) -> None:
        self.ct_runs = self.slide_runs = 0

    def assess_ct(self, *_):
        self.ct_runs += 1
        return replace(a_ct_finding(), image_features=(0.1 * self.ct_runs,) * 6)

    def assess_slide(self, *_, **__):
        self.slide_runs += 1
        return SlideAssessment(a_haim_finding())


@pytest.fixture
def engines(monkeypatch):
    made = Engines()
    monkeypatch.setattr(module, "assess_ct", made.assess_ct)
    monkeypatch.setattr(module, "assess_slide", made.assess_slide)
    return made


@pytest.fixture
def run(engines):
    bench = Workbench(None, DeviceChoice.CPU, resources.models_folder(), lambda: datetime(2026, 1, 2, tzinfo=UTC))

    def analyse(wanted=ModelChoice.ALL, previous=None):
        return analyse_case(CASE, bench, None, wanted, previous)

    return analyse


def reason(finding) -> str:
    assert isinstance(finding, NotComputed)
    return finding.reason.text


def survival_of(result):
    return dict(result.survival)["pfs-nomogram-demo"]


def test_that_all_runs_all_whatever_was_before(run, engines):
    before = run()
    after = run(ModelChoice.ALL, before)
    assert (engines.ct_runs, engines.slide_runs) == (2, 2)
    assert after.ct_response is not before.ct_response
    assert not after.provenance.runtime.notes


def test_that_the_ct_alone_leaves_the_others_unrun_and_says_so(run, engines):
    result = run(ModelChoice.CT)
    assert (engines.ct_runs, engines.slide_runs) == (1, 0)
    assert reason(result.slide_response) == "not run: only the CT response was asked for"
    assert reason(survival_of(result)) == "not run: only the CT response was asked for"


def test_that_the_slide_alone_leaves_the_others_unrun_and_says_so(run, engines):
    result = run(ModelChoice.SLIDE)
    assert (engines.ct_runs, engines.slide_runs) == (0, 1)
    assert reason(result.ct_response) == "not run: only the slide response was asked for"
    assert reason(survival_of(result)) == "not run: only the slide response was asked for"


def test_that_survival_alone_runs_the_ct_model_that_its_nomogram_needs(run, engines):
    result = run(ModelChoice.SURVIVAL)
    assert (engines.ct_runs, engines.slide_runs) == (1, 0)
    assert isinstance(survival_of(result), SurvivalFinding)
    assert reason(result.slide_response) == "not run: only the survival prediction was asked for"


def test_that_survival_takes_the_ct_finding_that_is_there(run, engines):
    before = run(ModelChoice.CT)
    result = run(ModelChoice.SURVIVAL, before)
    assert engines.ct_runs == 1
    assert result.ct_response is before.ct_response
    assert isinstance(survival_of(result), SurvivalFinding)


def test_that_findings_of_before_are_taken_over_and_the_record_says_from_when(run, engines):
    before = run()
    result = run(ModelChoice.SLIDE, before)
    assert (engines.ct_runs, engines.slide_runs) == (1, 2)
    assert result.ct_response is before.ct_response
    assert survival_of(result) is survival_of(before)
    when = f"was taken over from the analysis of {before.provenance.finished_at}."
    assert result.provenance.runtime.notes == (
        f"The CT response {when}",
        f"The survival prediction (pfs-nomogram-demo) {when}",
        f"The survival prediction (pfs-clinical-demo) {when}",
    )


def test_that_a_finding_taken_over_twice_keeps_the_time_of_its_own_run(run):
    first = run()
    stamped = replace(first, provenance=replace(first.provenance, finished_at="2025-12-31T10:00:00+00:00"))
    second = run(ModelChoice.SLIDE, stamped)
    third = run(ModelChoice.SLIDE, second)
    assert len(third.provenance.runtime.notes) == 3
    assert all("2025-12-31" in note for note in third.provenance.runtime.notes)


def test_that_a_survival_prediction_that_is_run_again_is_not_called_taken_over(run):
    notes = run(ModelChoice.SURVIVAL, run()).provenance.runtime.notes
    assert [note.partition(" was")[0] for note in notes] == ["The CT response", "The slide response"]


def test_that_the_nomogram_follows_a_ct_model_that_was_run_again(run):
    before = run()
    result = run(ModelChoice.CT, before)
    assert result.ct_response is not before.ct_response
    assert survival_of(result) != survival_of(before)
    at = {axis.variable: axis.patient_value for axis in survival_of(result).nomogram.axes}
    assert at["image_feature_1"] == result.ct_response.image_features[0]


def test_that_one_after_the_other_gives_what_all_at_once_gives(run):
    parts = run(ModelChoice.SLIDE, run(ModelChoice.SURVIVAL, run(ModelChoice.CT)))
    assert isinstance(survival_of(parts), SurvivalFinding)
    assert parts.slide_response == a_haim_finding()
    assert not isinstance(parts.ct_response, NotComputed)


def test_that_what_was_not_run_before_is_said_in_the_words_of_now(run):
    result = run(ModelChoice.SLIDE, run(ModelChoice.CT))
    assert reason(survival_of(result)) == "not run: only the slide response was asked for"


def test_that_a_real_reason_is_kept(run):
    none = NotComputed(Sentence.of("no tumour region"))
    before = replace(run(), ct_response=none)
    assert run(ModelChoice.SLIDE, before).ct_response == none


def test_that_nothing_is_taken_over_from_other_models(run):
    before = run()
    other = tuple(replace(fact, sha256="f" * 64) for fact in before.provenance.models)
    stale = replace(before, provenance=replace(before.provenance, models=other))
    result = run(ModelChoice.SLIDE, stale)
    assert reason(result.ct_response) == "not run: only the slide response was asked for"


def test_that_patches_are_taken_over_with_the_slide_finding(run):
    selection = PatchSelection(PatchGrid(np.zeros((1, 2), np.int64), 512, 512, 0.25), np.array([0]), {})
    before = replace(run(), patches=selection)
    assert run(ModelChoice.CT, before).patches is selection
