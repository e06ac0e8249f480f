"""A nomogram takes the features of the one CT head it was fitted on, and of no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_builder import a_ct_finding

from hccdesk import resources
from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.manifest import BackboneReference
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed, SurvivalFinding
from hccdesk.store.model_bundles import read_bundle
from hccdesk.workflow.assess_survival import assess_survival

RECORD = ClinicalRecord(
    afp_ng_per_ml=10.0, vp=PortalVeinInvasion.NONE, largest_tumour_diameter_mm=80.0, encapsulated=True, diffuse=False
)


@pytest.fixture(scope="module")
def nomogram():
    return read_bundle(resources.models_folder() / "pfs-nomogram-demo")


def assessed(nomogram, head):
    case = Case(Regimen.TACE_HAIC_PD1_TKI, RECORD, None, None, (), ())
    finding = replace(a_ct_finding(), image_features=(0.1,) * 6)
    return assess_survival(case, nomogram, head, finding, ApplicabilityVerdict("m", ()))


def test_that_the_shipped_nomogram_names_the_shipped_head(nomogram):
    head = read_bundle(resources.models_folder() / "ct-response-demo").reference
    assert nomogram.manifest.backbone == head
    assert isinstance(assessed(nomogram, head), SurvivalFinding)


@pytest.mark.parametrize("change", [{"model_id": "ct-response-site"}, {"sha256": "0" * 64}])
def test_that_another_or_a_retrained_head_is_refused(nomogram, change):
    head = replace(nomogram.manifest.backbone or BackboneReference("x", "0" * 64), **change)
    finding = assessed(nomogram, head)
    assert isinstance(finding, NotComputed)
    assert "another CT model" in finding.reason.text
