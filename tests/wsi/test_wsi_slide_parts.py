"""Which files a slide is read from: what is recorded of a slide must cover all of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from wsi_builders import he_slide, write_dicom_slide, write_tiff_slide

from hccdesk.domain.errors import InputError
from hccdesk.wsi.open_slide import files_of


def test_that_a_single_file_is_itself_also_by_its_folder(tmp_path: Path) -> None:
    path = write_tiff_slide(tmp_path / "a.tif", he_slide(400, 400, 40), levels=1)
    assert files_of(path) == files_of(tmp_path) == (path,)


def test_that_every_level_of_a_dicom_slide_counts_whichever_was_named(tmp_path: Path) -> None:
    level_0 = write_dicom_slide(tmp_path, he_slide(600, 800, 60), levels=3)
    write_dicom_slide(tmp_path / "other", he_slide(300, 300, 30), levels=1, series="1.2.826.0.1.3680043.10.1.2")
    shutil.move(tmp_path / "other" / "level-0.dcm", tmp_path / "another-slide.dcm")
    levels = tuple(tmp_path / f"level-{level}.dcm" for level in range(3))
    assert files_of(level_0) == files_of(levels[2]) == levels


def test_that_a_mirax_slide_is_its_stub_and_its_folder(tmp_path: Path) -> None:
    stub = tmp_path / "biopsy.mrxs"
    stub.write_bytes(b"\xff\xd8\xff\xe0")
    folder = tmp_path / "biopsy"
    folder.mkdir()
    for name in ("Slidedat.ini", "Index.dat", "Data0000.dat", ".DS_Store"):
        (folder / name).write_bytes(b"x")
    assert files_of(stub) == (stub, folder / "Data0000.dat", folder / "Index.dat", folder / "Slidedat.ini")
    shutil.rmtree(folder)
    with pytest.raises(InputError, match='folder "biopsy" cannot be read'):
        files_of(stub)


def test_that_a_hamamatsu_index_counts_with_the_files_it_names_beside_it(tmp_path: Path) -> None:
    """Format of the index: https://openslide.org/formats/hamamatsu/."""
    index = tmp_path / "s.vms"
    index.write_text("[Virtual Microscope Specimen]\nNoLayers=1\nImageFile=a.jpg\nImageFile(1,0)=b.jpg\nMapFile=m.jpg\n"
                     "OptimisationFile=gone.opt\nMacroImage=../secret.jpg\nAgain=a.jpg\n")  # fmt: skip
    for name in ("a.jpg", "b.jpg", "m.jpg", "not-named.jpg"):
        (tmp_path / name).write_bytes(b"x")
    assert [part.name for part in files_of(index)] == ["s.vms", "a.jpg", "b.jpg", "m.jpg"]


@pytest.mark.real_data
def test_that_the_real_dicom_slide_has_twelve_files(real_data: Path) -> None:
    folder = real_data / "wsi" / "dicom_wsi_cmu1"
    parts = files_of(folder / "level-7-frames-0-1.dcm")
    assert sorted(parts) == sorted(folder.iterdir())
    assert parts[0].name == "level-0-frames-0-30.dcm"
    assert len(parts) == 12
