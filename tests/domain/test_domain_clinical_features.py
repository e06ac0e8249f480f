import pytest

from hccdesk.domain.clinical_features import FEATURES, MissingFields, encode
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion

ALL = tuple(FEATURES)


def test_that_the_papers_five_features_are_there_in_order():
    # Yin et al. 2024, "Construction of a nomogram": AFP >= 400 ng/mL, Vp4, diameter > 10 cm, capsule, diffuse type.
    assert ALL == ("afp_ge_400_ng_per_ml", "vp4", "diameter_gt_100_mm", "encapsulated", "diffuse")


@pytest.mark.parametrize(("afp", "expected"), [(399.9, 0.0), (400.0, 1.0), (400.1, 1.0)])
def test_that_afp_counts_from_400_on(afp, expected):
    assert encode(ClinicalRecord(afp_ng_per_ml=afp), ALL[:1]) == (expected,)


@pytest.mark.parametrize(("diameter_mm", "expected"), [(99.9, 0.0), (100.0, 0.0), (100.1, 1.0)])
def test_that_the_diameter_counts_above_ten_centimetres(diameter_mm, expected):
    assert encode(ClinicalRecord(largest_tumour_diameter_mm=diameter_mm), ("diameter_gt_100_mm",)) == (expected,)


def test_that_only_vp4_counts_as_vp4():
    assert encode(ClinicalRecord(vp=PortalVeinInvasion.VP4), ("vp4",)) == (1.0,)
    assert encode(ClinicalRecord(vp=PortalVeinInvasion.VP3), ("vp4",)) == (0.0,)


@pytest.mark.control("RISK-21-a")
def test_that_unknown_is_not_no_and_every_missing_field_is_named():
    assert encode(ClinicalRecord(afp_ng_per_ml=5.0, diffuse=False), ALL) == MissingFields(
        ("vp", "largest_tumour_diameter_mm", "encapsulated")
    )
