"""Tables for spreadsheet programs: nothing in them is computed, and Excel reads the Chinese."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from hccdesk.store.csv_table import neutral, plain_cell, write_csv_table

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("http://x")', "\n=1", "\x00=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_that_no_text_is_left_as_a_formula(text: str) -> None:
    assert neutral(text).startswith("'")


@pytest.mark.parametrize("text", ["P-001", "张三", "a=b", "0012", "", "it's"])
def test_that_other_texts_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_that_numbers_stay_numbers_negative_ones_too() -> None:
    assert [plain_cell(value) for value in (-2.31, 0.1, 5, True, False, None)] == ["-2.31", "0.1", "5", "yes", "no", ""]


def test_that_names_of_columns_are_neutral_too_and_the_file_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_csv_table(path, ["row", "=evil", "备注"], [{"row": 2, "备注": '两 "行",\n=3'}, {"row": 3}])
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["row", "'=evil", "备注"], ["2", "", '两 "行",\n\'=3'], ["3", "", ""]]
    assert [file.name for file in tmp_path.iterdir()] == ["t.csv"]
