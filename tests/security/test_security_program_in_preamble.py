"""A DICOM file that is a program at the same time is not read, and it is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("ct", "wsi")]
from ct_builder import write_series  # noqa: E402
from wsi_builders import he_slide, write_dicom_slide  # noqa: E402

from hccdesk.ct.series_finder import find_series  # noqa: E402
from hccdesk.domain.ct import SkippedKind, Suitability  # noqa: E402
from hccdesk.domain.errors import InputError  # noqa: E402
from hccdesk.domain.program_bytes import begins_as_program  # noqa: E402
from hccdesk.wsi.dicom_pyramid import read_level_file  # noqa: E402

PROGRAMS = [b"MZ\x90\x00", b"\x7fELF\x02\x01", b"#!/bin/sh\n", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"]


def with_preamble(path: Path, beginning: bytes) -> None:
    content = path.read_bytes()
    assert content[128:132] == b"DICM"
    path.write_bytes(beginning.ljust(128, b"\0") + content[128:])


@pytest.mark.parametrize("beginning", PROGRAMS)
def test_that_a_slice_with_a_program_in_front_is_told_and_its_series_is_given_to_no_model(tmp_path, beginning):
    paths = write_series(tmp_path)
    assert find_series(tmp_path).series[0].verdict.suitability is Suitability.INFER
    with_preamble(paths[2], beginning)
    found = find_series(tmp_path)
    (told,) = found.skipped
    assert told.path == paths[2]
    assert told.kind is SkippedKind.DAMAGED
    assert "a program hidden" in told.reason.text
    assert found.series[0].verdict.suitability is Suitability.VIEW


@pytest.mark.parametrize("beginning", [b"II*\0", b"MM\0*", b"", b"free text of a scanner"])
def test_that_what_the_standard_allows_in_front_is_read(tmp_path, beginning):
    paths = write_series(tmp_path)
    with_preamble(paths[2], beginning)
    found = find_series(tmp_path)
    assert found.skipped == ()
    assert found.series[0].verdict.suitability is Suitability.INFER
    assert not begins_as_program(beginning)


@pytest.mark.parametrize("beginning", PROGRAMS)
def test_that_a_slide_with_a_program_in_front_is_refused_in_words(tmp_path, beginning):
    path = write_dicom_slide(tmp_path, he_slide(600, 600), levels=1)
    assert read_level_file(path)
    with_preamble(path, beginning)
    with pytest.raises(InputError, match="A program is hidden"):
        read_level_file(path)
