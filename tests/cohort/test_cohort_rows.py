"""A table row by row: one that cannot be used stands with its faults, the others with their patients."""

from __future__ import annotations

from pathlib import Path

import pytest

from hccdesk.cohort.cohort_table import read_cohort_rows, read_cohort_table
from hccdesk.domain.errors import InputError


def table(folder: Path, text: str) -> Path:
    (folder / "cohort.csv").write_text(text, encoding="utf-8")
    return folder / "cohort.csv"


def test_that_each_fault_stands_with_its_row_only(tmp_path: Path) -> None:
    path = table(tmp_path, "patient_id,age_years,ct\n1,60,\n2,600,\n3,61,nowhere\n4,62\n5,63,\n")
    rows = read_cohort_rows(path).rows
    assert [(row.number, row.patient is not None) for row in rows] == [
        (2, True), (3, False), (4, False), (5, False), (6, True)
    ]  # fmt: skip
    assert [len(row.faults) for row in rows] == [0, 1, 1, 1, 0]
    assert "no such file" in rows[2].faults[0].what
    assert [row.patient_id for row in rows] == ["1", "2", "3", "", "5"]
    with pytest.raises(InputError):
        read_cohort_table(path)


def test_that_two_rows_of_one_patient_or_one_image_are_both_at_fault(tmp_path: Path) -> None:
    (tmp_path / "ct").mkdir()
    rows = read_cohort_rows(table(tmp_path, "patient_id,ct\n1,\n1,\n2,ct\n3,./ct\n4,\n")).rows
    assert [row.patient is None for row in rows] == [True, True, True, True, False]
    assert "same patient_id" in rows[0].faults[0].what
    assert "same file" in rows[3].faults[0].what


def test_that_a_table_nobody_can_read_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_cohort_rows(table(tmp_path, "patient_id,afp\n1,5\n"))
    with pytest.raises(InputError, match="no row"):
        read_cohort_rows(table(tmp_path, "patient_id\n"))


def test_that_a_rows_digest_follows_its_cells(tmp_path: Path) -> None:
    before = read_cohort_rows(table(tmp_path, "patient_id,age_years\n1,60\n2,61\n")).rows
    after = read_cohort_rows(table(tmp_path, "patient_id,age_years\n1,60\n2,62\n")).rows
    assert before[0].sha256 == after[0].sha256
    assert before[1].sha256 != after[1].sha256


def test_that_a_sound_table_gives_the_same_patients_either_way(tmp_path: Path) -> None:
    path = table(tmp_path, "patient_id,age_years\n1,60\n2,61\n")
    assert tuple(row.patient for row in read_cohort_rows(path).rows) == read_cohort_table(path).patients
