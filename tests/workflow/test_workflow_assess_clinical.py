"""What the clinical features alone say of the response, by the model that came with the CT model's own patients."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from math import exp

import numpy as np
import pytest

from hccdesk import resources
from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.case import Case
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.leaning import Leaning, ScoreInterval
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import ClinicalResponseFinding, CtResponseFinding, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.store.model_bundles import read_bundle
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.assess_clinical import assess_clinical
from hccdesk.workflow.workbench import Workbench

MODELS = resources.models_folder()
ROW = ClinicalRecord(
    afp_ng_per_ml=10.0, vp=PortalVeinInvasion.VP4, largest_tumour_diameter_mm=80.0, encapsulated=True, diffuse=False
)
NO_RULES = ApplicabilityVerdict("ct-response-demo", ())


@pytest.fixture(scope="module")
def head():
    return read_bundle(MODELS / "ct-response-demo")


def a_case(row: ClinicalRecord = ROW, regimen: Regimen = Regimen.TACE_HAIC_PD1_TKI) -> Case:
    return Case(regimen, row, None, None, (), ())


def without(head, **facts):
    """The bundle with other facts of its clinical model."""
    record = json.loads(head.content["training.json"])
    record["measured"]["clinical_logistic"] |= facts
    return replace(head, content=dict(head.content) | {"training.json": json.dumps(record).encode()})


def test_that_it_is_the_logistic_model_of_the_ct_models_own_patients(head):
    told = json.loads(head.content["training.json"])["measured"]["clinical_logistic"]
    finding = assess_clinical(a_case(), head, NO_RULES)
    log_odds = told["intercept"] + told["coefficients"][told["names"].index("vp4")]
    log_odds += told["coefficients"][told["names"].index("encapsulated")]
    assert finding.probability_of_objective_response == pytest.approx(1 / (1 + exp(-log_odds)), rel=1e-12)
    assert finding.model_id == "ct-response-demo"
    assert finding.threshold == told["threshold"]
    assert dict(finding.log_odds)["afp_ge_400_ng_per_ml"] == 0


def test_that_its_interval_is_walds_on_the_log_odds(head):
    told = json.loads(head.content["training.json"])["measured"]["clinical_logistic"]
    finding = assess_clinical(a_case(), head, NO_RULES)
    row = np.array([1.0, 0, 1, 0, 1, 0])
    reach = 1.959963984540054 * np.sqrt(row @ np.array(told["covariance"]) @ row)
    p = finding.probability_of_objective_response
    logit = np.log(p / (1 - p))
    assert isinstance(finding.interval, ScoreInterval)
    assert finding.interval.low == pytest.approx(1 / (1 + np.exp(-(logit - reach))), rel=1e-9)
    assert finding.interval.high == pytest.approx(1 / (1 + np.exp(-(logit + reach))), rel=1e-9)
    assert "300 training patients" in finding.interval.basis.text
    assert finding.leaning is Leaning.RESPONSE
    assert assess_clinical(a_case(), without(head, threshold=p + 0.01), NO_RULES).leaning is Leaning.INDETERMINATE


def test_that_a_bundle_from_before_gives_a_number_without_interval_at_even_odds(head):
    finding = assess_clinical(a_case(), without(head, covariance=[], threshold=None, patients=None), NO_RULES)
    assert isinstance(finding.interval, NotComputed)
    assert finding.threshold == 0.5


def test_that_an_unknown_field_is_named_and_nothing_is_filled_in(head):
    finding = assess_clinical(a_case(replace(ROW, afp_ng_per_ml=None, vp=None)), head, NO_RULES)
    assert finding.reason.text == "the clinical model needs afp_ng_per_ml, vp: unknown in the clinical row"


def test_that_the_other_regimen_is_marked(head):
    assert assess_clinical(a_case(), head, NO_RULES).in_regimen
    assert not assess_clinical(a_case(regimen=Regimen.HAIC_TKI_ICI), head, NO_RULES).in_regimen


def test_that_a_stop_about_the_patient_stops_it_and_one_about_an_image_does_not(head):
    def stopped(rule: str) -> ApplicabilityVerdict:
        why = Sentence.literally(f"because of {rule}")
        return ApplicabilityVerdict("ct-response-demo", (RuleResult(rule, RuleAnswer.OUTSIDE, why, hard_stop=True),))

    assert assess_clinical(a_case(), head, stopped("child_pugh")).reason.text == "because of child_pugh"
    assert isinstance(assess_clinical(a_case(), head, stopped("feature_space")), ClinicalResponseFinding)


def test_that_without_a_ct_model_or_its_comparator_nobody_is_asked(head):
    bare = replace(head, content={name: data for name, data in head.content.items() if name != "training.json"})
    for finding in (assess_clinical(a_case(), None, None), assess_clinical(a_case(), bare, NO_RULES)):
        assert isinstance(finding, NotComputed)
        assert not finding.applicable


def test_that_a_patient_without_images_already_gets_what_needs_none():
    bench = Workbench(None, DeviceChoice.CPU, MODELS, lambda: datetime(2026, 1, 2, tzinfo=UTC), None)
    result = analyse_case(a_case(), bench)
    assert not isinstance(result.ct_response, CtResponseFinding)
    assert isinstance(result.clinical_response, ClinicalResponseFinding)
    survival = dict(result.survival)
    assert isinstance(survival["pfs-clinical-demo"], SurvivalFinding)
    assert isinstance(survival["pfs-nomogram-demo"], NotComputed)
    assert "inr" in survival["os-nomogram-sysucc"].reason.text  # its Child-Pugh points are not known of this row


def test_that_the_nomogram_with_images_comes_before_the_one_without():
    bench = Workbench(None, DeviceChoice.CPU, MODELS, lambda: datetime(2026, 1, 2, tzinfo=UTC), None)
    assert [name for name, _ in analyse_case(a_case(), bench).survival] == [
        "pfs-nomogram-demo",
        "pfs-clinical-demo",
        "os-nomogram-sysucc",
        "ttp-nomogram-hcc-tace-seg",
    ]
