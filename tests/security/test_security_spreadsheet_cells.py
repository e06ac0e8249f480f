"""No cell that we write runs as a formula in a spreadsheet program, whoever wrote it into a table or header."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hccdesk.cohort.cohort_template import write_template
from hccdesk.domain.spreadsheet_cell import neutral
from hccdesk.store.csv_table import write_csv_table

PACKAGE = Path(__file__).parents[2] / "hccdesk"
FORMULAS = [
    "=1+2", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+2", "＝1+2", "＠A1", "\x00=1",
    '=HYPERLINK("http://x","y")', "\u200a=1", "\ufeff=1", "\u200b+1",
]  # fmt: skip
HARMLESS = ["", "李娜", "P-0012", "00123", "a=b", "5 – 7", "≥ 3", "2024-05-01", "x@y", "a; b", "n - 1; 2 - 1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_that_what_could_be_a_formula_becomes_text(text):
    assert neutral(text).startswith("'")
    assert neutral(neutral(text)) == neutral(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_that_other_text_stays_as_it_is(text):
    assert neutral(text) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_that_a_table_we_write_holds_no_formula_in_heading_or_cell(tmp_path, text):
    path = tmp_path / "table.csv"
    write_csv_table(path, [text, "b"], [{text: text, "b": -1.5}])
    heading, row = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    assert not [cell for cell in (*heading, row[0]) if re.match(r"\s*[=+\-@＝＋－＠]", cell)]
    assert row[1] == "-1.5"  # a number of ours stays a number


@pytest.mark.parametrize("between", [";", "; ", "\t", "\n", "\r\n", '";', ";\ufeff"])
def test_that_a_table_opened_where_semicolons_separate_holds_no_formula_either(tmp_path, between):
    path = tmp_path / "table.csv"
    text = f"x{between}=1+2"
    write_csv_table(path, ["n", text], [{"n": 1, text: text}])
    torn = re.split(r"[;\t\r\n]", path.read_text(encoding="utf-8-sig"))
    assert not [cell for cell in torn if re.match(r"[\s\ufeff]*[=+\-@]", cell)]
    assert neutral(neutral(text)) == neutral(text)


def test_that_the_template_holds_no_formula(tmp_path):
    (written,) = write_template(tmp_path / "empty.xlsx")
    cells = [cell for sheet in load_workbook(written) for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    for written in write_template(tmp_path / "empty.csv"):
        rows = csv.reader(io.StringIO(written.read_text(encoding="utf-8-sig"), newline=""))
        assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_that_whatever_writes_a_table_makes_its_cells_neutral():
    writes = re.compile(r"csv\.(writer|DictWriter)\(|\bWorkbook\(|\.to_csv\(|\.to_excel\(|xlsxwriter")
    writers = {path for path in PACKAGE.rglob("*.py") if writes.search(path.read_text(encoding="utf-8"))}
    assert {path.name for path in writers} >= {"cohort_template.py", "cohort_table.py", "csv_table.py"}
    careless = [path.name for path in writers if "neutral(" not in path.read_text(encoding="utf-8")]
    assert careless == []
