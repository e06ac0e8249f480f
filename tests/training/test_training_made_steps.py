"""A recipe that is run again does only what is not done, and nobody is in two of its cohorts."""

from __future__ import annotations

from pathlib import Path

from hccdesk.phantom.cohort import sample_cohort
from hccdesk.training.backbone_probe import PROBE_SEED
from hccdesk.training.made_steps import MadeSteps
from hccdesk.training.plan import DemoPlan


def test_that_a_step_is_done_again_only_when_what_it_is_made_from_changed(tmp_path: Path) -> None:
    steps, calls = MadeSteps(tmp_path / "models", tmp_path / "made"), []

    def make() -> None:
        calls.append(1)
        (tmp_path / "models" / "x").mkdir(parents=True, exist_ok=True)
        (tmp_path / "models" / "x" / "manifest.json").write_text(f"made {len(calls)}")

    assert steps.unless_made("x", "key", make)
    assert not steps.unless_made("x", "key", make)
    assert steps.unless_made("x", "another key", make)
    (tmp_path / "models" / "x" / "manifest.json").write_text("altered")
    assert steps.unless_made("x", "another key", make)
    (tmp_path / "made" / "x.json").write_text("not JSON")
    assert steps.unless_made("x", "another key", make)
    assert len(calls) == 4


def test_that_no_phantom_is_in_two_cohorts_of_the_demonstration() -> None:
    plan = DemoPlan()
    cohorts = [sample_cohort(t.patients, t.seed, t.external) for t in plan.tables]
    cohorts.append(sample_cohort(plan.backbone.phantom_patients, plan.backbone.phantom_seed))
    cohorts.append(sample_cohort(20, PROBE_SEED))
    names = [patient.patient_id for cohort in cohorts for patient in cohort]
    assert len(set(names)) == len(names)
    assert {t.external for t in plan.tables} == {True, False}


def test_that_the_demonstration_is_made_with_the_quick_presets() -> None:
    plan = DemoPlan()
    assert (plan.ct.preset, plan.haim.preset) == ("quick", "quick")
    assert plan.haim_steps is None
    assert plan.survival.horizons == ("12", "18", "24")
