"""What keeps a result out of the wrong chart, and what becomes of the folder."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from chart_builder import (
    PDF,
    SERIES_UID,
    a_result_of,
    a_source,
    made,
    masks,
    regions,
    the_series,
    write_ct,
)
from report_builder import nothing_computed

from hccdesk.ct.segmentation import fit_to_series, read_mask
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.delivery import ObjectKind
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.patient import Sex
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import Override
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.chart_of_case import ChartCase, chart_of_case
from hccdesk.workflow.chart_source import ChartSource
from hccdesk.workflow.explanation_frames import slice_name
from hccdesk.workflow.make_chart_objects import ChartOptions, make_chart_objects
from hccdesk.workflow.read_source_study import find_source_study
from hccdesk.workflow.workbench import open_workbench


@pytest.fixture(scope="module")
def ct(tmp_path_factory):
    return write_ct(tmp_path_factory.mktemp("source") / "ct")


def make(folder, result, source, **given):
    return make_chart_objects(result, PDF, source, folder, ChartOptions(**given), progress=NoProgress())


@pytest.mark.control("RISK-26-d")
def test_that_another_series_of_the_same_patient_is_refused(tmp_path, ct):
    source = a_source(ct)
    result = a_result_of(source.series)
    other = replace(result, ct_series=replace(result.ct_series, series_instance_uid="1.2.3"))
    with pytest.raises(DeliveryError, match="another series"):
        make(tmp_path / "chart", other, source)
    assert not (tmp_path / "chart").exists()


@pytest.mark.parametrize("changes", [{"patient_id": "000124"}, {"sex": Sex.FEMALE}])
@pytest.mark.control("RISK-26-d")
def test_that_a_result_of_another_patient_is_refused(tmp_path, ct, changes):
    source = a_source(ct)
    result = a_result_of(source.series)
    other = replace(result, clinical=replace(result.clinical, **changes))
    with pytest.raises(DeliveryError, match="different patients") as refused:
        make(tmp_path / "chart", other, source)
    assert "000124" not in str(refused.value)


def test_that_a_mismatch_that_was_accepted_is_told_before_sending(tmp_path, ct):
    source = a_source(ct)
    result = a_result_of(source.series)
    accepted = Override(Sentence.of("the CT and the slide name different patients"), "pseudonymised slide")
    result = replace(
        result,
        clinical=replace(result.clinical, patient_id="X-1"),
        provenance=replace(result.provenance, overrides=(accepted,)),
    )
    (note,) = make(tmp_path / "chart", result, source).notes
    assert "pseudonymised slide" in note.text


@pytest.mark.control("RISK-26-d")
def test_that_a_mismatch_accepted_between_the_inputs_lets_no_other_patients_study_in(tmp_path, ct):
    source = replace(a_source(ct), regions=())
    accepted = Override(Sentence.of("the clinical row and the slide name different patients"), "pseudonymised slide")
    slide_alone = nothing_computed()
    slide_alone = replace(
        slide_alone,
        clinical=ClinicalRecord(patient_id="000999"),
        provenance=replace(slide_alone.provenance, overrides=(accepted,)),
    )
    with pytest.raises(DeliveryError, match="different patients"):
        make(tmp_path / "chart", slide_alone, source)
    assert not (tmp_path / "chart").exists()


@pytest.mark.control("RISK-26-d")
def test_that_images_filed_under_another_patient_since_they_were_analysed_are_refused(tmp_path, ct):
    source = a_source(ct)
    result = a_result_of(source.series)
    accepted = Override(Sentence.of("the CT and the clinical row name different patients"), "pseudonym")
    moved = replace(
        result,
        ct_series=replace(result.ct_series, patient=replace(result.ct_series.patient, patient_id="000999")),
        provenance=replace(result.provenance, overrides=(accepted,)),
    )
    with pytest.raises(DeliveryError, match="different patients"):
        make(tmp_path / "chart", moved, source)


@pytest.mark.control("RISK-26-d")
def test_that_another_region_than_the_one_analysed_is_refused(tmp_path, ct):
    source = a_source(ct, "T1")
    result = a_result_of(source.series)  # of T1 and T2
    with pytest.raises(DeliveryError, match="its size differs"):
        make(tmp_path / "chart", result, source)


def test_that_without_a_region_the_rest_is_made(tmp_path, ct):
    source = replace(a_source(ct), regions=())
    chart = make(tmp_path / "chart", a_result_of(source.series), source)
    ((kind, _),) = chart.left_out
    assert kind is ObjectKind.SEG
    assert {one.kind for one in chart.objects} == set(ObjectKind) - {ObjectKind.SEG}


def test_that_a_result_of_a_slide_joins_the_study_it_is_given(tmp_path, ct):
    source = replace(a_source(ct), regions=())
    result = replace(nothing_computed(), clinical=ClinicalRecord(patient_id="000123"))
    chart = make(tmp_path / "chart", result, source)
    assert {one.kind for one in chart.objects} == {ObjectKind.PDF, ObjectKind.FHIR}
    assert {kind for kind, _ in chart.left_out} == {ObjectKind.SEG, ObjectKind.SR, ObjectKind.SALIENCY}


@pytest.mark.control("RISK-26-d")
def test_that_a_study_is_not_joined_where_nothing_says_whose_it_is(tmp_path, ct):
    source = replace(a_source(ct), regions=())
    with pytest.raises(DeliveryError, match="has no patient ID"):
        make(tmp_path / "chart", nothing_computed(), source)


def test_that_what_an_earlier_run_made_does_not_stay_beside(tmp_path, ct):
    folder = tmp_path / "chart"
    made(folder, ct)
    before = {path.name for path in folder.iterdir()}
    source = a_source(ct)
    make(folder, a_result_of(source.series), source, wanted=frozenset({ObjectKind.PDF}))
    assert "tumour_regions.dcm" in before
    assert {path.name for path in folder.iterdir()} == {"report.dcm"}


def test_that_no_file_is_named_after_the_patient(tmp_path, ct):
    names = [one.path.name for one in made(tmp_path / "chart", ct).objects]
    assert not [name for name in names if "000123" in name or "Li" in name]


@pytest.mark.skipif(sys.platform == "win32", reason="folders are as private as the profile there")
def test_that_a_new_folder_is_for_this_account_alone(tmp_path, ct):
    made(tmp_path / "chart", ct)
    assert (tmp_path / "chart").stat().st_mode & 0o077 == 0


def test_that_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, ct):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeliveryError, match="could not be written"):
        made(tmp_path / "file" / "chart", ct)


def test_that_the_objects_are_built_in_the_worker_to_the_same_bytes(tmp_path, ct):
    here = made(tmp_path / "here", ct)
    source = a_source(ct)
    with open_workbench() as bench:
        there = make_chart_objects(
            a_result_of(source.series),
            PDF,
            source,
            tmp_path / "there",
            ChartOptions(),
            progress=NoProgress(),
            workbench=bench,
        )
    assert [one.sha256 for one in here.objects] == [one.sha256 for one in there.objects]


def test_that_the_series_of_the_result_is_found_among_others(tmp_path, ct):
    def another(file):
        file.SeriesInstanceUID = "1.2.3.4"

    folder = tmp_path / "all"
    write_ct(folder / "a", another)
    write_ct(folder / "b")
    result = a_result_of(the_series(ct))
    with open_workbench() as bench:
        source = find_source_study(result, folder, bench, NoProgress())
        assert source.study.series_instance_uid == SERIES_UID
        with pytest.raises(DeliveryError, match="is not here"):
            find_source_study(result, folder / "a", bench, NoProgress())
        with pytest.raises(DeliveryError, match="no such file"):
            find_source_study(result, folder / "c", bench, NoProgress())


def test_that_slices_are_counted_from_the_feet_whichever_way_the_series_runs(tmp_path):
    up, down = (the_series(write_ct(tmp_path / f"{step}", step=step)).geometry for step in (2.5, -2.5))
    assert slice_name(up, 1).startswith("Slice 2 of 8 from the feet, z 52.5 mm")
    assert slice_name(down, 1).startswith(("Slice 2 of 8", "Slice 7 of 8"))
    # The same place has the same number, whatever the index.
    heights = {slice_name(down, index): float(down.position_mm([index, 0, 0])[2]) for index in range(8)}
    assert sorted(heights, key=heights.get) == sorted(heights, key=lambda name: int(name.split()[1]))


def test_that_the_program_itself_need_not_load_what_only_the_worker_uses():
    # Loading highdicom holds the interpreter, and so the window, for some hundred milliseconds.
    code = "import sys, hccdesk.workflow.chart_of_case; sys.exit(bool({'SimpleITK', 'highdicom'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "named by its folder"])
def test_that_an_open_case_goes_into_its_chart_with_its_lesions(tmp_path, ct, is_open):
    series = the_series(ct)
    drawn = masks(series.geometry)
    lesions = tuple(Lesion(name, CtRoi(mask, name)) for name, mask in drawn.items())
    where = {"series": series} if is_open else {"ct_folder": ct}
    case = ChartCase(a_result_of(series), ReportOptions("en"), lesions=lesions, **where)
    with open_workbench() as bench:
        made_of = chart_of_case(case, tmp_path / "chart", bench, NoProgress())
    assert made_of.chart.left_out == ()
    assert made_of.pdf in (tmp_path / "chart" / "report.dcm").read_bytes()
    for name, mask in drawn.items():
        read = fit_to_series(read_mask(tmp_path / "chart" / "tumour_regions.dcm", name), series, tmp_path)
        assert (read.mask == mask).all()


def test_that_nothing_is_asked_of_a_source_that_is_none(tmp_path, ct):
    chart = make(tmp_path / "chart", a_result_of(the_series(ct)), ChartSource())
    assert {reason.text for _, reason in chart.left_out} == {"There is no CT study that it could be filed in."}
    assert regions(the_series(ct).geometry)
