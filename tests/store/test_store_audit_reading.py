"""A trail is read where it lies, and nothing there is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from audit_builder import SOME_EVENTS, a_recorder

from hccdesk.domain.case_library import PassphraseNeededError
from hccdesk.domain.errors import StoreError
from hccdesk.store.audit_chain import append, rows
from hccdesk.store.audit_reading import read_trail
from hccdesk.store.database import Access, connect
from hccdesk.store.library_key import new_key
from hccdesk.store.library_marker import Marker, write_marker
from hccdesk.store.library_places import Places
from hccdesk.store.library_schema import migrate, newest_layout

WRITER = """
import os, sys
from pathlib import Path
sys.path.insert(0, "tests/store")
from audit_builder import SOME_EVENTS, a_recorder
from hccdesk.store.audit_chain import append
from hccdesk.store.database import Access, connect
connection = connect(Access(Path(sys.argv[1]) / "library.sqlite", wal=sys.argv[2] == "wal"))
connection.execute("BEGIN IMMEDIATE")
append(connection, SOME_EVENTS[1], a_recorder())
if sys.argv[3] == "committed":
    connection.execute("COMMIT")
else:
    connection.cache_flush()
print("written", flush=True)
sys.stdin.readline()
"""


def a_library(folder: Path, passphrase: str | None = None, *, wal: bool = True) -> Path:
    folder.mkdir()
    key = new_key(passphrase) if passphrase else None
    access = Access(Places(folder).database, key.key + key.salt if key else None, wal=wal)
    with closing(connect(access, create=True)) as connection:
        migrate(connection)
        with connection:
            for event in SOME_EVENTS:
                append(connection, event, a_recorder())
    marker = Marker(is_encrypted=key is not None, checks=(key.check,) if key else (), layout=newest_layout())
    write_marker(Places(folder).marker, marker)
    return folder


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def count(folder: Path, passphrase: str | None = None) -> int:
    return len(read_trail(folder, passphrase, rows))


@pytest.mark.parametrize("passphrase", [None, "Leberkonferenz 肝"])
@pytest.mark.parametrize("wal", [True, False])
def test_that_reading_a_trail_changes_nothing(tmp_path, passphrase, wal):
    folder = a_library(tmp_path / "library", passphrase, wal=wal)
    before = state(folder)
    assert count(folder, passphrase) == len(SOME_EVENTS)
    assert state(folder) == before


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no folder from being written to")
@pytest.mark.bad("BAD-089")
def test_that_a_trail_is_read_from_a_folder_that_nobody_may_write_to():
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = a_library(Path(place) / "library")
        for path in (*folder.iterdir(), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            assert exit_code_without_rights(lambda: count(folder)) == len(SOME_EVENTS)
        finally:
            folder.chmod(0o755)


def exit_code_without_rights(act: Callable[[], int]) -> int:
    """What `act` gives in a process that is not root's."""
    child = os.fork()
    if child == 0:
        code = 255
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            code = act()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("wal", ["wal", "delete"])
def test_that_a_trail_is_read_while_another_process_adds_to_it(tmp_path, wal):
    folder = a_library(tmp_path / "library", wal=wal == "wal")
    with a_writer(folder, wal, "committed"):
        assert count(folder) == len(SOME_EVENTS) + 1
    with a_writer(folder, wal, "open"):
        if wal == "wal":
            assert count(folder) == len(SOME_EVENTS) + 1
        else:
            with pytest.raises(StoreError, match="used by another program"):
                count(folder)


def a_writer(folder: Path, wal: str, ends: str) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), wal, ends],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout.readline() == "written\n"
    return writer


def test_that_a_trail_is_read_after_its_writer_was_killed(tmp_path):
    folder = a_library(tmp_path / "library")
    with a_writer(folder, "wal", "committed") as writer:
        writer.send_signal(signal.SIGKILL)
    assert count(folder) == len(SOME_EVENTS) + 1


def test_that_an_encrypted_library_wants_its_passphrase(tmp_path):
    folder = a_library(tmp_path / "library", "right")
    for given in (None, "", "wrong"):
        with pytest.raises(PassphraseNeededError):
            count(folder, given)
    Places(folder).marker.unlink()
    with pytest.raises(PassphraseNeededError):
        count(folder, "wrong")
    assert count(folder, "right") == len(SOME_EVENTS)


@pytest.mark.bad("BAD-091")
def test_that_a_damaged_encrypted_library_does_not_pass_for_a_wrong_passphrase(tmp_path):
    folder = a_library(tmp_path / "library", "right")
    path = Places(folder).database
    path.write_bytes(path.read_bytes()[:24] + bytes(path.stat().st_size - 24))
    with pytest.raises(StoreError, match="or it is damaged"):
        count(folder, "right")


def test_that_a_folder_without_a_library_is_said_and_none_is_made(tmp_path):
    with pytest.raises(StoreError, match="there is no library here"):
        count(tmp_path)
    with pytest.raises(StoreError, match="there is no library here"):
        count(tmp_path / "not" / "there")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.bad("BAD-091")
@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + bytes(5000)])
def test_that_a_file_that_is_no_library_is_said_and_left_alone(tmp_path, content):
    path = Places(tmp_path).database
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"no library|no audit trail"):
        count(tmp_path)
    assert state(tmp_path) == {path.name: (content, path.stat().st_mtime_ns)}


@pytest.mark.bad("BAD-090")
def test_that_a_newer_library_is_refused(tmp_path):
    folder = a_library(tmp_path / "library")
    with closing(apsw.Connection(str(Places(folder).database))) as connection:
        connection.pragma("user_version", 99)
    before = state(folder)
    with pytest.raises(StoreError, match="newer version"):
        count(folder)
    assert state(folder) == before


def test_that_a_database_of_another_program_is_refused(tmp_path):
    with closing(apsw.Connection(str(Places(tmp_path).database))) as connection:
        connection.execute("CREATE TABLE audit (x)")
        connection.pragma("user_version", 3)
    with pytest.raises(StoreError, match="another program"):
        count(tmp_path)
