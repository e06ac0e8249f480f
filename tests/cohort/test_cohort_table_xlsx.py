"""Cohort tables in Excel workbooks: what spreadsheets do to cells, and what a workbook can hide."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from hccdesk.cohort import raw_table, workbook_file
from hccdesk.cohort.cohort_table import read_cohort_table
from hccdesk.cohort.cohort_template import template_columns, write_template
from hccdesk.domain.cohort import CohortPatient, CohortTable, Endpoint
from hccdesk.domain.errors import InputError, InputFaults

HEADER = ["patient_id", "age_years", "os_months", "os_event"]


def workbook_of(folder: Path, *rows: list[Any], book: Workbook | None = None) -> Path:
    made = book or Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / "cohort.xlsx")
    return folder / "cohort.xlsx"


def read(folder: Path, *rows: list[Any]) -> CohortTable:
    return read_cohort_table(workbook_of(folder, *rows))


def one_patient(folder: Path, **cells: Any) -> CohortPatient:
    (patient,) = read(folder, ["patient_id", *cells], ["001", *cells.values()]).patients
    return patient


def faults_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as refused:
        read_cohort_table(path)
    found = refused.value.faults if isinstance(refused.value, InputFaults) else (refused.value,)
    return [" ".join(part for part in (fault.what, fault.what_to_do) if part) for fault in found]


def with_parts(path: Path, parts: dict[str, bytes]) -> Path:
    """The workbook with parts added, or replaced."""
    out = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out


def sheet_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def test_that_a_workbook_says_what_the_same_csv_says(tmp_path):
    rows = [HEADER, ["00123", 61.5, 12.25, 1], ["4", None, 7, 0], [], ["x", 50, 3.5, 1]]
    (tmp_path / "cohort.csv").write_text(
        "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows) + "\n"
    )
    table = read(tmp_path, *rows)
    assert table.patients == read_cohort_table(tmp_path / "cohort.csv").patients
    assert [p.patient_id for p in table.patients] == ["00123", "4", "x"]


@pytest.mark.bad("BAD-075")
def test_that_an_identifier_typed_as_number_or_date_is_refused_with_advice(tmp_path):
    path = workbook_of(tmp_path, HEADER, [123, 61, 1, 1], [date(2020, 1, 2), 61, 1, 1], ["0123", 61, 1, 1])
    (fault,) = faults_of(path)
    assert fault.startswith("Rows 2–3: patient_id: the cell is a number or a date, not text: leading zeros may")
    assert "Format the column as text and enter the identifiers again" in fault


def test_that_dates_of_the_spreadsheet_are_dates(tmp_path):
    patient = one_patient(tmp_path, ct_date=date(2020, 2, 1), afp_date=datetime(2020, 3, 4), crp_date="2020-05-06")
    assert patient.record.ct_date == date(2020, 2, 1)
    assert patient.record.afp_date == date(2020, 3, 4)
    assert patient.record.crp_date == date(2020, 5, 6)


@pytest.mark.bad("BAD-076")
def test_that_a_date_typed_as_text_stays_ambiguous(tmp_path):
    (fault,) = faults_of(workbook_of(tmp_path, ["patient_id", "ct_date"], ["1", "01/02/2020"]))
    assert "Day and month could be exchanged" in fault


def test_that_a_day_serial_is_no_date(tmp_path):
    (fault,) = faults_of(workbook_of(tmp_path, ["patient_id", "ct_date"], ["1", 43862]))
    assert fault == 'Row 2: ct_date: "43862" is not a date as YYYY-MM-DD.'


def test_that_a_value_which_the_spreadsheet_made_a_date_is_refused(tmp_path):
    path = workbook_of(tmp_path, ["patient_id", "inr", "label_grade"], ["1", date(2020, 1, 2), date(2021, 2, 1)])
    assert [fault.split(" Format")[0] for fault in faults_of(path)] == [
        "Row 2: inr: the spreadsheet has turned the cell into a date.",
        "Row 2: label_grade: the spreadsheet has turned the cell into a date.",
    ]


def test_that_a_time_of_day_is_no_label(tmp_path):
    (fault,) = faults_of(workbook_of(tmp_path, ["patient_id", "label_a"], ["1", time(12, 30)]))
    assert "turned the cell into a date" in fault


def test_that_truth_values_and_numbers_are_read_by_their_column(tmp_path):
    patient = one_patient(tmp_path, cirrhosis=True, encapsulated="FALSE", ecog=1.0, label_ward=7, label_flag=True)
    assert (patient.record.cirrhosis, patient.record.encapsulated, patient.record.ecog) == (True, False, 1)
    assert patient.labels == {"label_ward": "7", "label_flag": "true"}


def test_that_three_decimals_are_no_thousands_in_a_number_cell(tmp_path):
    assert one_patient(tmp_path, afp_ng_per_ml=1.125).record.afp_ng_per_ml == 1.125


def test_that_text_with_a_comma_in_a_number_column_is_ambiguous(tmp_path):
    (fault,) = faults_of(workbook_of(tmp_path, ["patient_id", "inr"], ["1", "1,5"]))
    assert "may be a number with decimals or with thousands" in fault


def test_that_a_formula_gives_its_saved_result_and_without_one_is_refused(tmp_path):
    path = workbook_of(tmp_path, HEADER, ["1", 61, "=365/30.4375", 1])
    assert faults_of(path)[0].startswith("Row 2: os_months: the formula has no saved result.")
    assert "<v></v>" in sheet_xml(path) or "<v />" in sheet_xml(path)
    saved = sheet_xml(path).replace("<v></v>", "<v>12.5</v>").replace("<v />", "<v>12.5</v>")
    (patient,) = read_cohort_table(with_parts(path, {"xl/worksheets/sheet1.xml": saved.encode()})).patients
    assert patient.follow_up[Endpoint.OS].months == 12.5


def test_that_an_error_of_the_spreadsheet_is_not_a_label(tmp_path):
    path = workbook_of(tmp_path, ["patient_id", "label_a", "inr"], ["1", "#N/A", "#DIV/0!"])
    assert [fault[:60] for fault in faults_of(path)] == [
        "Row 2: label_a: the cell holds an error of the spreadsheet. ",
        "Row 2: inr: the cell holds an error of the spreadsheet. Mend",
    ]


@pytest.mark.bad("BAD-082")
def test_that_merged_cells_are_refused_with_their_place(tmp_path):
    book = Workbook()
    path = workbook_of(tmp_path, HEADER, ["1", 61, 1, 1], ["2", 61, 1, 1], book=book)
    book.active.merge_cells("B2:B3")
    book.save(path)
    assert faults_of(path) == ["Cells are merged (B2:B3). Unmerge them and fill in each row: one row is one patient."]


def test_that_the_sheet_with_the_patients_is_found(tmp_path):
    book = Workbook()
    book.active.append(["Read me"])
    book.create_sheet("patients").append(["patient_id", "inr"])
    book["patients"].append(["1", 1.5])
    book.create_sheet("columns").append(["column", "meaning"])
    assert [p.patient_id for p in read_cohort_table(workbook_of(tmp_path, book=book)).patients] == ["1"]
    book.create_sheet("old").append(["patient_id"])
    assert faults_of(workbook_of(tmp_path, book=book)) == [
        "2 sheets have a column patient_id: patients, old. Keep one table in the workbook."
    ]


def test_that_a_workbook_without_patients_is_refused(tmp_path):
    assert faults_of(workbook_of(tmp_path, ["id", "inr"], ["1", 2]))[0].startswith("No sheet has")
    assert faults_of(workbook_of(tmp_path))[0].startswith("No sheet has")


@pytest.mark.bad("BAD-082")
def test_that_macros_and_links_to_other_workbooks_are_told(tmp_path):
    path = workbook_of(tmp_path, HEADER, ["1", 61, 1, 1], ["2", 62, 2, 1])
    parts = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    problems = read_cohort_table(with_parts(path, parts)).problems
    assert [p.what.text for p in problems] == [
        "the workbook holds macros, which were not run",
        "cells are linked to another workbook; their values are those last saved",
    ]


def test_that_a_wrong_dimension_does_not_cut_the_table_off(tmp_path):
    path = workbook_of(tmp_path, HEADER, ["1", 61, 1, 1], ["2", 62, 2, 1])
    xml = sheet_xml(path)
    assert 'ref="A1:D3"' in xml
    changed = with_parts(path, {"xl/worksheets/sheet1.xml": xml.replace('ref="A1:D3"', 'ref="A1"').encode()})
    table = read_cohort_table(changed)
    assert len(table.patients) == 2
    assert table.patients[0].follow_up


@pytest.mark.bad("BAD-082")
def test_that_more_rows_than_a_cohort_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("hccdesk.cohort.cohort_xlsx.MOST_ROWS", 3)
    path = workbook_of(tmp_path, HEADER, *([str(i), 61, 1, 1] for i in range(4)))
    assert faults_of(path)[0].startswith("The table has more than 100000 rows.")
    monkeypatch.setattr("hccdesk.cohort.cohort_csv.MOST_ROWS", 3)
    (tmp_path / "cohort.csv").write_text("patient_id\n1\n2\n3\n4\n")
    assert "more than" in faults_of(tmp_path / "cohort.csv")[0]
    assert raw_table.MOST_ROWS == 100_000


def test_that_a_row_far_below_is_reached(tmp_path):
    path = workbook_of(tmp_path, HEADER, ["1", 61, 1, 1])
    xml = sheet_xml(path).replace(
        "</sheetData>", '<row r="50000"><c r="A50000" t="inlineStr"><is><t>2</t></is></c></row></sheetData>'
    )
    table = read_cohort_table(with_parts(path, {"xl/worksheets/sheet1.xml": xml.encode()}))
    assert [p.patient_id for p in table.patients] == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "The workbook is protected by a password, or of Excel's old format."),
        (b"patient_id,inr\n1,2\n", "The workbook is damaged, or is no workbook."),
        (b"PK\x03\x04 torn", "The workbook is damaged, or is no workbook."),
        (b"", "The workbook is damaged, or is no workbook."),
    ],
)
def test_that_what_is_no_workbook_is_refused_in_words(tmp_path, content, said):
    (tmp_path / "cohort.xlsx").write_bytes(content)
    assert faults_of(tmp_path / "cohort.xlsx")[0].startswith(said)


def test_that_a_zip_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "cohort.xlsx", "w") as other:
        other.writestr("a.txt", "a")
    assert faults_of(tmp_path / "cohort.xlsx")[0].startswith("The workbook is damaged")


@pytest.mark.control("RISK-40-a")
def test_that_a_workbook_that_unpacks_to_gigabytes_is_refused_unread(tmp_path):
    path = workbook_of(tmp_path, HEADER, ["1", 61, 1, 1])
    size = workbook_file.LARGEST_UNPACKED_BYTES + 1
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as parts, parts.open("xl/b", "w") as part:
        for _ in range(size // 2**20 + 1):
            part.write(bytes(2**20))
    assert "far more than clinical rows need" in faults_of(path)[0]


LAUGHS = """<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>"""


@pytest.mark.parametrize("damage", ["torn", "nothing", "entities", "strings"])
def test_that_a_damaged_sheet_is_refused(tmp_path, damage):
    path = workbook_of(tmp_path, HEADER, ["1", 61, 1, 1])
    whole = sheet_xml(path)
    content = {
        "torn": whole[: len(whole) // 2],
        "nothing": "",
        "entities": LAUGHS,
        "strings": whole.replace('t="inlineStr"><is><t>patient_id</t></is>', 't="s"><v>99</v>'),
    }[damage]
    assert content != whole
    changed = with_parts(path, {"xl/worksheets/sheet1.xml": content.encode()})
    assert faults_of(changed)[0].startswith("The workbook is damaged")


def test_that_the_template_is_an_empty_table_that_explains_itself(tmp_path):
    (path,) = write_template(tmp_path / "empty.xlsx")
    book = load_workbook(path)
    assert [cell.value for cell in book["cohort"][1]] == list(template_columns())
    explained = list(book["columns"].values)
    assert explained[0] == ("column", "meaning", "unit", "allowed values")
    assert [row[0] for row in explained[1:-1]] == list(template_columns())
    assert ("os_months", "Overall survival", "months", "a number from 0 to 600 months") in explained
    assert all(row[1] for row in explained)
    assert book["cohort"]["A2"].number_format == "@"
    assert faults_of(path) == ["The table has a header but no row."]


def test_that_a_filled_in_template_is_read(tmp_path):
    (path,) = write_template(tmp_path / "empty.xlsx")
    book = load_workbook(path)
    book["cohort"]["A2"] = "007"
    book["cohort"]["B2"] = 61
    book.save(path)
    (patient,) = read_cohort_table(path).patients
    assert (patient.patient_id, patient.record.age_years) == ("007", 61.0)


def test_that_a_template_in_csv_comes_in_two_files(tmp_path):
    table, columns = write_template(tmp_path / "empty.csv")
    assert table.read_text(encoding="utf-8-sig").strip().split(",") == list(template_columns())
    assert columns.read_text(encoding="utf-8-sig").startswith("column,meaning,unit,allowed values")
    assert faults_of(table) == ["The table has a header but no row."]


def test_that_a_template_replaces_nothing(tmp_path):
    write_template(tmp_path / "a.csv")
    for name in ("a.csv", "a.txt"):
        with pytest.raises(InputError):
            write_template(tmp_path / name)
    assert template_columns()[0] == "patient_id"
    assert not {"name", "true_response_probability"} & set(template_columns())
