"""Slides found, described and refused (BAD-037 to BAD-045)."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage
from wsi_builders import GLASS, he_slide, he_tissue, write_dicom_slide, write_tiff_slide

from hccdesk.domain.ct import Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.wsi.open_slide import describe_slide, files_of, find_slides
from hccdesk.wsi.scan_scale import credible_um_per_px


def test_that_a_tiled_tiff_with_its_scale_may_be_given_to_a_model(tmp_path: Path) -> None:
    slide = describe_slide(write_tiff_slide(tmp_path / "biopsy.tif", he_slide()))
    assert (slide.width_px, slide.height_px, slide.level_count) == (1600, 1100, 2)
    assert slide.um_per_px == pytest.approx(0.25, rel=1e-4)
    assert slide.verdict.suitability is Suitability.INFER
    assert slide.patient == PatientIdentity()


@pytest.mark.bad("BAD-045", "BAD-093")
def test_that_a_path_in_chinese_is_read(tmp_path: Path) -> None:
    slide = describe_slide(write_tiff_slide(tmp_path / "切片 肝癌 é.tif", he_slide()))
    assert slide.verdict.suitability is Suitability.INFER


@pytest.mark.parametrize("um_per_px", [None, 0.01, 4.5, (0.25, 0.5)])
@pytest.mark.bad("BAD-040")
@pytest.mark.control("RISK-05-a")
def test_that_a_missing_or_implausible_scale_leaves_a_slide_to_look_at(tmp_path: Path, um_per_px: float) -> None:
    slide = describe_slide(write_tiff_slide(tmp_path / "a.tif", he_slide(), um_per_px))
    assert slide.um_per_px is None
    assert slide.verdict.suitability is Suitability.VIEW
    assert "re-export" in slide.verdict.reasons[0].text


@pytest.mark.bad("BAD-040")
def test_that_a_scale_entered_by_the_user_is_taken(tmp_path: Path) -> None:
    slide = describe_slide(write_tiff_slide(tmp_path / "a.tif", he_slide(), None), stated_um_per_px=0.25)
    assert (slide.um_per_px, slide.verdict.suitability) == (0.25, Suitability.INFER)


@pytest.mark.parametrize("stated", [(0.0, 0.0), (-0.25, -0.25), (1e9, 1e9), (float("nan"), 0.25), (0.25, None)])
@pytest.mark.bad("BAD-041")
@pytest.mark.control("RISK-05-a")
def test_that_an_impossible_scale_is_not_believed(stated: tuple[float, float | None]) -> None:
    assert credible_um_per_px(stated)[0] is None


@pytest.mark.bad("BAD-041")
def test_that_a_scanners_rounding_between_x_and_y_is_believed() -> None:
    assert credible_um_per_px((0.2425, 0.2427)) == (pytest.approx(0.2426), None)


@pytest.mark.bad("BAD-043")
@pytest.mark.control("RISK-24-c")
def test_that_fluorescence_is_not_taken_for_he(tmp_path: Path) -> None:
    picture = np.zeros((1100, 1600, 3), np.uint8)
    picture[300:800, 300:900, 2] = he_tissue(500, 600)[..., 1]
    slide = describe_slide(write_tiff_slide(tmp_path / "dapi.tif", picture))
    assert slide.verdict.suitability is Suitability.VIEW
    assert "fluorescence" in slide.verdict.reasons[0].text


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.bad("BAD-043")
def test_that_a_grey_slide_is_not_taken_for_he(tmp_path: Path, dtype: type) -> None:
    grey = he_slide()[..., 1].astype(dtype)
    slide = describe_slide(write_tiff_slide(tmp_path / "grey.tif", grey, compression=None))
    assert slide.verdict.suitability is Suitability.VIEW
    assert "H&E" in slide.verdict.reasons[0].text


@pytest.mark.bad("BAD-043")
@pytest.mark.control("RISK-24-c")
def test_that_brown_immunohistochemistry_is_not_taken_for_he(tmp_path: Path) -> None:
    picture = he_slide()
    tissue = (picture < 235).any(axis=2)
    picture[tissue] = (picture[tissue] * [0.68, 0.63, 0.33]).astype(
        np.uint8
    )  # eosin pink to (150, 100, 65): DAB, hue 25°
    verdict = describe_slide(write_tiff_slide(tmp_path / "dab.tif", picture)).verdict
    assert verdict.suitability is Suitability.VIEW


def test_that_colours_stored_wrongly_are_noticed_in_a_tiff_too(tmp_path: Path) -> None:
    ycbcr_shown_as_rgb = np.asarray(Image.fromarray(he_slide()).convert("YCbCr"))
    verdict = describe_slide(write_tiff_slide(tmp_path / "false.tif", ycbcr_shown_as_rgb, compression=None)).verdict
    assert verdict.suitability is Suitability.VIEW
    assert "stored wrongly" in verdict.reasons[0].text


@pytest.mark.bad("BAD-046")
def test_that_an_empty_glass_is_not_given_to_a_model(tmp_path: Path) -> None:
    slide = describe_slide(write_tiff_slide(tmp_path / "blank.tif", np.full((1000, 1000, 3), GLASS, np.uint8)))
    assert slide.verdict.suitability is Suitability.VIEW
    assert slide.verdict.reasons[0].text == "No tissue is seen on the slide."


def test_that_a_dicom_pyramid_is_one_slide_by_any_of_its_files_and_names_its_patient(tmp_path: Path) -> None:
    level_0 = write_dicom_slide(tmp_path / "wsi", he_slide())
    for path in (level_0, tmp_path / "wsi" / "level-1.dcm", tmp_path / "wsi"):
        slide = describe_slide(path)
        assert (slide.path, slide.width_px, slide.level_count) == (level_0, 1600, 2)
    assert slide.patient == PatientIdentity("HCC-0001", "Muster^Eva", date(1960, 2, 29), Sex.FEMALE)


def test_that_a_folder_tree_gives_its_slides_and_says_what_it_could_not_use(tmp_path: Path) -> None:
    write_dicom_slide(tmp_path / "wsi", he_slide())
    (tmp_path / "deep").mkdir()
    write_tiff_slide(tmp_path / "deep" / "er.tif", he_slide())
    (tmp_path / "random.svs").write_bytes(os.urandom(1024))
    (tmp_path / "clinical.json").write_text("{}")
    ct = tmp_path / "ct"
    ct.mkdir()
    _as_ct(write_dicom_slide(tmp_path / "other", he_slide(300, 300, 10), levels=1), ct / "slice.dcm")
    shutil.rmtree(tmp_path / "other")
    found = find_slides(tmp_path)
    assert [slide.path.name for slide in found.slides] == ["er.tif", "level-0.dcm"]
    assert [file.path.name for file in found.skipped] == ["random.svs"]


@pytest.mark.bad("BAD-047")
def test_that_the_label_beside_a_dicom_slide_is_neither_a_slide_nor_a_fault(tmp_path: Path) -> None:
    write_dicom_slide(tmp_path, he_slide(), levels=1)
    label = write_dicom_slide(tmp_path / "aside", he_slide(300, 400, 20), levels=1, change=_make_label)
    label.rename(tmp_path / "a-label.dcm")
    found = find_slides(tmp_path)
    assert [slide.width_px for slide in found.slides] == [1600]
    assert found.skipped == ()
    with pytest.raises(InputError, match="label or overview"):
        describe_slide(tmp_path / "a-label.dcm")


class _Steps:
    def __init__(self) -> None:
        self.told: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, label: str) -> None:
        self.told.append((done, total, label))


def test_that_progress_has_one_name_a_stage_and_ends_at_its_total(tmp_path: Path) -> None:
    for name in ("a.svs", "b.svs", "c.txt"):
        (tmp_path / name).write_bytes(b"x")
    steps = _Steps()
    find_slides(tmp_path, steps)
    assert {label for _, _, label in steps.told} == {"Looking for slides", "Slides"}
    assert (3, 3, "Looking for slides") in steps.told
    assert steps.told[-1] == (2, 2, "Slides")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX")
@pytest.mark.parametrize("name", ["x.xml", "x.svs", "x.dcm", "x"])
def test_that_a_named_pipe_is_passed_over_without_being_opened(tmp_path: Path, name: str) -> None:
    """Opening it would wait for ever; without the check this test does not end."""
    os.mkfifo(tmp_path / name)
    (tmp_path / f"link-{name}").symlink_to(tmp_path / name)
    write_tiff_slide(tmp_path / "good.tif", he_slide(400, 400, 40), levels=1)
    with _opening_nothing_but_files():
        found = find_slides(tmp_path)
        assert [slide.path.name for slide in found.slides] == ["good.tif"]
        assert found.skipped == ()
        for refused in (describe_slide, files_of):
            with pytest.raises(InputError):
                refused(tmp_path / name)


@contextmanager
def _opening_nothing_but_files() -> Iterator[None]:
    """Fail, and do not wait for ever, where a pipe is opened."""

    def give_up(number: int, frame: object) -> None:
        raise AssertionError("a named pipe was opened")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(20)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_that_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be found"):
        find_slides(tmp_path / "gone")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.svs", b""),
        ("random.svs", bytes(range(256)) * 4),
        ("self-linked.tif", b"II*\0\x08\0\0\0\x00\0\x08\0\0\0"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\0"),
        ("broken.dcm", b"\0" * 128 + b"DICM" + b"\xff" * 400),
        ("lonely.mrxs", b"\xff\xd8\xff\xe0"),
    ],
)
@pytest.mark.bad("BAD-037", "BAD-042")
def test_that_what_is_no_slide_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        describe_slide(path)
    assert "\n" not in str(refused.value)
    assert refused.value.where == path
    assert pickle.loads(pickle.dumps(refused.value)).what == refused.value.what
    assert [file.path for file in find_slides(path).skipped] == [path]


@pytest.mark.bad("BAD-039")
def test_that_a_mirax_slide_without_its_folder_says_which(tmp_path: Path) -> None:
    (tmp_path / "biopsy.mrxs").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(InputError, match='folder "biopsy" is missing'):
        describe_slide(tmp_path / "biopsy.mrxs")


@pytest.mark.bad("BAD-042")
def test_that_a_striped_tiff_is_refused_with_what_to_do(tmp_path: Path) -> None:
    Image.fromarray(he_slide(300, 300, 10)).save(tmp_path / "striped.tif")
    with pytest.raises(InputError, match="tiled pyramidal TIFF"):
        describe_slide(tmp_path / "striped.tif")


@pytest.mark.parametrize("keep", [0.02, 0.3, 0.6])
@pytest.mark.bad("BAD-037")
def test_that_a_tiff_cut_short_is_refused_or_described_with_its_damage(tmp_path: Path, keep: float) -> None:
    whole = write_tiff_slide(tmp_path / "a.tif", he_slide()).read_bytes()
    path = tmp_path / "cut.tif"
    path.write_bytes(whole[: int(len(whole) * keep)])
    try:
        reasons = " ".join(reason.text for reason in describe_slide(path).verdict.reasons)
    except InputError as refused:
        assert "\n" not in str(refused)
    else:
        assert "cannot be decoded" in reasons


@pytest.mark.bad("BAD-037")
@pytest.mark.control("RISK-41-c")
def test_that_a_header_with_impossible_tiles_is_refused_before_openslide_ends_the_process(tmp_path: Path) -> None:
    path = write_tiff_slide(tmp_path / "a.tif", he_slide(), levels=1)
    with tifffile.TiffFile(path, mode="r+") as tiff:
        for tag in ("TileWidth", "TileLength"):
            tiff.pages[0].tags[tag].overwrite(32768)
    with pytest.raises(InputError, match="impossible sizes"):
        describe_slide(path)


def _make_label(headers: Dataset) -> None:
    headers.ImageType = ["ORIGINAL", "PRIMARY", "LABEL", "NONE"]


def _as_ct(slide: Path, path: Path) -> None:
    headers = dcmread(slide)
    headers.SOPClassUID = headers.file_meta.MediaStorageSOPClassUID = CTImageStorage
    headers.save_as(path)


@pytest.mark.real_data
def test_that_the_real_slides_are_found_with_the_right_verdicts(real_data: Path) -> None:
    found = {slide.path.name: slide for slide in find_slides(real_data / "wsi").slides}
    svs, dicom = found["aperio_CMU-1-Small-Region.svs"], found["level-0-frames-0-30.dcm"]
    assert (svs.width_px, svs.height_px, svs.um_per_px, svs.objective_power) == (2220, 2967, 0.499, 20.0)
    assert (dicom.width_px, dicom.height_px, dicom.um_per_px, dicom.level_count) == (2220, 2967, 0.499, 12)
    assert svs.verdict.suitability is dicom.verdict.suitability is Suitability.INFER
    assert (svs.colour_corrected, dicom.colour_corrected) == (False, True)
    fluorescence = found["fluorescence_hamamatsu.ndpi"]
    assert fluorescence.um_per_px == pytest.approx(0.228, abs=5e-4)
    assert fluorescence.verdict.suitability is Suitability.VIEW
    assert "fluorescence" in fluorescence.verdict.reasons[0].text
    assert found["small.svs"].vendor == "aperio"
    assert len([name for name in found if name.startswith("level-")]) == 1


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["unreadable.svs", "unopenable.tiff"])
@pytest.mark.bad("BAD-037")
def test_that_the_real_unreadable_slides_are_refused_in_one_line(real_data: Path, name: str) -> None:
    with pytest.raises(InputError) as refused:
        describe_slide(real_data / "wsi" / "openslide_python_fixtures" / name)
    assert "\n" not in str(refused.value)


@pytest.mark.real_data
def test_that_real_ct_is_not_mistaken_for_slides(real_data: Path) -> None:
    found = find_slides(real_data / "ct" / "hcc_048_portal_venous")
    assert found.slides == found.skipped == ()
