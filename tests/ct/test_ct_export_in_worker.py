"""Lesions into files: what a stranger's files are read for happens in the worker."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from ct_builder import write_series

from hccdesk.ct.segmentation import fit_to_series, read_mask
from hccdesk.ct.series_finder import find_series
from hccdesk.domain.errors import InputError
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.workflow.export_region import export_regions
from hccdesk.workflow.workbench import open_workbench


@pytest.fixture
def series(tmp_path):
    write_series(tmp_path / "ct")
    (found,) = find_series(tmp_path / "ct").series
    return found


def two_lesions(shape):
    one, other = np.zeros(shape, bool), np.zeros(shape, bool)
    one[1:3, 5:12, 7:20], other[2:5, 8:20, 15:30] = True, True
    return (Lesion("T1", CtRoi(one, "T1")), Lesion("T2", CtRoi(other, "T2")))


def test_that_a_segmentation_is_made_in_the_worker_and_comes_back_exactly(tmp_path, series, monkeypatch):
    def never(*arguments, **options):
        raise AssertionError("a DICOM file was read beside the worker")

    lesions = two_lesions(series.geometry.shape)
    with open_workbench() as bench, monkeypatch.context() as patched:
        patched.setattr("hccdesk.ct.dicom_seg_writer.dcmread", never)
        path = export_regions(lesions, series, tmp_path / "lesions.dcm", lambda: bench)
    for lesion in lesions:
        read = fit_to_series(read_mask(path, lesion.name), series, path)
        np.testing.assert_array_equal(read.mask, lesion.roi.mask)


def test_that_the_worker_s_refusal_is_heard_in_words(tmp_path, series):
    series.files[0].unlink()
    with open_workbench() as bench, pytest.raises(InputError, match="cannot be read as DICOM"):
        export_regions(two_lesions(series.geometry.shape), series, tmp_path / "lesions.dcm", lambda: bench)
    assert not (tmp_path / "lesions.dcm").exists()


def test_that_the_program_itself_need_not_load_what_only_the_worker_uses():
    # Loading SimpleITK or highdicom holds the interpreter, and so the window, for some hundred milliseconds.
    code = (
        "import sys, hccdesk.workflow.inspect_folder, hccdesk.workflow.open_case, hccdesk.workflow.export_region;"
        "import hccdesk.ct.mask_writer;"
        "sys.exit(bool({'SimpleITK', 'highdicom'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
