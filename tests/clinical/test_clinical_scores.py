"""Published scores: each cut on both sides, published worked values, and what is missing named."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from hccdesk.clinical import albi, art, bclc, child_pugh, cnlc, crafity, hap, malbi, mhap2, tumour_burden
from hccdesk.clinical.published_scores import published_scores
from hccdesk.domain.clinical_record import (
    Ascites,
    ClinicalRecord,
    PortalVeinInvasion,
    PreviousSession,
    RadiologicalResponse,
)
from hccdesk.domain.result import NotComputed, ScoreFinding

WELL = ClinicalRecord(
    ecog=0,
    ascites=Ascites.NONE,
    encephalopathy_grade=0,
    bilirubin_umol_per_l=17.0,
    albumin_g_per_l=40.0,
    inr=1.0,
    afp_ng_per_ml=20.0,
    crp_mg_per_l=1.0,
    largest_tumour_diameter_mm=20.0,
    tumour_count=1,
    diffuse=False,
    vp=PortalVeinInvasion.NONE,
    hepatic_vein_invasion=False,
    inferior_vena_cava_invasion=False,
    lymph_node_metastasis=False,
    extrahepatic_metastasis=False,
)


def a_row(**changes: Any) -> ClinicalRecord:
    return replace(WELL, **changes)


def found(finding: ScoreFinding | NotComputed) -> ScoreFinding:
    assert isinstance(finding, ScoreFinding), finding
    return finding


def reason(finding: ScoreFinding | NotComputed) -> str:
    assert isinstance(finding, NotComputed), finding
    return finding.reason.text


# Pugh 1973 in µmol/L and g/L: bilirubin <34, 34-51, >51; albumin >35, 28-35, <28; INR <1.7, 1.7-2.3, >2.3.
@pytest.mark.parametrize(
    ("field", "value", "points"),
    [
        ("bilirubin_umol_per_l", 33.9, 1),
        ("bilirubin_umol_per_l", 34.0, 2),
        ("bilirubin_umol_per_l", 51.0, 2),
        ("bilirubin_umol_per_l", 51.1, 3),
        ("albumin_g_per_l", 35.1, 1),
        ("albumin_g_per_l", 35.0, 2),
        ("albumin_g_per_l", 28.0, 2),
        ("albumin_g_per_l", 27.9, 3),
        ("inr", 1.69, 1),
        ("inr", 1.7, 2),
        ("inr", 2.3, 2),
        ("inr", 2.31, 3),
        ("ascites", Ascites.NONE, 1),
        ("ascites", Ascites.MILD, 2),
        ("ascites", Ascites.MODERATE_OR_SEVERE, 3),
        ("encephalopathy_grade", 0, 1),
        ("encephalopathy_grade", 1, 2),
        ("encephalopathy_grade", 2, 2),
        ("encephalopathy_grade", 3, 3),
        ("encephalopathy_grade", 4, 3),
    ],
)
@pytest.mark.control("RISK-48-a")
def test_that_child_pugh_points_change_at_the_published_cuts(field: str, value: object, points: int) -> None:
    finding = found(child_pugh.score(a_row(**{field: value})))
    assert finding.components[field] == points
    assert finding.value == 4 + points


# Classes: A 5-6, B 7-9, C 10-15.
@pytest.mark.parametrize(
    ("points", "expected"), [(5, "A"), (6, "A"), (7, "B"), (8, "B"), (9, "B"), (10, "C"), (15, "C")]
)
def test_that_child_pugh_classes_change_at_seven_and_ten(points: int, expected: str) -> None:
    assert child_pugh.class_of(points) == expected


def test_that_child_pugh_is_the_sum_of_its_components_for_every_combination() -> None:
    values = {
        "bilirubin_umol_per_l": (20.0, 40.0, 60.0),
        "albumin_g_per_l": (40.0, 30.0, 20.0),
        "inr": (1.0, 2.0, 3.0),
        "ascites": (Ascites.NONE, Ascites.MILD, Ascites.MODERATE_OR_SEVERE),
        "encephalopathy_grade": (0, 2, 4),
    }
    for chosen in product((0, 1, 2), repeat=5):
        row = a_row(**{field: value[i] for (field, value), i in zip(values.items(), chosen, strict=True)})
        assert found(child_pugh.score(row)).value == 5 + sum(chosen)


def test_that_child_pugh_names_every_missing_field() -> None:
    text = reason(child_pugh.score(a_row(inr=None, ascites=None)))
    assert text == "Child-Pugh needs inr, ascites: unknown in the clinical row"


def test_that_class_c_is_certain_when_the_known_components_alone_force_it() -> None:
    # 3 + 3 + 2 from three components, at least 1 each from the two unknown: 10.
    forced = a_row(bilirubin_umol_per_l=60, albumin_g_per_l=20, inr=2.0, ascites=None, encephalopathy_grade=None)
    assert child_pugh.points_range(forced) == (10, 14)
    assert child_pugh.is_class_c(forced).value is True
    open_ = replace(forced, inr=1.0)
    assert child_pugh.is_class_c(open_).value is None
    assert child_pugh.is_class_c(open_).missing == ("ascites", "encephalopathy_grade")
    assert child_pugh.is_class_c(a_row(ascites=None, inr=None)).value is False


@pytest.mark.control("RISK-48-a")
def test_that_albi_matches_the_published_formula() -> None:
    # 0.66·log10(17) − 0.085·40 = 0.66·1.230449 − 3.4 = −2.587904 (Johnson 2015, computed by hand)
    finding = found(albi.score(WELL))
    assert finding.value == pytest.approx(-2.587904, abs=1e-6)
    assert finding.group == "grade 2"
    assert sum(finding.components.values()) == pytest.approx(finding.value)


@pytest.mark.parametrize(
    ("value", "grade"),
    [(-2.61, "grade 1"), (-2.60, "grade 1"), (-2.5999, "grade 2"), (-1.39, "grade 2"), (-1.3899, "grade 3")],
)
def test_that_albi_grades_change_at_the_published_cuts_and_before_rounding(value: float, grade: str) -> None:
    assert albi.grade_of(value) == grade


# Hiraoka 2017: ALBI grade 2 divided at −2.270; the side of the edge is to be confirmed in the paper, and says so.
@pytest.mark.parametrize(
    ("value", "grade"),
    [
        (-2.60, "grade 1"),
        (-2.5999, "grade 2a"),
        (-2.2701, "grade 2a"),
        (-2.270, "grade 2b"),
        (-2.2699, "grade 2b"),
        (-1.39, "grade 2b"),
        (-1.3899, "grade 3"),
    ],
)
@pytest.mark.control("RISK-48-a")
def test_that_modified_albi_divides_grade_two(value: float, grade: str) -> None:
    assert malbi.grade_of(value) == grade


def test_that_modified_albi_is_the_albi_score_under_its_own_name_with_its_doubt() -> None:
    # 0.66·log10(30) − 0.085·35 = 0.66·1.477121 − 2.975 = −2.000100; 2b of Hiraoka 2017, 2 of Johnson 2015
    row = a_row(bilirubin_umol_per_l=30.0, albumin_g_per_l=35.0)
    finding, plain = found(malbi.score(row)), found(albi.score(row))
    assert finding.value == plain.value == pytest.approx(-2.000100, abs=1e-6)
    assert (finding.score, finding.group, plain.group) == ("mALBI", "grade 2b", "grade 2")
    assert finding.note is not None
    assert "to be confirmed in the paper" in finding.note.text
    assert reason(malbi.score(a_row(albumin_g_per_l=None))).startswith("mALBI needs albumin_g_per_l")


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "printed", "grade"),
    [(17.0, 40.0, "-2.59", "grade 2"), (16.3, 40.0, "-2.60", "grade 2"), (16.2, 40.0, "-2.60", "grade 1")],
)
def test_that_albi_prints_two_decimals_and_is_graded_before_it_is_rounded(
    bilirubin: float, albumin: float, printed: str, grade: str
) -> None:
    # 0.66·log10(16.3) − 3.4 = −2.599982: it prints as −2.60 and is grade 2; 0.66·log10(16.2) − 3.4 = −2.601742.
    finding = found(albi.score(a_row(bilirubin_umol_per_l=bilirubin, albumin_g_per_l=albumin)))
    assert (finding.printed, finding.group) == (printed, grade)


def test_that_albi_names_what_is_missing() -> None:
    assert "albumin_g_per_l: unknown" in reason(albi.score(a_row(albumin_g_per_l=None)))
    text = reason(albi.score(a_row(albumin_g_per_l=None, bilirubin_umol_per_l=None)))
    assert "bilirubin_umol_per_l, albumin_g_per_l" in text


# Reig 2022: 0 single ≤2 cm; A single, or ≤3 each ≤3 cm; B beyond, no vascular invasion or spread; C portal invasion,
# spread or PS 1-2; D PS 3-4 or end-stage liver function.
@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({}, "0"),
        ({"largest_tumour_diameter_mm": 20.1}, "A"),
        ({"largest_tumour_diameter_mm": 150}, "A"),
        ({"tumour_count": 2}, "A"),
        ({"tumour_count": 3, "largest_tumour_diameter_mm": 30}, "A"),
        ({"tumour_count": 3, "largest_tumour_diameter_mm": 30.1}, "B"),
        ({"tumour_count": 4}, "B"),
        ({"diffuse": True}, "B"),
        ({"vp": PortalVeinInvasion.VP1}, "C"),
        ({"hepatic_vein_invasion": True}, "C"),
        ({"lymph_node_metastasis": True}, "C"),
        ({"extrahepatic_metastasis": True, "tumour_count": 9}, "C"),
        ({"ecog": 1}, "C"),
        ({"ecog": 2}, "C"),
        ({"ecog": 3}, "D"),
        ({"ecog": 4, "vp": PortalVeinInvasion.VP4}, "D"),
        ({"bilirubin_umol_per_l": 60, "albumin_g_per_l": 20, "ascites": Ascites.MILD}, "D"),
    ],
)
@pytest.mark.control("RISK-48-a")
def test_that_bclc_follows_the_2022_table(changes: dict[str, Any], stage: str) -> None:
    finding = found(bclc.score(a_row(**changes)))
    assert finding.group == stage
    assert bclc.STAGES[int(finding.value)] == stage


# 2019 norm: Ia single ≤5 cm; Ib single >5 or 2-3 ≤3 cm; IIa 2-3 with one >3; IIb ≥4; IIIa vascular; IIIb spread;
# IV PS 3-4 or Child-Pugh C.
@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({"largest_tumour_diameter_mm": 50}, "Ia"),
        ({"largest_tumour_diameter_mm": 50.1}, "Ib"),
        ({"tumour_count": 2, "largest_tumour_diameter_mm": 30}, "Ib"),
        ({"tumour_count": 3, "largest_tumour_diameter_mm": 30.1}, "IIa"),
        ({"tumour_count": 3, "largest_tumour_diameter_mm": 95}, "IIa"),
        ({"tumour_count": 4}, "IIb"),
        ({"vp": PortalVeinInvasion.VP3, "tumour_count": 4}, "IIIa"),
        ({"inferior_vena_cava_invasion": True}, "IIIa"),
        ({"lymph_node_metastasis": True, "vp": PortalVeinInvasion.VP4}, "IIIb"),
        ({"extrahepatic_metastasis": True}, "IIIb"),
        ({"ecog": 2}, "Ia"),
        ({"ecog": 3}, "IV"),
        ({"bilirubin_umol_per_l": 60, "albumin_g_per_l": 20, "inr": 2.0, "extrahepatic_metastasis": True}, "IV"),
    ],
)
@pytest.mark.control("RISK-48-a")
def test_that_cnlc_follows_the_norm(changes: dict[str, Any], stage: str) -> None:
    finding = found(cnlc.score(a_row(**changes)))
    assert finding.group == stage
    assert cnlc.STAGES[int(finding.value)] == stage


@pytest.mark.parametrize("score", [bclc.score, cnlc.score], ids=["BCLC", "CNLC"])
@pytest.mark.control("RISK-21-b")
def test_that_a_stage_is_given_when_what_is_unknown_cannot_change_it(score: Any) -> None:
    worst_known = ClinicalRecord(ecog=4)
    assert isinstance(score(worst_known), ScoreFinding)
    spread = a_row(extrahepatic_metastasis=True, tumour_count=None, largest_tumour_diameter_mm=None, vp=None)
    assert isinstance(score(spread), ScoreFinding)


@pytest.mark.parametrize("score", [bclc.score, cnlc.score], ids=["BCLC", "CNLC"])
def test_that_a_stage_names_every_field_that_could_make_it_worse(score: Any) -> None:
    text = reason(score(a_row(inr=None, bilirubin_umol_per_l=60, albumin_g_per_l=20, vp=None, ecog=None)))
    assert [field in text for field in ("ecog", "inr", "vp")] == [True, True, True]
    assert "tumour_count" not in text
    assert reason(score(ClinicalRecord())).count(",") >= 11


def test_that_a_missing_count_is_asked_for_only_where_it_matters() -> None:
    assert "tumour_count" in reason(cnlc.score(a_row(tumour_count=None)))
    assert found(cnlc.score(a_row(tumour_count=5, largest_tumour_diameter_mm=None))).group == "IIb"
    assert "largest_tumour_diameter_mm" in reason(cnlc.score(a_row(tumour_count=2, largest_tumour_diameter_mm=None)))


# Kadalyil 2013: albumin <36 g/L, bilirubin >17 µmol/L, AFP >400 ng/mL, size >7 cm.
@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({}, 0),
        ({"albumin_g_per_l": 36.0}, 0),
        ({"albumin_g_per_l": 35.9}, 1),
        ({"bilirubin_umol_per_l": 17.0}, 0),
        ({"bilirubin_umol_per_l": 17.1}, 1),
        ({"afp_ng_per_ml": 399.9}, 0),
        ({"afp_ng_per_ml": 400.0}, 0),
        ({"afp_ng_per_ml": 400.1}, 1),
        ({"largest_tumour_diameter_mm": 70.0}, 0),
        ({"largest_tumour_diameter_mm": 70.1}, 1),
        (
            {"albumin_g_per_l": 30, "bilirubin_umol_per_l": 30, "afp_ng_per_ml": 1e4, "largest_tumour_diameter_mm": 90},
            4,
        ),
    ],
)
def test_that_hap_counts_a_point_beyond_each_cut(changes: dict[str, Any], points: int) -> None:
    finding = found(hap.score(a_row(**changes)))
    assert (finding.value, finding.group) == (points, "ABCDD"[points])


# Park 2016 prints 0.9 mg/dL (15.4 µmol/L) in its abstract and 17 µmol/L in its tables; the tables are followed.
@pytest.mark.parametrize(
    ("changes", "points", "group"),
    [
        ({"bilirubin_umol_per_l": 15.5}, 0, "A"),
        ({"bilirubin_umol_per_l": 17.0}, 0, "A"),
        ({"bilirubin_umol_per_l": 17.1}, 1, "B"),
        ({"tumour_count": 1}, 0, "A"),
        ({"tumour_count": 2}, 1, "B"),
        ({"tumour_count": 2, "afp_ng_per_ml": 400.1}, 2, "C"),
        ({"tumour_count": 2, "afp_ng_per_ml": 400.1, "albumin_g_per_l": 35.9}, 3, "D"),
    ],
)
def test_that_mhap2_changes_at_the_cuts_of_its_tables(changes: dict[str, Any], points: int, group: str) -> None:
    finding = found(mhap2.score(a_row(**changes)))
    assert (finding.value, finding.group) == (points, group)


def test_that_mhap2_adds_a_point_for_two_tumours() -> None:
    assert found(mhap2.score(WELL)).value == 0
    assert found(mhap2.score(a_row(tumour_count=2))).value == 1
    text = reason(mhap2.score(a_row(tumour_count=None, afp_ng_per_ml=None)))
    assert "afp_ng_per_ml, tumour_count" in text


# Scheiner 2022: AFP ≥100 ng/mL, CRP ≥1 mg/dL (10 mg/L).
@pytest.mark.parametrize(
    ("afp", "crp", "value", "group"),
    [(99.9, 9.9, 0, "low"), (100, 9.9, 1, "medium"), (99.9, 10, 1, "medium"), (100, 10, 2, "high")],
)
def test_that_crafity_counts_a_point_from_each_cut_on(afp: float, crp: float, value: int, group: str) -> None:
    finding = found(crafity.score(a_row(afp_ng_per_ml=afp, crp_mg_per_l=crp)))
    assert (finding.value, finding.group) == (value, group)


# Mazzaferro 2009: cm + number ≤ 7; Wang 2019: ≤6, ≤12; Sasaki 2018: 3.36, 13.74.
@pytest.mark.parametrize(
    ("mm", "count", "up_to_seven", "six_and_twelve"),
    [
        (49.9, 1, "within", "≤ 6"),
        (50.0, 1, "within", "≤ 6"),
        (50.1, 1, "within", "> 6 to 12"),
        (40.0, 3, "within", "> 6 to 12"),
        (40.1, 3, "beyond", "> 6 to 12"),
        (100.0, 2, "beyond", "> 6 to 12"),
        (100.1, 2, "beyond", "> 12"),
    ],
)
def test_that_size_and_number_change_group_at_the_published_cuts(
    mm: float, count: int, up_to_seven: str, six_and_twelve: str
) -> None:
    row = a_row(largest_tumour_diameter_mm=mm, tumour_count=count)
    assert found(tumour_burden.up_to_seven(row)).group == up_to_seven
    assert found(tumour_burden.six_and_twelve(row)).group == six_and_twelve


def test_that_the_tumour_burden_score_is_the_hypotenuse() -> None:
    finding = found(tumour_burden.tumour_burden_score(a_row(largest_tumour_diameter_mm=120, tumour_count=5)))
    assert (finding.value, finding.group) == (13.0, "medium")  # 5-12-13
    assert found(tumour_burden.tumour_burden_score(a_row(largest_tumour_diameter_mm=32))).group == "low"  # 3.353
    assert found(tumour_burden.tumour_burden_score(a_row(largest_tumour_diameter_mm=32.1))).group == "medium"  # 3.362
    assert found(tumour_burden.tumour_burden_score(a_row(largest_tumour_diameter_mm=138))).group == "high"  # 13.84


# Sasaki 2018 as used in HCC: low < 3.36, medium 3.36 to 13.74, high > 13.74.
@pytest.mark.parametrize(
    ("score", "group"),
    [(3.3599, "low"), (3.36, "medium"), (3.3601, "medium"), (13.74, "medium"), (13.7401, "high")],
)
def test_that_the_tumour_burden_score_changes_group_at_its_cuts(score: float, group: str) -> None:
    assert tumour_burden.tumour_burden_group(score) == group


def test_that_size_and_number_do_not_speak_about_disease_beyond_the_liver() -> None:
    row = a_row(vp=PortalVeinInvasion.VP3)
    assert "without vascular invasion" in reason(tumour_burden.up_to_seven(row))
    assert "vp" in reason(tumour_burden.six_and_twelve(a_row(vp=None)))


# Sieghart 2013: AST >25 % up 4; Child-Pugh +1 1.5, ≥+2 3; no radiological response 1.
@pytest.mark.parametrize(
    ("changes", "value", "group"),
    [
        ({}, 0, "0–1.5"),
        ({"ast_after_u_per_l": 50.0}, 0, "0–1.5"),
        ({"ast_after_u_per_l": 50.1}, 4, "≥ 2.5"),
        ({"child_pugh_after": 4}, 0, "0–1.5"),
        ({"child_pugh_after": 6}, 1.5, "0–1.5"),
        ({"child_pugh_after": 7}, 3, "≥ 2.5"),
        ({"radiological_response": RadiologicalResponse.SD}, 1, "0–1.5"),
        ({"radiological_response": RadiologicalResponse.SD, "child_pugh_after": 6}, 2.5, "≥ 2.5"),
        ({"radiological_response": RadiologicalResponse.CR}, 0, "0–1.5"),
    ],
)
def test_that_art_adds_what_the_last_session_did(changes: dict[str, Any], value: float, group: str) -> None:
    session = replace(PreviousSession(40.0, 40.0, 5, 5, RadiologicalResponse.PR), **changes)
    finding = found(art.score(a_row(previous_session=session)))
    assert (finding.value, finding.group) == (value, group)


def test_that_art_is_asked_only_after_a_session_and_names_what_is_missing_of_it() -> None:
    assert "ART" not in dict(published_scores(WELL))
    session = PreviousSession(ast_after_u_per_l=40.0, child_pugh_before=5, child_pugh_after=5)
    finding = dict(published_scores(a_row(previous_session=session)))["ART"]
    assert "previous_session.ast_before_u_per_l, previous_session.radiological_response" in reason(finding)


@pytest.mark.control("RISK-21-b")
def test_that_an_empty_row_gives_no_score_and_no_exception() -> None:
    findings = published_scores(ClinicalRecord())
    assert len(findings) == 11
    assert all(isinstance(finding, NotComputed) for _, finding in findings)


def test_that_every_score_of_a_complete_row_carries_its_name_edition_and_citation() -> None:
    after = PreviousSession(40.0, 40.0, 5, 5, RadiologicalResponse.PR)
    for name, finding in published_scores(a_row(previous_session=after)):
        assert found(finding).score == name
        assert found(finding).edition
        assert found(finding).components or found(finding).grounds
        assert "20" in found(finding).citation or "1973" in found(finding).citation


@pytest.mark.parametrize(
    ("changes", "bclc_says", "cnlc_says"),
    [
        ({"ecog": 1, "vp": PortalVeinInvasion.VP3}, "ECOG 1; portal vein invasion Vp3", "portal vein invasion Vp3"),
        (
            {"lymph_node_metastasis": True, "extrahepatic_metastasis": True},
            "lymph node metastasis; metastasis outside the liver",
            "lymph node metastasis; metastasis outside the liver",
        ),
        ({"ecog": 3}, "ECOG 3", "ECOG 3"),
        (
            {"bilirubin_umol_per_l": 60.0, "albumin_g_per_l": 20.0, "inr": 2.5},
            "Child-Pugh class C",
            "Child-Pugh class C",
        ),
        ({"tumour_count": 5}, "tumours: 5", "tumours: 5"),
        ({"tumour_count": 2, "largest_tumour_diameter_mm": 41.5}, "tumours: 2; largest 41.5 mm", None),
        ({}, "tumours: 1; largest 20 mm", "tumours: 1; largest 20 mm"),
        ({"hepatic_vein_invasion": True}, "tumour in a hepatic vein", None),
        ({"inferior_vena_cava_invasion": True}, "tumour in the inferior vena cava", None),
        ({"diffuse": True}, "diffuse type", "tumours: 1; largest 20 mm"),
    ],
)
def test_that_a_stage_names_the_findings_that_made_it(changes, bclc_says, cnlc_says):
    for system, said in ((bclc, bclc_says), (cnlc, cnlc_says or bclc_says)):
        assert "; ".join(ground.text for ground in found(system.score(a_row(**changes))).grounds) == said


def test_that_a_score_that_does_not_exist_for_this_patient_is_not_called_missing_input():
    spread = a_row(vp=PortalVeinInvasion.VP3)
    assert not tumour_burden.up_to_seven(spread).applicable
    assert not tumour_burden.six_and_twelve(spread).applicable
    assert tumour_burden.up_to_seven(a_row(tumour_count=None)).applicable
