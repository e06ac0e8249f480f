"""One series is of one patient: ID, birth date and sex are compared, spellings of a name are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from ct_builder import write_series
from pydicom.dataset import Dataset

from hccdesk.ct.series_finder import find_series
from hccdesk.domain.ct import CtSeries, Suitability


def _with_one_slice(folder: Path, keyword: str, value: str) -> CtSeries:
    def change(ds: Dataset, index: int) -> None:
        if index == 2:
            setattr(ds, keyword, value)

    write_series(folder, change=change)
    (series,) = find_series(folder).series
    return series


@pytest.mark.parametrize(
    ("keyword", "value", "words"),
    [
        ("PatientBirthDate", "19500103", "the series mixes patients: the birth date in 002.dcm is another"),
        ("PatientSex", "M", "the series mixes patients: the sex in 002.dcm is another"),
        ("PatientID", "P2", "the series mixes 2 patients"),
    ],
)
@pytest.mark.control("RISK-01-c")
def test_that_one_slice_of_another_patient_is_refused(tmp_path: Path, keyword: str, value: str, words: str) -> None:
    series = _with_one_slice(tmp_path, keyword, value)
    assert series.verdict.suitability is Suitability.NONE
    assert [r.text for r in series.verdict.reasons] == [words]


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("PatientBirthDate", ""), ("PatientSex", ""), ("PatientSex", "f"), ("PatientName", "DOE, Jane")],
)
def test_that_blanks_and_spellings_are_no_other_patient(tmp_path: Path, keyword: str, value: str) -> None:
    assert _with_one_slice(tmp_path, keyword, value).verdict.suitability is Suitability.INFER
