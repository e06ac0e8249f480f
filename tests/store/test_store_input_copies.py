"""Copies of inputs in the library: whole and verified, or not there at all."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.errors import Cancelled, InputError, StoreError
from hccdesk.domain.progress import NoProgress
from hccdesk.store import copied_piece, input_copies
from hccdesk.store.input_copies import NoRoomError, copy_input, drop_others, remove_copies, sweep
from hccdesk.workflow.input_hash import input_fact

SECRET = "WANG^XIAO^123456"


def found(role: str, root: Path, files: Sequence[Path]) -> InputFiles:
    return InputFiles(role, root, tuple(files), input_fact(role, root, files).sha256)


def a_series(folder: Path, n: int = 3, size_bytes: int = 5000) -> InputFiles:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(n):
        files.append(folder / f"{SECRET}.{number}")
        files[-1].write_bytes(bytes([number]) * size_bytes)
    return found("ct", folder, files)


class At:
    """A progress that does something once at its n-th step."""

    def __init__(self, step: int, act: Callable[[], object]) -> None:
        self._left, self._act = step, act

    def step(self, done: int, total: int, label: str) -> None:
        self._left -= 1
        if self._left == 0:
            self._act()


def what_is_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_that_a_series_is_copied_whole_in_its_order_under_neutral_names(tmp_path: Path) -> None:
    series = a_series(tmp_path / SECRET)
    kept = copy_input(series, tmp_path / "inputs/case/ct", NoProgress())
    copied = sorted(kept.iterdir())
    assert [file.name for file in copied] == ["000001.dcm", "000002.dcm", "000003.dcm"]
    assert [file.read_bytes() for file in copied] == [file.read_bytes() for file in series.files]
    assert input_fact("ct", kept, copied).sha256 == series.sha256
    assert not any(SECRET in name for name in what_is_in(tmp_path / "inputs"))


@pytest.mark.parametrize(
    ("role", "name", "kept_name"),
    [
        ("slide", "王小明.SVS", "slide.svs"),
        ("slide", "a.ndpi", "slide.ndpi"),
        ("ct_roi", "wang.nii.gz", "region.nii.gz"),
        ("ct_roi", "wang.xiao.nrrd", "region.nrrd"),
        ("ct_roi", "1.2.840.10008.wang", "region.dcm"),
        ("slide_roi", "wang.geojson", "outline.geojson"),
        ("clinical", "wang.csv", "row.csv"),
        ("ct", "IM0001", "000001.dcm"),
    ],
)
def test_that_a_file_keeps_the_suffix_of_its_format_and_nothing_else_of_its_name(
    tmp_path: Path, role: str, name: str, kept_name: str
) -> None:
    source = tmp_path / name
    source.write_bytes(b"content")
    kept = copy_input(found(role, source, [source]), tmp_path / "inputs/case" / role, NoProgress())
    assert kept.name == kept_name
    assert kept.read_bytes() == b"content"


def test_that_a_mirax_stub_finds_its_folder_by_its_new_name(tmp_path: Path) -> None:
    stub, data = tmp_path / f"{SECRET}.mrxs", tmp_path / SECRET
    data.mkdir()
    stub.write_bytes(b"stub")
    parts = [data / "Data0000.dat", data / "Slidedat.ini"]
    for part in parts:
        part.write_bytes(part.name.encode())
    kept = copy_input(found("slide", stub, [stub, *parts]), tmp_path / "inputs/case/slide", NoProgress())
    assert what_is_in(kept.parent) == ["slide", "slide.mrxs", "slide/Data0000.dat", "slide/Slidedat.ini"]
    assert kept.name == "slide.mrxs"


def test_that_the_files_a_hamamatsu_index_names_keep_their_names(tmp_path: Path) -> None:
    index, part = tmp_path / "a.vms", tmp_path / "a_0.jpg"
    index.write_text("ImageFile=a_0.jpg")
    part.write_bytes(b"jpeg")
    kept = copy_input(found("slide", index, [index, part]), tmp_path / "inputs/case/slide", NoProgress())
    assert what_is_in(kept.parent) == ["a.vms", "a_0.jpg"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_that_only_this_user_may_read_a_copy(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept = copy_input(a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct", NoProgress())
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept.iterdir()} == {0o600}
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (kept, kept.parent, kept.parents[2])} == {0o700}


def test_that_what_is_copied_already_is_not_copied_again(tmp_path: Path) -> None:
    series, folder = a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct"
    kept = copy_input(series, folder, NoProgress())
    before = [file.stat().st_ino for file in sorted(kept.iterdir())]
    assert copy_input(series, folder, NoProgress()) == kept
    assert [file.stat().st_ino for file in sorted(kept.iterdir())] == before


@pytest.mark.bad("BAD-036")
def test_that_a_copy_is_still_found_once_the_removable_disk_is_gone(tmp_path: Path) -> None:
    series, folder = a_series(tmp_path / "usb/ct"), tmp_path / "inputs/case/ct"
    kept = copy_input(series, folder, NoProgress())
    shutil.rmtree(tmp_path / "usb")
    assert copy_input(series, folder, NoProgress()) == kept


def test_that_a_copy_that_lost_a_file_is_made_anew(tmp_path: Path) -> None:
    series, folder = a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct"
    (copy_input(series, folder, NoProgress()) / "000002.dcm").unlink()
    assert len(list(copy_input(series, folder, NoProgress()).iterdir())) == 3


@pytest.mark.bad("BAD-036")
@pytest.mark.parametrize("at", [1, 3, 6])
def test_that_nothing_is_left_of_a_copy_whose_source_is_pulled_out_midway(tmp_path: Path, at: int) -> None:
    series, folder = a_series(tmp_path / "usb/ct", n=6), tmp_path / "inputs/case/ct"
    with pytest.raises(InputError):
        copy_input(series, folder, At(at, lambda: shutil.rmtree(tmp_path / "usb")))
    assert what_is_in(folder) == []


def test_that_a_read_error_of_the_source_is_a_fault_of_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copied_piece, "_read", fail_reading)
    with pytest.raises(InputError, match="cannot be read any more"):
        copy_input(a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct", NoProgress())
    assert what_is_in(tmp_path / "inputs/case/ct") == []


def fail_reading(_: object, source: Path) -> bytes:
    raise copied_piece.SourceGoneError(source) from OSError(errno.EIO, "Input/output error")


@pytest.mark.bad("BAD-060")
def test_that_a_file_replaced_since_it_was_read_is_not_copied(tmp_path: Path) -> None:
    series, folder = a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct"
    series.files[1].write_bytes(b"another patient")
    with pytest.raises(InputError, match="another one than was read before"):
        copy_input(series, folder, NoProgress())
    assert what_is_in(folder) == []


@pytest.mark.bad("BAD-060")
def test_that_a_file_replaced_while_it_is_copied_is_not_kept(tmp_path: Path) -> None:
    series, folder = a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct"
    with pytest.raises(InputError, match="another one than was read before"):
        copy_input(series, folder, At(2, lambda: series.files[2].write_bytes(b"x" * 5000)))
    assert what_is_in(folder) == []


def test_that_the_copy_of_an_earlier_input_stays_until_the_record_tells_of_the_later(tmp_path: Path) -> None:
    folder = tmp_path / "inputs/case/ct"
    first = copy_input(a_series(tmp_path / "a", n=2), folder, NoProgress())
    second = copy_input(a_series(tmp_path / "b", n=4), folder, NoProgress())
    assert len(list(first.iterdir())) == 2
    drop_others(folder, second)
    assert list(folder.iterdir()) == [second]


def test_that_a_cancelled_copy_leaves_nothing(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled

    folder = tmp_path / "inputs/case/ct"
    with pytest.raises(Cancelled):
        copy_input(a_series(tmp_path / "ct"), folder, At(4, stop))
    assert what_is_in(folder) == []


@pytest.mark.bad("BAD-085")
def test_that_a_disk_without_room_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = a_series(tmp_path / "ct", n=2, size_bytes=2_000_000)
    usage = SimpleNamespace(total=10**9, used=0, free=503_000_000)
    monkeypatch.setattr(input_copies.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(NoRoomError, match="no room for a copy of 4 MB"):
        copy_input(series, tmp_path / "inputs/case/ct", NoProgress())
    assert not (tmp_path / "inputs").exists()
    usage.free = 504_000_000
    assert copy_input(series, tmp_path / "inputs/case/ct", NoProgress()).is_dir()


@pytest.mark.bad("BAD-085")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
def test_that_a_disk_that_fills_up_midway_leaves_nothing(tmp_path: Path) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    series, folder = a_series(tmp_path / "ct", n=2, size_bytes=3_000_000), tmp_path / "inputs/case/ct"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        with pytest.raises(NoRoomError):
            copy_input(series, folder, NoProgress())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert what_is_in(folder) == []


@pytest.mark.bad("BAD-089")
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_that_a_folder_that_may_not_be_written_to_is_a_fault_of_the_library(tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir(mode=0o500)
    with pytest.raises(StoreError, match="could not be changed"):
        copy_input(a_series(tmp_path / "ct"), folder / "case/ct", NoProgress())


def test_that_a_file_in_the_place_of_a_folder_is_a_fault_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "inputs").write_bytes(b"")
    with pytest.raises(StoreError, match="could not be changed"):
        copy_input(a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct", NoProgress())


def test_that_a_disk_that_gives_back_something_else_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = input_copies.sha256_on_disk

    def flipped(path: Path, told: Callable[[], None]) -> str:
        content = bytearray(path.read_bytes())
        content[100] ^= 1
        path.write_bytes(content)
        return honest(path, told)

    monkeypatch.setattr(input_copies, "sha256_on_disk", flipped)
    with pytest.raises(StoreError, match="could not be verified"):
        copy_input(a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct", NoProgress())
    assert what_is_in(tmp_path / "inputs/case/ct") == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_that_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "slide.svs"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="not a regular file"):
        copy_input(InputFiles("slide", pipe, (pipe,), "0" * 64), tmp_path / "inputs/case/slide", NoProgress())


KILLED = """
import os, signal, sys
from pathlib import Path
from hccdesk.domain.case_library import InputFiles
from hccdesk.store.input_copies import copy_input
class Dies:
    left = int(sys.argv[3])
    def step(self, done, total, label):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
files = tuple(sorted(Path(sys.argv[1]).iterdir()))
copy_input(InputFiles("ct", Path(sys.argv[1]), files, sys.argv[4]), Path(sys.argv[2]), Dies())
"""


@pytest.mark.bad("BAD-084")
@pytest.mark.skipif(os.name == "nt", reason="no kill -9")
@pytest.mark.parametrize("at", [1, 4, 9])
def test_that_a_copy_killed_midway_is_never_shown_and_swept_at_the_next_start(tmp_path: Path, at: int) -> None:
    series, inputs = a_series(tmp_path / "ct", n=4), tmp_path / "inputs"
    folder = inputs / "case/ct"
    arguments = [str(tmp_path / "ct"), str(folder), str(at), series.sha256]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert done.returncode == -signal.SIGKILL
    assert [path.name for path in folder.iterdir() if not path.name.endswith(".part")] == []
    assert sweep(inputs) == 1
    assert what_is_in(folder) == []
    assert sweep(inputs) == 0


def test_that_what_another_computer_copies_now_is_not_swept(tmp_path: Path) -> None:
    role = tmp_path / "inputs/case/ct"
    theirs = role / f".0123456789abcdef.{'f' * 8}.77.part"
    theirs.mkdir(parents=True)
    assert sweep(tmp_path / "inputs") == 0
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(theirs, (two_days_ago, two_days_ago))
    assert sweep(tmp_path / "inputs") == 1
    assert not theirs.exists()


def test_that_copies_of_a_case_go_with_it(tmp_path: Path) -> None:
    copy_input(a_series(tmp_path / "ct"), tmp_path / "inputs/case/ct", NoProgress())
    copy_input(a_series(tmp_path / "ct"), tmp_path / "inputs/other/ct", NoProgress())
    remove_copies(tmp_path / "inputs/case")
    remove_copies(tmp_path / "inputs/case")
    assert [path.name for path in (tmp_path / "inputs").iterdir()] == ["other"]


def test_that_the_sources_are_as_they_were(tmp_path: Path) -> None:
    series = a_series(tmp_path / "ct")
    before = [(sha256(file.read_bytes()).digest(), file.stat().st_mtime_ns) for file in series.files]
    copy_input(series, tmp_path / "inputs/case/ct", NoProgress())
    assert [(sha256(file.read_bytes()).digest(), file.stat().st_mtime_ns) for file in series.files] == before
