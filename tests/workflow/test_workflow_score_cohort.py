"""Every patient of a cohort of images is asked about as at the board; what cannot be used costs only that patient."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hccdesk import resources
from hccdesk.domain.errors import Cancelled
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.sandbox.worker import Sandbox
from hccdesk.survival.prediction import open_nomogram
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.score_cohort import score_cohort
from hccdesk.workflow.scoring_models import scoring_models
from hccdesk.workflow.workbench import Workbench

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    return open_cohort(make_phantom_cohort(tmp_path_factory.mktemp("phantoms"), 3, 20_261_122))


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    with Sandbox() as sandbox:
        now = datetime(2026, 1, 1, tzinfo=UTC)
        site = tmp_path_factory.mktemp("site")
        yield Workbench(sandbox, DeviceChoice.CPU, resources.models_folder(), lambda: now, site)


class Steps:
    def __init__(self, stop_at=99):
        self.seen, self.stop_at = set(), stop_at

    def step(self, done, total, label):
        self.seen.add((done, total, label))
        if done >= self.stop_at:
            raise Cancelled


def test_that_each_patient_has_a_score_or_a_reason(cohort, bench):
    models = scoring_models(resources.models_folder() / "ct-response-demo", bench, NoProgress())
    whole, no_ct, broken = cohort.patients
    rows = [(2, whole), (3, _without_ct(no_ct)), (4, _with_ct(broken, broken.ct_roi))]
    steps = Steps()
    found = score_cohort(rows, models, bench, steps)
    assert [answer.patient for answer in found.answers] == [whole]
    assert 0 < found.answers[0].values[0] < 1
    reasons = {why.text: n for why, n in found.not_scored}
    assert reasons == {"no CT was given": 1, "the images, or the outlines on them, cannot be used": 1}
    assert [line.split(":")[0] for line in found.refusals] == ["row 4"]
    assert {(done, total) for done, total, _ in steps.seen} == {(0, 3), (1, 3), (2, 3), (3, 3)}


def test_that_a_nomogram_asks_its_ct_model_first(cohort, bench):
    models = scoring_models(resources.models_folder() / "pfs-nomogram-demo", bench, NoProgress())
    assert models.head is not None
    found = score_cohort([(2, cohort.patients[0])], models, bench, NoProgress())
    assert len(found.answers[0].values) == len(open_nomogram(models.bundle).nomogram.names)


def test_that_it_stops_between_two_patients(cohort, bench):
    models = scoring_models(resources.models_folder() / "ct-response-demo", bench, NoProgress())
    with pytest.raises(Cancelled):
        score_cohort([(2, p) for p in cohort.patients], models, bench, Steps(stop_at=1))


def _without_ct(patient):
    return _with_ct(patient, None)


def _with_ct(patient, path):
    return replace(patient, ct=path, ct_roi=patient.ct_roi if path else None)
