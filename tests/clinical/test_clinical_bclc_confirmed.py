"""The BCLC stage is a suggestion until a reader confirms it; a contradiction is told and never replaced silently."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from test_clinical_scores import a_row, found

from hccdesk.clinical import bclc
from hccdesk.clinical.published_scores import published_scores
from hccdesk.domain.clinical_record import Ascites, BclcStage, ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence

A_LIVER: dict[str, dict[str, Any]] = {
    "A": {"bilirubin_umol_per_l": 10.0, "albumin_g_per_l": 40.0, "inr": 1.0, "ascites": Ascites.NONE},
    "B": {"bilirubin_umol_per_l": 40.0, "albumin_g_per_l": 30.0, "inr": 1.0, "ascites": Ascites.NONE},
    "C": {"bilirubin_umol_per_l": 60.0, "albumin_g_per_l": 20.0, "inr": 2.5, "ascites": Ascites.MODERATE_OR_SEVERE},
}
"""Rows that add up to each Child-Pugh class."""


def said(note: Sentence | None) -> str:
    assert note is not None
    return note.text


@pytest.mark.control("RISK-48-d")
def test_that_a_stage_is_only_suggested_until_a_reader_confirms_it() -> None:
    finding = found(bclc.score(a_row(tumour_count=4)))
    assert (finding.group, finding.confirmed) == ("B", False)
    assert "to be confirmed by the reader" in said(finding.note)
    assert "judgement" in said(finding.note)


def test_that_the_same_stage_confirmed_keeps_what_made_it() -> None:
    finding = found(bclc.score(a_row(tumour_count=4, bclc_confirmed=BclcStage.INTERMEDIATE)))
    assert (finding.group, finding.value, finding.confirmed) == ("B", 2.0, True)
    assert said(finding.note).startswith("confirmed by the reader")
    assert [ground.text for ground in finding.grounds] == ["tumours: 4"]


@pytest.mark.control("RISK-48-d")
def test_that_another_stage_than_the_suggested_one_stands_with_what_the_rules_say() -> None:
    finding = found(bclc.score(a_row(vp=PortalVeinInvasion.VP3, bclc_confirmed=BclcStage.INTERMEDIATE)))
    assert (finding.group, finding.confirmed) == ("B", True)
    assert "in spite of the rules, which suggest C: portal vein invasion Vp3" in said(finding.note)
    assert finding.grounds == ()


def test_that_a_reader_can_state_a_stage_that_the_row_does_not_settle() -> None:
    finding = found(bclc.score(ClinicalRecord(bclc_confirmed=BclcStage.TERMINAL)))
    assert (finding.group, finding.value) == ("D", 4.0)
    assert "the rules suggest no stage: BCLC needs" in said(finding.note)
    assert isinstance(bclc.suggested(ClinicalRecord(bclc_confirmed=BclcStage.TERMINAL)), NotComputed)


def test_that_only_the_stage_that_is_a_judgement_waits_for_a_reader() -> None:
    waiting = [name for name, finding in published_scores(a_row()) if found(finding).confirmed is not None]
    assert waiting == ["BCLC 2022"]


@pytest.mark.real_data
def test_that_suggested_stages_are_those_a_hospital_recorded(real_data: Path) -> None:
    """HCC-TACE-Seg (105 patients, BCLC of 1999). Told apart by edition: one tumour of any size was B there in seven
    patients and is A since 2022, one of up to 2 cm is 0. Numbers of nodules are not told, so that some stay open."""
    with (real_data / "tables" / "hcc_tace_seg_clinical.csv").open(newline="", encoding="utf-8") as table:
        pairs = [(row["BCLC"].removeprefix("Stage-"), bclc.suggested(_record(row))) for row in csv.DictReader(table)]
    given = [(recorded, found(finding).group) for recorded, finding in pairs if not isinstance(finding, NotComputed)]
    assert len(given) == 85
    assert [stages for stages in given if stages[0] in "CD" and stages[0] != stages[1]] == []
    assert sum(recorded in "CD" for recorded, _ in given) == 69
    assert sorted(stages for stages in given if stages[0] != stages[1]) == [("A", "0"), *[("B", "A")] * 7]


def _record(row: dict[str, str]) -> ClinicalRecord:
    invaded = "1" in (row["Vascular invasion"], row["Portal Vein Thrombosis"])
    return ClinicalRecord(
        ecog={"0": 0, "1": 1, "3": 3}[row["PS_bclc_0_0_1-2_1_3-4_3"]],
        encephalopathy_grade=3 if row["CPS"] == "C" else 0,
        tumour_count=1 if row["tumor_nodul"] == "uninodular" else None,
        largest_tumour_diameter_mm=10 * float(row["Tr_Size"]) if row["Tr_Size"] else None,
        diffuse=False,
        vp=PortalVeinInvasion.VP3 if invaded else PortalVeinInvasion.NONE,
        hepatic_vein_invasion=False,
        inferior_vena_cava_invasion=False,
        lymph_node_metastasis=row["Lymphnodes"] == "1",
        extrahepatic_metastasis=row["Metastasis"] == "1",
        **A_LIVER[row["CPS"]],
    )
