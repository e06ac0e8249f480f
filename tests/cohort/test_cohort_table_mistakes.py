"""What hospitals' spreadsheets do to a table: nothing is read as something else, and each refusal says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from hccdesk.cohort.cohort_table import read_cohort_table
from hccdesk.domain.cohort import CohortTable, Endpoint
from hccdesk.domain.errors import InputError, InputFaults


def read(folder: Path, text: str | bytes) -> CohortTable:
    (folder / "cohort.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_cohort_table(folder / "cohort.csv")


def said_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as refused:
        read_cohort_table(path)
    found = refused.value.faults if isinstance(refused.value, InputFaults) else (refused.value,)
    return [f"{fault.what} {fault.what_to_do}" for fault in found]


def faults_of(folder: Path, text: str) -> list[str]:
    (folder / "cohort.csv").write_text(text, encoding="utf-8")
    return said_of(folder / "cohort.csv")


def remarks_of(table: CohortTable) -> list[str]:
    return [f"{problem.where}: {problem.what}" for problem in table.problems]


@pytest.mark.bad("BAD-074")
@pytest.mark.control("RISK-07-d")
def test_that_a_decimal_comma_before_an_empty_cell_is_not_the_next_column(tmp_path):
    # BAD-074: age 58,5 and no AFP, which would otherwise be the age 58 and an AFP of 5
    (fault,) = faults_of(tmp_path, "patient_id,age_years,afp_ng_per_ml\n1,58,5,\n2,61,5,\n")
    assert fault.startswith("Rows 2–3: it has 4 cells, the header has 3. Numbers with a decimal comma")


def test_that_a_column_without_a_name_in_front_does_not_shift_the_others(tmp_path):
    # as programs for statistics write row numbers; the identifier would otherwise be 0 and the age 55
    assert faults_of(tmp_path, "\tpatient_id\tage_years\n0\t55\t\n1\t56\t\n") == [
        "Columns without a name: 1. Name them, or delete them."
    ]


def test_that_a_row_that_ends_early_is_refused_with_the_way_out(tmp_path):
    (fault,) = faults_of(tmp_path, "patient_id,age_years,centre\n1,58,A\n2,61\n")
    assert fault.startswith("Row 3: it has 2 cells, the header has 3.")
    assert fault.endswith("give the table as .xlsx instead.")


def test_that_capitals_in_the_header_are_told_and_nothing_besides(tmp_path):
    assert faults_of(tmp_path, "PATIENT_ID,AGE_YEARS\n1,58\n") == [
        '"PATIENT_ID" is not a column of a cohort table. Did you mean "patient_id"?',
        '"AGE_YEARS" is not a column of a cohort table. Did you mean "age_years"?',
        'The column "patient_id" is missing. Every patient needs an identifier of their own, as text.',
    ]


@pytest.mark.parametrize(
    ("column", "cell", "advice"),
    [
        ("afp_ng_per_ml", "NA", "Leave the cell empty where the value is unknown."),
        ("ecog", "未知", "Leave the cell empty where the value is unknown."),
        ("afp_ng_per_ml", "<20", "Write the assay's limit itself, without the sign"),
        ("afp_ng_per_ml", "＞ 60500", "Write the assay's limit itself, without the sign"),
        ("vp", "VP3", "Write it in small letters."),
        ("ct_date", "2024/3/1", "Format the column as yyyy-mm-dd"),
        ("ct_date", "2024年3月1日", "Format the column as yyyy-mm-dd"),
        ("ct_date", "01/02/2020", "Day and month could be exchanged"),
    ],
)
@pytest.mark.bad("BAD-076")
def test_that_a_cell_whose_meaning_shows_gets_advice(tmp_path, column, cell, advice):
    (fault,) = faults_of(tmp_path, f"patient_id,{column}\n1,{cell}\n")
    assert advice in fault


@pytest.mark.parametrize(
    ("column", "cell"), [("vp", "无"), ("cirrhosis", "none"), ("ct_date", "2024-02-30"), ("inr", "-")]
)
def test_that_no_advice_is_given_where_the_meaning_is_open(tmp_path, column, cell):
    (fault,) = faults_of(tmp_path, f"patient_id,{column}\n1,{cell}\n")
    assert fault.endswith(". ")


def test_that_whole_numbers_of_a_program_for_statistics_are_whole(tmp_path):
    (patient,) = read(tmp_path, "patient_id,ecog,os_months,os_event\n1,1.0,3.5,0.0\n").patients
    assert (patient.record.ecog, int(patient.follow_up[Endpoint.OS].ending)) == (1, 0)


def test_that_a_decimal_below_one_can_be_no_thousand(tmp_path):
    (patient,) = read(tmp_path, "patient_id;crp_mg_per_l\n1;0,125\n").patients
    assert patient.record.crp_mg_per_l == 0.125


@pytest.mark.bad("BAD-078")
def test_that_of_many_values_out_of_range_a_few_are_shown(tmp_path):
    rows = "".join(f"{i},{200 + i}\n" for i in range(1, 11))
    found = faults_of(tmp_path, f"patient_id,age_years\n{rows}")
    assert [fault.split(":")[0] for fault in found] == ["Row 2", "Row 3", "Row 4", "Row 5", "Row 6", "Rows 7–11"]
    assert found[-1].startswith("Rows 7–11: as above, with other values, such as: age_years: 206.0 is not a number")


@pytest.mark.bad("BAD-073")
def test_that_an_encoding_that_was_told_from_the_bytes_is_named(tmp_path):
    table = read(tmp_path, "patient_id,centre\n1,协和医院\n2,华西医院\n".encode("gb18030"))
    assert [patient.labels["centre"] for patient in table.patients] == ["协和医院", "华西医院"]
    assert remarks_of(table) == ["cohort.csv: the text is not UTF-8 and was read as GB18030"]


@pytest.mark.parametrize("other", ["images/a/", "./images/a", "images\\a", "images/b/../a"])
def test_that_one_image_under_two_paths_is_still_one(tmp_path, other):
    (tmp_path / "images" / "a").mkdir(parents=True)
    found = faults_of(tmp_path, f"patient_id,ct\n1,images/a\n2,{other}\n")
    assert any(fault.startswith("Rows 2–3: ct names the same file.") for fault in found)


def test_that_a_folder_is_shared_only_by_series_that_are_all_named(tmp_path):
    (tmp_path / "ct").mkdir()
    header = "patient_id,ct,ct_series\n"
    assert len(read(tmp_path, f"{header}1,ct,1.2\n2,ct,1.3\n").patients) == 2
    assert faults_of(tmp_path, f"{header}1,ct,1.2\n2,ct,\n")[0].startswith("Rows 2–3: ct names the same file.")


DAYS_IN_ONE = "".join(f"a{i},{10 + i},1,A\nb{i},{300 + i},0,B\n" for i in range(5))
TWIN = "61,male,820,5.5,3,pr,11.4,1"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (
            f"patient_id,os_months,os_event,centre\n{DAYS_IN_ONE}a9,9,0,A\n",
            "os_months: centre B: the median is 302 months; these look like days or weeks",
        ),
        (
            "patient_id,ttp_months,ttp_event\n1,3,1\n2,4,2\n",
            "ttp_event: every patient has 1 or 2, and nobody is censored",
        ),
        (
            "patient_id,os_months,os_event,ttp_months,ttp_event\n1,10,1,12,1\n2,10,0,5,0\n",
            "ttp_months: time to progression is longer than overall survival in rows 2",
        ),
        (
            "patient_id,os_months,os_event,pfs_months,pfs_event\n1,10,1,10,0\n2,10,0,5,1\n",
            "pfs_event: progression-free survival is censored at the time of death in rows 2",
        ),
        (
            "patient_id,os_months,os_event,ttp_months,ttp_event\n1,10,1,10,0\n2,10,0,5,1\n",
            "ttp_event: time to progression is censored at the time of death in rows 2",
        ),
        ("patient_id,inr\n1,1.2\n2,1.3\nTotal: 2,\n", "patient_id: rows 4 hold nothing but an identifier"),
        (
            "patient_id,age_years,sex,afp_ng_per_ml,inr,ecog,mrecist,os_months,os_event\n"
            f"x1,{TWIN}\nx2,{TWIN}\nx3,70,male,820,5.5,3,pr,11.4,0\n",
            "patient_id: rows 2–3 differ from another only by their identifier",
        ),
    ],
)
def test_that_what_is_probably_a_mistake_is_remarked_upon(tmp_path, text, remark):
    assert remark in remarks_of(read(tmp_path, text))


def test_that_patients_who_died_long_after_their_last_look_are_no_contradiction(tmp_path):
    header = "patient_id,os_months,os_event,pfs_months,pfs_event\n"
    assert remarks_of(read(tmp_path, f"{header}1,10,1,4,0\n2,12,0,5,1\n")) == []


def workbook_of(folder: Path, *rows: list[object], hidden: int | None = None) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if hidden:
        book.active.row_dimensions[hidden].hidden = True
    book.save(folder / "cohort.xlsx")
    return folder / "cohort.xlsx"


def test_that_cells_beside_the_table_are_not_dropped_in_silence(tmp_path):
    path = workbook_of(tmp_path, ["patient_id", "inr"], ["1", 1.2, None], ["2", 1.3, "relapse"])
    assert said_of(path) == [
        "Row 3: cells stand to the right of the last named column. "
        "Give their column a name in the first row, or delete them."
    ]


def test_that_rows_hidden_by_a_filter_are_read_and_told(tmp_path):
    table = read_cohort_table(workbook_of(tmp_path, ["patient_id", "inr"], ["1", 1.2], ["2", 1.3], hidden=3))
    assert len(table.patients) == 2
    assert remarks_of(table) == ["cohort.xlsx: rows 3 are hidden in the workbook and were read all the same"]


def test_that_capitals_in_a_workbooks_header_are_told(tmp_path):
    path = workbook_of(tmp_path, ["Patient_ID", "inr"], ["1", 1.2])
    assert said_of(path)[0] == '"Patient_ID" is not a column of a cohort table. Did you mean "patient_id"?'
