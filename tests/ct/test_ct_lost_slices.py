"""A damaged end slice leaves no gap: only the wreck's name tells of it, and documents must not be taken for one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from ct_builder import write_series

from hccdesk.ct.series_finder import FoundCt, find_series
from hccdesk.domain.ct import SkippedKind, Suitability

WRECKS = {"empty": b"", "short": b"\x31\x2e\x00" * 20, "zeros": bytes(4096), "of 0xff": b"\xff" * 4096}


def _found(folder: Path, name: Callable[[int], str], extra: str, content: bytes) -> FoundCt:
    write_series(folder, name=name)
    (folder / extra).write_bytes(content)
    return find_series(folder)


@pytest.mark.parametrize("wreck", WRECKS.values(), ids=WRECKS)
@pytest.mark.parametrize(
    ("name", "extra"),
    [
        (lambda i: f"{i:03d}.dcm", "006.dcm"),
        (lambda i: f"{i:03d}.dcm", "006.DCM"),
        (lambda i: f"{i:03d}.IMA", "006.IMA"),
        (lambda i: f"IM{i:04d}", "IM0006"),
        (lambda i: f"{i:03d}.dcm", "IM0006"),
        (lambda i: f"{i}", "6"),
        (lambda i: f"1.2.840.113619.2.{i}", "1.2.840.113619.2.6"),
        (lambda i: f"A7F3{i}", "B81C2"),
    ],
    ids=["dcm", "other case", "ima", "IM", "IM beside dcm", "number", "uid", "no ending"],
)
@pytest.mark.bad("BAD-016")
@pytest.mark.control("RISK-09-a")
def test_that_a_wreck_named_like_a_slice_keeps_the_series_from_the_models(
    tmp_path: Path, name: Callable[[int], str], extra: str, wreck: bytes
) -> None:
    found = _found(tmp_path, name, extra, wreck)
    assert found.series[0].verdict.suitability is Suitability.VIEW
    assert extra in found.series[0].verdict.reasons[0].text
    assert [(s.path.name, s.kind) for s in found.skipped] == [(extra, SkippedKind.DAMAGED)]


@pytest.mark.parametrize("content", [b"", b"Some words.\n", bytes(300)], ids=["empty", "text", "binary"])
@pytest.mark.parametrize("slices", [lambda i: f"{i:03d}.dcm", lambda i: f"IM{i:04d}"], ids=["dcm", "no ending"])
@pytest.mark.parametrize(
    "extra",
    [
        *("LICENSE", "README", "readme.txt", "notes.txt", "DICOMDIR", "Thumbs.db", "VERSION", "desktop.ini"),
        *(".DS_Store", "._005.dcm", "index.html", "mask.nii.gz", "report.pdf", "SHA256SUMS", "LOCKFILE"),
    ],
)
@pytest.mark.bad("BAD-028")
def test_that_documents_beside_slices_are_no_lost_slices(
    tmp_path: Path, extra: str, slices: Callable[[int], str], content: bytes
) -> None:
    found = _found(tmp_path, slices, extra, content)
    assert found.series[0].verdict.suitability is Suitability.INFER
    assert found.skipped[0].kind is not SkippedKind.DAMAGED


def test_that_a_text_without_ending_beside_slices_without_is_a_text(tmp_path: Path) -> None:
    found = _found(tmp_path, lambda i: f"IM{i:04d}", "remarks", "Größe geprüft\n".encode())
    assert found.series[0].verdict.suitability is Suitability.INFER


@pytest.mark.control("RISK-09-a")
def test_that_an_error_page_saved_as_a_slice_is_a_lost_slice(tmp_path: Path) -> None:
    found = _found(tmp_path, lambda i: f"{i:03d}.dcm", "006.dcm", b"<html>404 Not Found</html>" * 20)
    assert found.series[0].verdict.suitability is Suitability.VIEW


def test_that_a_wreck_in_another_folder_or_without_slices_beside_it_spoils_nothing(tmp_path: Path) -> None:
    write_series(tmp_path / "ct")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "007.dcm").write_bytes(b"")
    found = find_series(tmp_path)
    assert found.series[0].verdict.suitability is Suitability.INFER
    assert found.skipped[0].kind is SkippedKind.OTHER


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right there")
def test_that_a_link_to_nowhere_named_like_a_slice_is_a_lost_slice(tmp_path: Path) -> None:
    write_series(tmp_path)
    (tmp_path / "006.dcm").symlink_to(tmp_path / "gone")
    assert find_series(tmp_path).series[0].verdict.suitability is Suitability.VIEW
