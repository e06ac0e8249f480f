"""Published tables in our format: the patients and covariates that the reference analyses in R used."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hccdesk.domain.cohort import CohortPatient, CohortTable, Ending, Endpoint
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.training import public_hcc_tace_seg, public_sysucc
from hccdesk.training.commands import app
from hccdesk.training.public_studies import PublicStudy
from hccdesk.training.public_tables import make_public_table

SYSUCC_ROW = {
    "row": "1",
    "age_years": "32",
    "lesion_count_capped_at_4": "4",
    "largest_diameter_mm": "114.0",
    "vascular_invasion": "0",
    "local_lymph_node_metastasis": "0",
    "distant_metastasis": "0",
    "child_pugh_score": "5",
    "afp_ng_per_ml": "286.7",
    "embolization": "1",
    "resection": "0",
    "targeted_therapy": "0",
    "death": "0",
    "os_days": "369.0",
}
TACE_ROW = dict.fromkeys(public_hcc_tace_seg.COLUMNS, "0") | {
    "TCIA_ID": "HCC_900",
    "TTP": "20",
    "OS": "40",
    "Death_1_StillAliveorLostToFU_0": "1",
    "Censored_0_progressed_1": "0",
    "hepatitis": "HCV and HBV",
    "age": "71",
    "Sex": "2",
    "PS_bclc_0_0_1-2_1_3-4_3": "1",
    "CPS": "B",
    "Tr_Size": "",
    "tumor_nodul": "multinodular",
    "AFP": "5.0",
    "BCLC": "Stage-B",
    "1_mRECIST": "2.0",
    "2_mRECIST": "2.0",
    "3_mRECIST": "1.0",
}


def raw_of(folder: Path, first: dict[str, str], *changes: dict[str, str]) -> Path:
    path = folder / "raw.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(first))
        writer.writeheader()
        writer.writerows(first | change for change in changes)
    return path


def sysucc(folder: Path, *changes: dict[str, str]) -> CohortTable:
    numbered = [{"row": str(i)} | change for i, change in enumerate(changes, start=1)]
    return make_public_table(raw_of(folder, SYSUCC_ROW, *numbered), PublicStudy.SYSUCC, folder / "out" / "cohort.csv")


def tace(folder: Path, *changes: dict[str, str]) -> tuple[CohortPatient, ...]:
    numbered = [{"TCIA_ID": f"HCC_{i}"} | change for i, change in enumerate(changes)]
    raw = raw_of(folder, TACE_ROW, *numbered)
    return make_public_table(raw, PublicStudy.HCC_TACE_SEG, folder / "out" / "cohort.csv").patients


def fingerprint(table: CohortTable, endpoint: Endpoint, covariates: dict) -> dict[str, tuple[float, float]]:
    """(sum of the covariate, sum of covariate times months) by name."""
    months = [patient.follow_up[endpoint].months for patient in table.patients]
    values = {name: [float(of(patient)) for patient in table.patients] for name, of in covariates.items()}
    return {
        name: (sum(column), sum(v * m for v, m in zip(column, months, strict=True))) for name, column in values.items()
    }


@pytest.mark.real_data
def test_that_sysucc_has_the_patients_and_covariates_of_the_reference(real_data, tmp_path):
    table = make_public_table(
        real_data / "tables/sysucc_baseline.csv", PublicStudy.SYSUCC, tmp_path / "sysucc" / "cohort.csv"
    )
    covariates = {
        "afp_ge_400": lambda p: p.record.afp_ng_per_ml >= 400,
        "diameter_gt_100_mm": lambda p: p.record.largest_tumour_diameter_mm > 100,
        "vascular_invasion": lambda p: p.given["vascular_invasion"],
        "lymph_node_metastasis": lambda p: p.record.lymph_node_metastasis,
        "child_pugh_points": lambda p: p.given["child_pugh_points"],
    }
    # R 4.2.2: with os_months = os_days / 30.4375, sum(x) and sum(x * os_months) of each covariate as
    # the reference analysis defines it (afp >= 400, diameter > 100), over all 2,348 rows
    expected = {
        "afp_ge_400": (1035, 21903.622154037),
        "diameter_gt_100_mm": (512, 7973.134816608),
        "vascular_invasion": (25, 370.469541421),
        "lymph_node_metastasis": (46, 839.616700878),
        "child_pugh_points": (12644, 304959.147046529),
    }
    found = fingerprint(table, Endpoint.OS, covariates)
    assert {name: pytest.approx(value, abs=1e-6) for name, value in expected.items()} == found
    endings = [patient.follow_up[Endpoint.OS] for patient in table.patients]
    assert (len(endings), sum(e.ending is Ending.EVENT for e in endings)) == (2348, 1341)
    assert sum(e.months for e in endings) == pytest.approx(57437.034885072, abs=1e-6)
    assert sum(bool(patient.record.extrahepatic_metastasis) for patient in table.patients) == 28
    assert sum(patient.labels["arm"] == "none recorded" for patient in table.patients) == 476
    assert (table.kind, table.licence) == (CohortKind.PUBLIC, "MIT (R package SurvivalPath)")


@pytest.mark.real_data
def test_that_sysucc_tells_its_weaknesses_in_figures(real_data, tmp_path):
    table = make_public_table(
        real_data / "tables/sysucc_baseline.csv", PublicStudy.SYSUCC, tmp_path / "sysucc" / "cohort.csv"
    )
    told = " ".join(table.notes)
    for figure in ("2348 patients, 1341 deaths", "25 patients have vascular", "46 lymph node", "28 distant", "476"):
        assert figure in told
    altered = [patient.labels["label_altered"] for patient in table.patients if "label_altered" in patient.labels]
    assert altered == ["diameter 0 mm in the source"]


@pytest.mark.real_data
def test_that_hcc_tace_seg_has_the_patients_and_covariates_of_the_reference(real_data, tmp_path):
    table = make_public_table(
        real_data / "tables/hcc_tace_seg_clinical.csv", PublicStudy.HCC_TACE_SEG, tmp_path / "tace" / "cohort.csv"
    )
    covariates = {
        "afp_ge_400": lambda p: p.record.afp_ng_per_ml >= 400,
        "portal_vein_invasion": lambda p: p.given["portal_vein_invasion"],
        "multinodular": lambda p: p.given["multinodular"],
        "child_pugh_b_or_c": lambda p: p.given["child_pugh_b_or_c"],
    }
    # R 4.2.2: with ttp_months = TTP * 7 / 30.4375, as above, over all 105 rows
    expected = {
        "afp_ge_400": (30, 171.039014381),
        "portal_vein_invasion": (16, 97.117043131),
        "multinodular": (53, 448.263490780),
        "child_pugh_b_or_c": (19, 126.062258728),
    }
    found = fingerprint(table, Endpoint.TTP, covariates)
    assert {name: pytest.approx(value, abs=1e-6) for name, value in expected.items()} == found
    endings = [patient.follow_up[Endpoint.TTP] for patient in table.patients]
    assert sum(e.months for e in endings) == pytest.approx(796.616673538, abs=1e-6)
    assert sum(e.ending is Ending.EVENT for e in endings) == 45
    deaths = [patient.follow_up[Endpoint.OS].ending for patient in table.patients]
    assert (len(endings), deaths.count(Ending.EVENT)) == (105, 93)


def test_that_a_row_of_sysucc_becomes_ours(tmp_path):
    table = sysucc(
        tmp_path, {}, {"largest_diameter_mm": "0.0", "distant_metastasis": "1", "embolization": "0", "death": "1"}
    )
    first, second = table.patients
    assert first.patient_id == "sysucc-0001"
    # 369 days / 30.4375; R prints 12.1232032854209
    assert first.follow_up[Endpoint.OS].months == pytest.approx(12.1232032854209, abs=1e-12)
    assert (first.record.age_years, first.record.afp_ng_per_ml) == (32.0, 286.7)
    assert (first.record.largest_tumour_diameter_mm, first.record.tumour_count) == (114.0, None)
    assert (first.record.lymph_node_metastasis, first.record.extrahepatic_metastasis) == (False, False)
    assert (first.labels["arm"], first.labels["label_lesions"]) == ("embolization", "4 or more")
    assert (second.labels["arm"], second.record.extrahepatic_metastasis) == ("none recorded", True)
    assert second.record.largest_tumour_diameter_mm == public_sysucc.SMALLEST_DIAMETER_MM
    assert second.labels["label_altered"] == "diameter 0 mm in the source"
    assert "label_altered" not in first.labels


def test_that_a_row_of_hcc_tace_seg_becomes_ours(tmp_path):
    first, second = tace(tmp_path, {}, {"tumor_nodul": "uninodular", "Tr_Size": "1.5", "CPS": "A", "Sex": "1"})
    assert first.follow_up[Endpoint.TTP].months == pytest.approx(20 * 7 / 30.4375)
    assert (first.record.hepatitis, first.record.ecog) == ("hbv+hcv", None)
    assert (first.record.tumour_count, first.given["multinodular"]) == (None, 1.0)
    assert (first.given["child_pugh_b_or_c"], second.given["child_pugh_b_or_c"]) == (1.0, 0.0)
    assert (second.record.tumour_count, second.record.largest_tumour_diameter_mm) == (1, 15.0)
    assert (first.record.sex, second.record.sex) == ("female", "male")


@pytest.mark.parametrize(
    ("readings", "response"),
    [(("2.0", "2.0", "1.0"), "pr"), (("1.0", "2.0", "3.0"), None), (("4.0", "", "4.0"), "pd"), (("", "", ""), None)],
)
def test_that_a_response_is_what_two_readers_say(tmp_path, readings, response):
    columns = {f"{reader}_mRECIST": reading for reader, reading in zip((1, 2, 3), readings, strict=True)}
    assert tace(tmp_path, columns)[0].mrecist == response


@pytest.mark.parametrize(
    ("progressed", "died", "weeks_after", "ending"),
    [
        ("1", "1", "5", Ending.EVENT),
        ("0", "1", "13", Ending.COMPETING),
        ("0", "1", "14", Ending.CENSORED),
        ("0", "0", "5", Ending.CENSORED),
    ],
)
def test_that_death_soon_after_the_last_look_competes_with_progression(tmp_path, progressed, died, weeks_after, ending):
    change = {
        "Censored_0_progressed_1": progressed,
        "Death_1_StillAliveorLostToFU_0": died,
        "OS": str(20 + int(weeks_after)),
    }
    assert tace(tmp_path, change)[0].follow_up[Endpoint.TTP].ending is ending


def test_that_citation_licence_and_weaknesses_lie_beside_the_table(tmp_path):
    table = sysucc(tmp_path, {}, {"afp_ng_per_ml": "0.0", "vascular_invasion": "1"})
    about = json.loads((tmp_path / "out" / "cohort.json").read_text(encoding="utf-8"))
    assert (about["kind"], about["licence"]) == ("public", table.licence)
    assert "s41467-018-04633-7" in table.citation
    assert "1 patients have vascular invasion" in " ".join(table.notes)
    assert "AFP is 0 in 1 patients" in " ".join(table.notes)


def test_that_the_table_of_another_study_and_a_torn_one_are_refused(tmp_path):
    with pytest.raises(InputError, match="not the table of that study"):
        make_public_table(raw_of(tmp_path, SYSUCC_ROW, {}), PublicStudy.HCC_TACE_SEG, tmp_path / "o" / "c.csv")
    for change in ({"os_days": "soon"}, {"death": "2"}, {"os_days": ""}):
        with pytest.raises(InputError, match="Row 2"):
            sysucc(tmp_path, change)
    raw = raw_of(tmp_path, SYSUCC_ROW, {})
    raw.write_text(raw.read_text(encoding="utf-8").rstrip() + ",5\n", encoding="utf-8")
    with pytest.raises(InputError, match="Row 2 is torn"):
        make_public_table(raw, PublicStudy.SYSUCC, tmp_path / "o" / "c.csv")


def test_that_a_folder_tells_of_one_cohort_only(tmp_path):
    sysucc(tmp_path, {})
    with pytest.raises(InputError, match="already tells of another cohort"):
        tace(tmp_path, {})


def test_that_the_command_writes_the_table(tmp_path):
    raw = raw_of(tmp_path, SYSUCC_ROW, {})
    out = tmp_path / "out" / "cohort.csv"
    done = CliRunner().invoke(app, ["public-table", str(raw), "--study", "sysucc", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.is_file()
