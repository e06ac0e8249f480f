"""The trail and the holding of cases within a library on a disk, with other processes at it."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
from audit_builder import all_rows, computed_anew, rewrite

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.store.audit_chain import RawRow
from hccdesk.store.database import Access, connect
from hccdesk.store.library import SqliteLibrary
from hccdesk.store.library_key import key_of
from hccdesk.store.library_marker import read_marker
from hccdesk.store.library_places import Places

CASE = "ab" * 16
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PASSPHRASE = "four words of which none"
HOLDER = """
import sys
from pathlib import Path
from hccdesk.store.library import SqliteLibrary
library = SqliteLibrary(Path(sys.argv[1]), Path(sys.argv[2]))
library.open()
assert library.hold(sys.argv[3]) is None
print("has it", flush=True)
sys.stdin.readline()
"""


@contextmanager
def opened(tmp_path: Path, passphrase: str | None = None) -> Iterator[SqliteLibrary]:
    library = SqliteLibrary(tmp_path / "library", tmp_path / "site")
    library.open(passphrase)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def raw(tmp_path: Path, passphrase: str | None = None) -> Iterator[apsw.Connection]:
    places = Places(tmp_path / "library")
    key = key_of((places.database,), passphrase, read_marker(places.marker))
    with closing(connect(Access(places.database, key.key if key else None, wal=True))) as connection:
        connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 0)
        yield connection


@contextmanager
def another_window(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    arguments = [str(tmp_path / "library"), str(tmp_path / "site"), CASE]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout.readline() == "has it\n"
        yield window
        window.kill()


def test_that_every_act_on_a_library_leaves_a_whole_trail(tmp_path):
    with opened(tmp_path) as library:
        library.save(CASE, CaseSnapshot(), NOW, (AuditEvent(AuditAction.CLINICAL_EDITED),))
        library.forget(CASE)
        library.put_back(CASE)
        library.forget(CASE)
        library.purge()
        library.set_passphrase(PASSPHRASE)
    with opened(tmp_path, PASSPHRASE) as library:
        library.set_passphrase(None, PASSPHRASE)
        library.back_up()
        verdict, rows = library.verify_audit(), library.audit_rows()
    assert (verdict.is_whole, verdict.findings) == (True, ())
    told = [row.event.action for row in rows]
    for action in ("library_made", "clinical_edited", "case_removed", "case_put_back", "case_purged"):
        assert AuditAction(action) in told
    assert AuditAction.LIBRARY_ENCRYPTED in told
    assert AuditAction.LIBRARY_DECRYPTED in told
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.parametrize(("passphrase", "rounds"), [(None, 30), (PASSPHRASE, 4)])
def test_that_whatever_is_done_to_the_rows_of_a_library_is_found(tmp_path, passphrase, rounds):
    with opened(tmp_path) as library:
        if passphrase:
            library.set_passphrase(passphrase)
        for number in range(8):
            library.record(AuditEvent(AuditAction.ANALYSED, CASE, models=(f"model {number}",)))
        assert library.verify_audit().is_whole
    chance, kept = random.Random(7), tmp_path / "kept"
    shutil.copytree(tmp_path / "library", kept / "library")
    shutil.copytree(tmp_path / "site", kept / "site")
    for _ in range(rounds):
        with raw(tmp_path, passphrase) as connection:
            rewrite(connection, tampered(all_rows(connection), chance))
        with opened(tmp_path, passphrase) as library:
            assert not library.verify_audit().is_whole
            library.record(AuditEvent(AuditAction.SELFTEST_RUN))  # work goes on, and it is found all the same
            assert not library.verify_audit().is_whole
        for folder in ("library", "site"):
            shutil.rmtree(tmp_path / folder)
            shutil.copytree(kept / folder, tmp_path / folder)
    with opened(tmp_path, passphrase) as library:
        assert library.verify_audit().is_whole


def test_that_a_trail_emptied_behind_the_library_is_found(tmp_path):
    with opened(tmp_path) as library:
        library.save(CASE, CaseSnapshot(), NOW)
    with raw(tmp_path) as connection:
        rewrite(connection, [])
    for _ in range(2):
        with opened(tmp_path) as library:
            assert not library.verify_audit().is_whole


def test_that_a_library_made_anew_where_one_was_says_so(tmp_path):
    with opened(tmp_path) as library:
        n_acts = len(library.audit_rows())
    shutil.rmtree(tmp_path / "library")
    for _ in range(2):
        with opened(tmp_path) as library:
            verdict = library.verify_audit()
        assert verdict.is_whole
        assert [finding.what.text for finding in verdict.findings] == [
            f"Another library was kept in this folder before; its {n_acts} acts are not in this trail."
        ]


def tampered(made: list[RawRow], chance: random.Random) -> list[RawRow]:
    place = chance.randrange(len(made))
    match chance.choice(["change", "remove", "cut", "swap"]):
        case "change":
            made[place][chance.choice(["os_user", "at", "case_id", "models"])] = '["another 1.0"]'
        case "remove":
            del made[place]
        case "cut":
            del made[place:]
        case "swap":
            other = (place + 1) % len(made)
            made[place]["detail"], made[other]["detail"] = f"{place}", f"{other}"
    return computed_anew(made) if chance.random() < 0.5 else made


@pytest.mark.bad("BAD-086")
@pytest.mark.bad("BAD-088")
def test_that_a_case_that_another_window_has_is_not_saved_over(tmp_path):
    with opened(tmp_path) as library:
        before = library.save(CASE, CaseSnapshot(), NOW)
        with another_window(tmp_path):
            assert library.hold(CASE) is not None
            with pytest.raises(StoreError, match="has this case open since"):
                library.save(CASE, CaseSnapshot(), NOW)
            assert library.list().entries == (before,)


@pytest.mark.bad("BAD-087")
def test_that_a_case_is_free_again_after_its_window_was_killed(tmp_path):
    with opened(tmp_path) as library:
        library.save(CASE, CaseSnapshot(), NOW)
        with another_window(tmp_path) as window:
            window.kill()
            window.wait()
        assert library.hold(CASE) is None
        library.save(CASE, CaseSnapshot(), NOW)


@pytest.mark.bad("BAD-088")
def test_that_a_window_that_lost_its_case_does_not_save_over_the_other(tmp_path):
    with opened(tmp_path) as library:
        library.save(CASE, CaseSnapshot(), NOW)
        assert library.hold(CASE) is None
        held = Places(tmp_path / "library").held / f"{CASE}.json"
        held.unlink()  # as after five minutes asleep: taken over
        with another_window(tmp_path), pytest.raises(StoreError, match="has this case open since"):
            library.save(CASE, CaseSnapshot(), NOW)
        held.unlink(missing_ok=True)  # and let go of again
        with pytest.raises(StoreError, match="somebody else had this case open meanwhile"):
            library.save(CASE, CaseSnapshot(), NOW)
