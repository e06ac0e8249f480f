"""Which files an open case's inputs consist of, and that copies of them open as the same case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import InputFact
from hccdesk.phantom.dicom_wsi import write_dicom_wsi
from hccdesk.phantom.patient import sample_patient
from hccdesk.phantom.slide import make_slide
from hccdesk.store.input_copies import copy_input
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.copy_inputs import copy_inputs
from hccdesk.workflow.input_files import input_files
from hccdesk.workflow.input_hash import input_fact
from hccdesk.workflow.make_sample import make_sample
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.workbench import Workbench, open_workbench
from hccdesk.wsi.open_slide import describe_slide, files_of


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> CaseRequest:
    return make_sample(tmp_path_factory.mktemp("sample") / "Wang Xiao")


@pytest.fixture(scope="module")
def bench() -> Iterator[Workbench]:
    with open_workbench() as opened:
        yield opened


def sources_of(request: CaseRequest, bench: Workbench) -> tuple[tuple[InputFiles, ...], tuple[InputFact, ...]]:
    case = open_case(request, bench)
    assert case.ct
    series = case.ct.series
    roots = {
        "ct": request.ct, "ct_roi": request.ct_roi, "slide": request.slide,
        "slide_roi": request.slide_roi, "clinical": request.clinical,
    }  # fmt: skip
    sources = []
    for fact in case.inputs:
        root = roots[fact.role]
        assert root
        is_ct = fact.role == "ct"
        uids = (series.series_instance_uid, series.study_instance_uid) if is_ct else ()
        sources.append(InputFiles(fact.role, root, series.files if is_ct else (), fact.sha256, uids))
    return tuple(sources), case.inputs


def test_that_every_input_is_told_with_its_files_and_uids(sample: CaseRequest, bench: Workbench) -> None:
    sources, _ = sources_of(sample, bench)
    found = {one.role: one for one in input_files(sources, bench, NoProgress())}
    assert set(found) == {"ct", "ct_roi", "slide", "slide_roi", "clinical"}
    assert all(path.is_file() for one in found.values() for path in one.files)
    assert len(found["ct"].files) > 10
    assert len(found["ct"].uids) == 3
    assert len(set(found["ct"].uids)) == 3


def test_that_the_copies_open_as_the_same_case(sample: CaseRequest, bench: Workbench, tmp_path: Path) -> None:
    sources, facts = sources_of(sample, bench)
    assert copy_inputs(tmp_path, "a" * 32, input_files(sources, bench, NoProgress()), NoProgress()) == ()
    kept = {role.name: next(role.iterdir()) for role in (tmp_path / "inputs" / ("a" * 32)).iterdir()}
    assert not any("Wang" in str(path) for path in (tmp_path / "inputs").rglob("*"))
    again = CaseRequest(
        sample.regimen,
        ct=kept["ct"],
        ct_roi=only(kept["ct_roi"]),
        slide=next(path for path in kept["slide"].iterdir() if path.is_file()),
        slide_roi=only(kept["slide_roi"]),
        clinical=only(kept["clinical"]),
    )
    now = open_case(again, bench).inputs
    assert [(fact.role, fact.sha256) for fact in now] == [(fact.role, fact.sha256) for fact in facts]


def only(folder: Path) -> Path:
    (inside,) = folder.iterdir()
    return inside


def test_that_a_dicom_slide_is_kept_with_every_level_and_opens_from_its_copy(bench: Workbench, tmp_path: Path) -> None:
    patient, folder = sample_patient(2), tmp_path / "Wang Xiao"
    write_dicom_wsi(make_slide(patient), folder, patient)
    before = bench.sandbox.call(describe_slide, folder)
    source = InputFiles("slide", before.path, (), "")
    (found,) = input_files((source,), bench, NoProgress())
    assert len(found.files) == len(list(folder.iterdir())) > 1
    assert len(set(found.uids)) == 3
    kept = copy_input(found, tmp_path / "inputs/case/slide", NoProgress())
    after = bench.sandbox.call(describe_slide, kept)
    assert replace(after, path=before.path) == before
    assert found.sha256 == input_fact("slide", folder, bench.sandbox.call(files_of, folder)).sha256
    assert input_fact("slide", kept, bench.sandbox.call(files_of, kept)).sha256 == found.sha256


def test_that_an_input_that_is_gone_is_told(bench: Workbench, tmp_path: Path) -> None:
    gone = InputFiles("slide", tmp_path / "gone.svs", (), "0" * 64)
    with pytest.raises(InputError):
        input_files((gone,), bench, NoProgress())
