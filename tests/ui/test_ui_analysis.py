"""The analysis as the screens start it: what stops it, what it takes over, how it ended. No widgets."""

from __future__ import annotations

from pathlib import Path

import pytest
import ui_builder as build

from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.ui.analysis import Analysis, Outcome


@pytest.fixture
def analysis(session, verbs, idle):
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    return Analysis(session)


def test_that_an_analysis_brings_its_result_and_says_it_is_done(analysis, session, idle):
    changes = []
    analysis.changed.connect(lambda: changes.append(analysis.running))
    analysis.start(DeviceChoice.CPU)
    assert analysis.running
    idle()
    assert changes == [True, False]
    assert session.model.result_is_current
    assert analysis.outcome is Outcome.DONE


def test_that_there_is_only_one_analysis_at_a_time(analysis, verbs, idle):
    analysis.start(DeviceChoice.CPU)
    analysis.start(DeviceChoice.CPU, ModelChoice.CT)
    idle()
    assert len(verbs.wanted) == 1


def test_that_progress_is_kept_for_a_screen_that_is_built_meanwhile(analysis, idle):
    steps = []
    analysis.progressed.connect(lambda: steps.append(analysis.step))
    analysis.start(DeviceChoice.CPU)
    idle()
    assert (steps[-1].done, steps[-1].total, steps[-1].label) == (1, 2, "Slide: patches")
    assert analysis.step is steps[-1]


@pytest.mark.parametrize(("error", "outcome"), [(Cancelled(), Outcome.CANCELLED), (InputError("gone"), Outcome.FAILED)])
def test_that_how_it_ended_holds_only_for_the_inputs_it_was_made_from(analysis, session, verbs, idle, error, outcome):
    verbs.outcome = error
    analysis.start(DeviceChoice.CPU)
    idle()
    assert analysis.outcome is outcome
    session.model.set_clinical(build.a_record(ecog=2))
    assert analysis.outcome is Outcome.NONE


def test_that_a_part_that_lacks_its_image_is_not_started(analysis, session, verbs, idle):
    session.model.set_slide(None, ())
    assert analysis.blocked_for(ModelChoice.SLIDE)
    assert not analysis.blocked_for(ModelChoice.SURVIVAL)
    analysis.start(DeviceChoice.CPU, ModelChoice.SLIDE)
    idle()
    assert verbs.wanted == []


def test_that_a_part_takes_over_only_from_a_result_of_the_same_inputs(analysis, session, verbs, idle):
    analysis.start(DeviceChoice.CPU)
    idle()
    first = session.model.result
    analysis.start(DeviceChoice.CPU, ModelChoice.CT)
    idle()
    session.model.set_clinical(build.a_record(ecog=2))
    analysis.start(DeviceChoice.CPU, ModelChoice.CT)
    idle()
    assert [previous for _, previous in verbs.wanted[1:]] == [first, None]
