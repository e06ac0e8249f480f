"""A header is read once while its file stays the same, and again as soon as it does not."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ct_builder import ORIGIN_MM, a_slice, multiframe, write_series

from hccdesk.ct import header_cache
from hccdesk.ct.header_reader import read_header
from hccdesk.ct.image_header import ImageHeader


class Reader:
    """Reads headers and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, path: Path) -> ImageHeader:
        self.count += 1
        return read_header(path)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    header_cache._kept.clear()
    yield
    header_cache._kept.clear()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock 10 s on, so that files just written have settled."""
    now = time.time
    monkeypatch.setattr(header_cache.time, "time", lambda: now() + 10)


@pytest.mark.usefixtures("later")
def test_that_an_unchanged_file_is_read_once(tmp_path: Path) -> None:
    path, read = write_series(tmp_path)[0], Reader()
    assert header_cache.header_of(path, read) is header_cache.header_of(path, read)
    assert read.count == 1


@pytest.mark.usefixtures("later")
@pytest.mark.bad("BAD-060")
def test_that_a_changed_file_is_read_again_even_with_its_old_time_and_size(tmp_path: Path) -> None:
    path, read = write_series(tmp_path)[0], Reader()
    before, stat = header_cache.header_of(path, read), path.stat()
    time.sleep(0.05)
    a_slice(0, (ORIGIN_MM[0], ORIGIN_MM[1], 70.0)).save_as(path, enforce_file_format=False)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    after = header_cache.header_of(path, read)
    assert (before.planes[0].position_mm, after.planes[0].position_mm) == (ORIGIN_MM, (*ORIGIN_MM[:2], 70.0))


def test_that_a_file_just_written_is_not_kept(tmp_path: Path) -> None:
    path, read = write_series(tmp_path)[0], Reader()
    header_cache.header_of(path, read)
    header_cache.header_of(path, read)
    assert read.count == 2


@pytest.mark.usefixtures("later")
def test_that_memory_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_cache, "MOST_KEPT", 4)
    for path in write_series(tmp_path):
        header_cache.header_of(path, read_header)
    assert len(header_cache._kept) <= 4
    multiframe(70).save_as(tmp_path / "many.dcm", enforce_file_format=False)
    header_cache.header_of(tmp_path / "many.dcm", read_header)
    assert tmp_path / "many.dcm" not in header_cache._kept
