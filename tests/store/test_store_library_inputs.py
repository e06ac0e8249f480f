"""Inputs of a case: copied and moved with the library, or read from where they were; the case names the original."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from library_builder import CASE_ID, NOW

from hccdesk.domain.case_library import InputFiles, LibrarySettings
from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import NoProgress
from hccdesk.store import input_copies
from hccdesk.store.library import SqliteLibrary


@pytest.fixture(autouse=True)
def _any_disk_will_do(monkeypatch):
    monkeypatch.setattr(input_copies, "LEFT_FREE_BYTES", 0)


@pytest.fixture
def series(tmp_path) -> InputFiles:
    folder = tmp_path / "Zhang San" / "ct"
    folder.mkdir(parents=True)
    files = tuple(folder / f"{n}.dcm" for n in range(3))
    for n, path in enumerate(files):
        path.write_bytes(bytes([n]) * 100)
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    return InputFiles("ct", folder, files, hashlib.sha256("\n".join(digests).encode()).hexdigest(), ("1.2.3",))


@pytest.fixture
def slide(tmp_path) -> InputFiles:
    path = tmp_path / "Zhang San" / "slide.svs"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"a slide" * 50)
    return InputFiles("slide", path, (path,), hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.fixture
def case(series, slide) -> CaseSnapshot:
    return CaseSnapshot(ct=CtSource(series.root, "1.2.3"), slide=SlideSource(slide.root))


@pytest.fixture
def library(tmp_path, case):
    made = SqliteLibrary(tmp_path / "library", tmp_path / "site")
    made.open()
    made.save(CASE_ID, case, NOW)
    yield made
    made.close()


def test_that_a_case_is_opened_from_its_copies_and_names_its_originals(library, tmp_path, case, series, slide):
    kept = library.keep_inputs(CASE_ID, [series, slide], NoProgress())
    assert [one.original for one in kept] == [series.root, slide.root]
    assert "Zhang" not in " ".join(str(path) for path in (tmp_path / "library").rglob("*"))
    loaded = library.load(CASE_ID)
    assert (loaded.ct.root, loaded.slide.path) == (kept[0].kept, kept[1].kept)
    entry = library.save(CASE_ID, loaded, NOW)
    assert entry.slide == slide.root
    for one in kept:
        shutil.rmtree(one.kept if one.kept.is_dir() else one.kept.parent)
    assert library.load(CASE_ID) == case


def test_that_the_copies_move_with_the_library(library, tmp_path, series, slide):
    library.keep_inputs(CASE_ID, [series, slide], NoProgress())
    library.close()
    shutil.move(tmp_path / "library", tmp_path / "moved")
    moved = SqliteLibrary(tmp_path / "moved", tmp_path / "site")
    moved.open()
    loaded = moved.load(CASE_ID)
    assert loaded.ct.root.is_relative_to(tmp_path / "moved") and len(list(loaded.ct.root.iterdir())) == 3
    assert loaded.slide.path.read_bytes() == b"a slide" * 50
    moved.close()


@pytest.mark.bad("BAD-034")
def test_that_a_copy_that_lost_a_file_is_not_taken_for_the_input(library, case, series):
    (kept,) = library.keep_inputs(CASE_ID, [series], NoProgress())
    next(kept.kept.iterdir()).unlink()
    assert library.load(CASE_ID).ct == case.ct


def test_that_a_source_that_changed_is_refused_and_the_others_are_copied(library, series, slide):
    series.files[0].write_bytes(b"another")
    with pytest.raises(StoreError, match="another one than was read before") as refused:
        library.keep_inputs(CASE_ID, [series, slide], NoProgress())
    assert "Zhang" not in str(refused.value)
    assert [one.role for one in library.inputs(CASE_ID)] == ["slide"]


def test_that_nothing_is_copied_where_the_site_chose_so(library, series):
    library.keep_settings(LibrarySettings(copy_inputs=False))
    (kept,) = library.keep_inputs(CASE_ID, [series], NoProgress())
    assert (kept.kept, kept.n_files, kept.size_bytes) == (None, 3, 300)
    (copied,) = library.keep_inputs(CASE_ID, [series], NoProgress(), copies=True)
    assert copied.kept is not None


def test_that_an_input_without_room_is_referenced(library, series, monkeypatch):
    monkeypatch.setattr(input_copies, "LEFT_FREE_BYTES", 2**62)
    (kept,) = library.keep_inputs(CASE_ID, [series], NoProgress())
    assert kept.kept is None


def test_that_copies_go_with_the_purged_case(library, tmp_path, series):
    library.keep_inputs(CASE_ID, [series], NoProgress())
    library.forget(CASE_ID)
    library.purge()
    assert not (tmp_path / "library" / "inputs" / CASE_ID).exists()


def test_that_a_place_outside_the_library_is_not_believed(library, tmp_path, series):
    library.keep_inputs(CASE_ID, [series], NoProgress())
    outside = Path("..") / "elsewhere"
    with library._using() as opened, opened.transaction() as connection:
        from hccdesk.store.sealed import sealed, unsealed  # noqa: PLC0415

        body, sha256 = connection.execute("SELECT body, sha256 FROM inputs").get
        told = unsealed(body, sha256)
        told["input"]["kept"] = str(outside)
        connection.execute("UPDATE inputs SET body = ?, sha256 = ?, kept = ?", (*sealed(told), str(outside)))
    with pytest.raises(StoreError, match="damaged"):
        library.load(CASE_ID)
