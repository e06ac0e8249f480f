"""What each nomogram still needs of the clinical row, as it is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hccdesk import resources
from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.workflow.name_models import name_models
from hccdesk.workflow.row_needs import row_needs
from hccdesk.workflow.workbench import Workbench

FIVE = ("afp_ng_per_ml", "vp", "largest_tumour_diameter_mm", "encapsulated", "diffuse")
ROW = ClinicalRecord(
    afp_ng_per_ml=10.0, vp=PortalVeinInvasion.VP3, largest_tumour_diameter_mm=80.0, encapsulated=True, diffuse=False
)
LIVER = {
    "bilirubin_umol_per_l": 17.0,
    "albumin_g_per_l": 40.0,
    "inr": 1.0,
    "ascites": Ascites.NONE,
    "encephalopathy_grade": 0,
}


@pytest.fixture(scope="module")
def nomograms():
    now = lambda: datetime(2026, 1, 2, tzinfo=UTC)  # noqa: E731
    return name_models(Workbench(None, DeviceChoice.CPU, resources.models_folder(), now, None)).nomograms


def test_that_an_empty_row_needs_every_field_that_a_model_looks_at(nomograms):
    needs = row_needs(ClinicalRecord(), nomograms)
    assert needs["pfs-clinical-demo"] == FIVE
    assert needs["pfs-nomogram-demo"] == FIVE
    assert {"vp", "inr", "lymph_node_metastasis", "afp_ng_per_ml"} <= set(needs["os-nomogram-sysucc"])


def test_that_what_is_settled_is_not_asked_for(nomograms):
    """Portal vein invasion settles vascular invasion whatever the other veins are."""
    assert row_needs(ROW, nomograms)["pfs-clinical-demo"] == ()
    needs = row_needs(ROW, nomograms)["os-nomogram-sysucc"]
    assert "hepatic_vein_invasion" not in needs
    assert set(needs) == {*LIVER, "lymph_node_metastasis"}
    assert row_needs(replace(ROW, lymph_node_metastasis=False, **LIVER), nomograms)["os-nomogram-sysucc"] == ()


def test_that_a_model_that_is_not_offered_asks_for_nothing(nomograms):
    assert "ttp-nomogram-hcc-tace-seg" not in row_needs(ClinicalRecord(), nomograms)
