"""`hccdesk deliver`: what it makes from a result.json, what it refuses, and what it says of a PACS."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pydicom
import pytest
from chart_builder import a_result_of, masks, the_series, write_ct
from report_builder import a_board
from typer.testing import CliRunner

from hccdesk.cli.main import command_line
from hccdesk.ct.mask_writer import write_masks
from hccdesk.ct.segmentation import fit_to_series, read_mask
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import DeliveryError, HccdeskError, InputError, StoreError
from hccdesk.store.board_file import write_board
from hccdesk.store.result_reading import read_result
from hccdesk.workflow.pacs_nodes import keep_pacs_nodes
from hccdesk.workflow.write_outputs import write_outputs


def run(*arguments: object):
    return CliRunner().invoke(command_line("deliver"), ["deliver", *map(str, arguments)], catch_exceptions=True)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CT, the mask of a lesion on it, and the result written of both."""
    folder = tmp_path_factory.mktemp("case")
    write_ct(folder / "ct")
    series = the_series(folder / "ct")
    assert series.geometry is not None
    write_masks([("T1", masks(series.geometry)["T1"])], series, folder / "roi.nii.gz", lambda *_: b"")
    write_outputs(a_result_of(series, "T1"), folder / "written")
    return folder


def test_that_everything_is_made_from_the_result_with_its_images(case: Path, tmp_path: Path) -> None:
    done = run(case / "written", "--ct", case / "ct", "--roi", case / "roi.nii.gz", "--out", tmp_path / "chart")
    assert done.exit_code == 0, done.output
    made = {path.name for path in (tmp_path / "chart").iterdir()}
    assert made == {
        *("report.dcm", "tumour_regions.dcm", "measurements.dcm", "explanation_map.dcm", "report.fhir.json"),
    }
    document = pydicom.dcmread(tmp_path / "chart" / "report.dcm")
    pdf = document.EncapsulatedDocument[: document.EncapsulatedDocumentLength]
    assert pdf == (case / "written" / "report.pdf").read_bytes()
    series = the_series(case / "ct")
    regions = fit_to_series(read_mask(tmp_path / "chart" / "tumour_regions.dcm", None), series, tmp_path)
    assert (regions.mask == masks(series.geometry)["T1"]).all()


def test_that_without_images_only_fhir_is_made_and_the_rest_says_why(case: Path, tmp_path: Path) -> None:
    done = run(case / "written", "--out", tmp_path / "chart")
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "chart").iterdir()] == ["report.fhir.json"]
    assert done.output.count("There is no CT study that it could be filed in.") == 4


def test_that_fhir_can_be_left_out(case: Path, tmp_path: Path) -> None:
    done = run(case / "written", "--ct", case / "ct", "--no-fhir", "--out", tmp_path / "chart")
    assert done.exit_code == 0, done.output
    assert "report.fhir.json" not in {path.name for path in (tmp_path / "chart").iterdir()}
    assert "Tumour regions (SEG)  not made: No tumour region was given." in done.output


def test_that_the_ct_of_another_patient_is_refused(case: Path, tmp_path: Path) -> None:
    def change(file: pydicom.Dataset) -> None:
        file.SeriesInstanceUID = "1.2.3.4"

    other = write_ct(tmp_path / "ct", change)
    done = run(case / "written", "--ct", other, "--out", tmp_path / "chart")
    assert isinstance(done.exception, DeliveryError)
    assert "its own images only" in str(done.exception)
    assert not (tmp_path / "chart").exists()


def test_that_a_region_without_its_ct_is_refused(case: Path, tmp_path: Path) -> None:
    done = run(case / "written", "--roi", case / "roi.nii.gz", "--out", tmp_path / "chart")
    assert isinstance(done.exception, DeliveryError)


def test_that_a_board_that_signed_makes_the_report_final(case: Path, tmp_path: Path) -> None:
    written = tmp_path / "written"
    series = the_series(case / "ct")
    write_outputs(a_result_of(series, "T1"), written)
    write_board(a_board(), read_result(written / "result.json").sha256, written)
    done = run(written, "--ct", case / "ct", "--out", tmp_path / "chart")
    assert done.exit_code == 0, done.output
    assert pydicom.dcmread(tmp_path / "chart" / "report.dcm").VerificationFlag == "VERIFIED"


def test_that_a_result_that_was_edited_makes_nothing(case: Path, tmp_path: Path) -> None:
    written = tmp_path / "written"
    write_outputs(a_result_of(the_series(case / "ct"), "T1"), written)
    text = (written / "result.json").read_text("utf-8")
    (written / "result.json").write_text(text.replace("0.64", "0.94", 1), "utf-8")
    done = run(written, "--out", tmp_path / "chart")
    assert isinstance(done.exception, StoreError)
    assert not (tmp_path / "chart").exists()


def test_that_an_unknown_pacs_is_refused_before_anything_is_made(case: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HCCDESK_PACS", str(tmp_path / "pacs.json"))
    done = run(case / "written", "--ct", case / "ct", "--pacs", "nowhere", "--out", tmp_path / "chart")
    assert isinstance(done.exception, InputError)
    assert not (tmp_path / "chart").exists()


@pytest.mark.network
def test_that_a_pacs_that_does_not_answer_leaves_everything_in_the_queue(
    case: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("HCCDESK_PACS", str(tmp_path / "pacs.json"))
    monkeypatch.setenv("HCCDESK_LIBRARY", str(tmp_path / "library"))
    from orthanc import free_port  # noqa: PLC0415

    keep_pacs_nodes([PacsNode("dark", "127.0.0.1", free_port(), "DARK", timeout_s=1.0)])
    done = run(case / "written", "--ct", case / "ct", "--pacs", "dark", "--out", tmp_path / "chart")
    assert isinstance(done.exception, HccdeskError)
    assert "NOT delivered" in str(done.exception)
    assert "waiting" in done.output
    assert (tmp_path / "chart" / "report.dcm").exists()


@pytest.mark.network
def test_that_orthanc_holds_what_was_delivered(case: Path, tmp_path: Path, monkeypatch) -> None:
    from orthanc import running_orthanc  # noqa: PLC0415

    monkeypatch.setenv("HCCDESK_PACS", str(tmp_path / "pacs.json"))
    monkeypatch.setenv("HCCDESK_LIBRARY", str(tmp_path / "library"))
    with running_orthanc() as orthanc:
        for path in sorted((case / "ct").iterdir()):
            orthanc.upload(path)
        keep_pacs_nodes([replace(orthanc.node, name="archive")])
        arguments = (
            "--ct",
            case / "ct",
            "--roi",
            case / "roi.nii.gz",
            "--pacs",
            "archive",
            "--out",
            tmp_path / "chart",
        )
        done = run(case / "written", *arguments)
        assert done.exit_code == 0, (done.output, done.exception)
        assert done.output.count("delivered") == 4
        (study,) = orthanc.ask("/studies?expand")  # one study: the objects joined that of the CT
        assert len(study["Series"]) == 5
        document = pydicom.dcmread(tmp_path / "chart" / "report.dcm")
        series = [orthanc.ask(f"/series/{one}") for one in study["Series"]]
        (instance,) = next(one["Instances"] for one in series if one["MainDicomTags"]["Modality"] == "DOC")
        assert orthanc.ask(f"/instances/{instance}/pdf") == (case / "written" / "report.pdf").read_bytes()
        assert document.SOPInstanceUID == orthanc.ask(f"/instances/{instance}")["MainDicomTags"]["SOPInstanceUID"]
        again = run(case / "written", *arguments)
        assert again.exit_code == 0, again.output
        assert len(orthanc.ask("/instances")) == 8 + 4  # the same objects, not twice
