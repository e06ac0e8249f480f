"""What-if on the shipped nomogram: the analysis' own answer, quick enough to follow a drag."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from report_builder import a_ct_finding, a_result

from hccdesk import resources
from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.errors import InputError, ModelBundleError
from hccdesk.domain.provenance import ModelFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.store.bundle_trust import read_trusted_bundle
from hccdesk.store.model_bundles import read_bundle
from hccdesk.workflow import what_if as module
from hccdesk.workflow.assess_survival import assess_survival
from hccdesk.workflow.what_if import Nomograms, what_if

MODEL = "pfs-nomogram-demo"
RECORD = ClinicalRecord(
    afp_ng_per_ml=10.0, vp=PortalVeinInvasion.NONE, largest_tumour_diameter_mm=80.0, encapsulated=True, diffuse=False
)
CT = replace(a_ct_finding(), image_features=(0.1,) * 6)


@pytest.fixture(scope="module")
def bundle():
    return read_bundle(resources.models_folder() / MODEL)


@pytest.fixture(scope="module")
def nomograms():
    return Nomograms(resources.models_folder())


def a_survival(bundle, record=RECORD):
    case = Case(Regimen.TACE_HAIC_PD1_TKI, record, None, None, (), ())
    head = bundle.manifest.backbone
    return assess_survival(case, bundle, head, CT, ApplicabilityVerdict("m", ()))


@pytest.fixture(scope="module")
def result(bundle) -> CaseResult:
    plain = a_result(clinical=RECORD, ct_response=CT, survival=((MODEL, a_survival(bundle)),))
    fact = ModelFact(MODEL, "0.1.0", "phantom", bundle.weights_sha256)
    return replace(plain, provenance=replace(plain.provenance, models=(fact,)))


def test_that_nothing_changed_gives_the_finding_itself(result, nomograms):
    assert what_if(result, MODEL, {}, nomograms) == dict(result.survival)[MODEL]


def test_that_a_high_afp_gives_what_a_patient_with_a_high_afp_gets(result, nomograms, bundle):
    moved = what_if(result, MODEL, {"afp_ge_400_ng_per_ml": 1.0}, nomograms)
    assert moved == a_survival(bundle, replace(RECORD, afp_ng_per_ml=812.0))
    assert moved != dict(result.survival)[MODEL]


def test_that_an_own_value_put_back_is_the_finding_again(result, nomograms):
    axes = dict(result.survival)[MODEL].nomogram.axes
    inside = {axis.variable: axis.patient_value for axis in axes if not axis.clamped}
    assert len(inside) >= 6
    assert what_if(result, MODEL, inside, nomograms) == dict(result.survival)[MODEL]


@pytest.mark.control("RISK-47-a")
def test_that_the_result_is_left_as_it_was(result, nomograms):
    before = dict(result.survival)[MODEL]
    what_if(result, MODEL, {"vp4": 1.0}, nomograms)
    assert dict(result.survival)[MODEL] is before


def test_that_it_follows_a_drag(result, nomograms):
    what_if(result, MODEL, {}, nomograms)
    axis = dict(result.survival)[MODEL].nomogram.axes[-1]
    values = [axis.ticks[0].value + (axis.ticks[-1].value - axis.ticks[0].value) * step / 40 for step in range(41)]
    took = []
    for value in values:
        begun = perf_counter()
        what_if(result, MODEL, {axis.variable: value}, nomograms)
        took.append(perf_counter() - begun)
    assert sorted(took)[len(took) // 2] < 0.010


def test_that_the_bundle_is_read_and_verified_once(result, monkeypatch):
    read = []
    monkeypatch.setattr(module, "read_trusted_bundle", lambda f, t: read.append(f.name) or read_trusted_bundle(f, t))
    nomograms = Nomograms(resources.models_folder())
    what_if(result, MODEL, {}, nomograms)
    what_if(result, MODEL, {"vp4": 1.0}, nomograms)
    assert read == [MODEL]


def test_that_a_model_replaced_since_is_not_used(result, nomograms):
    other = ModelFact(MODEL, "0.2.0", "site", "f" * 64)
    stale = replace(result, provenance=replace(result.provenance, models=(other,)))
    with pytest.raises(ModelBundleError, match="not installed any more"):
        what_if(stale, MODEL, {}, nomograms)


@pytest.mark.parametrize(("name", "value"), [("vp4", 0.4), ("vp4", 2.0), ("response_probability", 1.2), ("x", 0.0)])
def test_that_a_value_no_axis_shows_is_refused(result, nomograms, name, value):
    with pytest.raises(InputError):
        what_if(result, MODEL, {name: value}, nomograms)


def test_that_there_is_nothing_to_change_without_a_finding(result, nomograms):
    none = replace(result, survival=((MODEL, NotComputed(Sentence.of("no clinical row was given"))),))
    for case in (none, replace(result, survival=())):
        with pytest.raises(InputError, match="no survival curve"):
            what_if(case, MODEL, {}, nomograms)
