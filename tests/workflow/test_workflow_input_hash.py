"""What identifies an input: every file that is read, and no file that is not."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from hccdesk.domain.errors import InputError
from hccdesk.workflow.input_hash import input_fact
from hccdesk.wsi.open_slide import files_of


@pytest.mark.control("RISK-50-b")
def test_that_one_file_has_its_own_sha256(tmp_path: Path) -> None:
    path = tmp_path / "row.json"
    path.write_bytes(b"abc")
    # sha256("abc"): FIPS 180-2, appendix B.1
    assert input_fact("clinical", path).sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.bad("BAD-060")
def test_that_a_change_in_a_mirax_folder_changes_the_slides_hash(tmp_path: Path) -> None:
    stub, data = tmp_path / "biopsy.mrxs", tmp_path / "biopsy" / "Data0000.dat"
    stub.write_bytes(b"stub")
    data.parent.mkdir()
    data.write_bytes(b"tissue")
    before = input_fact("slide", stub, files_of(stub))
    data.write_bytes(b"another")
    assert before.name == "biopsy.mrxs"
    assert input_fact("slide", stub, files_of(stub)).sha256 != before.sha256


def test_that_several_files_are_hashed_in_the_order_given(tmp_path: Path) -> None:
    parts = [tmp_path / "b", tmp_path / "a"]
    for part in parts:
        part.write_text(part.name)
    digests = "\n".join(hashlib.sha256(part.name.encode()).hexdigest() for part in parts)
    assert input_fact("ct", tmp_path, parts).sha256 == hashlib.sha256(digests.encode()).hexdigest()


def test_that_nothing_has_no_hash(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no regular file"):
        input_fact("ct", tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX")
def test_that_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "slide.svs"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="no regular file"):
        input_fact("slide", pipe)
    with pytest.raises(InputError, match="not a regular file"):
        input_fact("slide", pipe, (pipe,))
