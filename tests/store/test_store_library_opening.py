"""Opening a library: new, of other versions, in use, read-only, damaged, moved, with the cases of earlier releases."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest
from library_builder import CASE_ID, NOW, OTHER_ID, a_snapshot, an_opinion, report_facts, same
from library_child import in_a_child
from report_builder import a_result

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.case_library import LibrarySettings
from hccdesk.domain.case_snapshot import CaseSnapshot, entry_of
from hccdesk.domain.errors import StoreError
from hccdesk.store import database, library_schema
from hccdesk.store.case_file import write_case
from hccdesk.store.library import SqliteLibrary
from hccdesk.store.library_marker import read_marker

THIRD_ID = "3" * 32
PAGE = 4096


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def made(folder):
    """Opens libraries, and closes them in the end."""
    libraries = []

    def make(place: Path = folder) -> SqliteLibrary:
        libraries.append(SqliteLibrary(place, place.parent / "site"))
        return libraries[-1]

    yield make
    for library in libraries:
        library.close()


def filled(library: SqliteLibrary) -> None:
    library.open()
    library.save(CASE_ID, a_snapshot(), NOW)
    library.save(OTHER_ID, CaseSnapshot(mismatch_reason="other"), NOW)
    library.keep_result(CASE_ID, a_result())
    library.keep_report(CASE_ID, b"%PDF" + bytes(5000), report_facts(1))
    library.keep_opinion(CASE_ID, an_opinion())
    library.close()


def said(state) -> str:
    return " ".join(notice.text for notice in state.notices)


def actions(library: SqliteLibrary) -> list[AuditAction]:
    return [row.event.action for row in library.audit_rows()]


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_that_a_library_is_made_where_there_is_none(made, folder):
    state = made().open()
    assert (state.folder, state.read_only, state.is_encrypted, state.notices) == (folder, None, False, ())
    assert state.last_backup is not None
    assert (folder / "library.sqlite").exists()


def test_that_each_migration_says_in_one_sentence_what_it_brings():
    assert [step.version for step in library_schema.migrations()] == list(
        range(1, len(library_schema.migrations()) + 1)
    )
    for step in library_schema.migrations():
        assert step.sentence.endswith(".") and step.sentence[0].isupper(), step.sentence


@pytest.mark.bad("BAD-090")
def test_that_a_newer_library_is_refused_without_a_write(made, folder):
    filled(made())
    connection = sqlite3.connect(folder / "library.sqlite")
    connection.execute("INSERT INTO layouts VALUES (99, '9.8.7', '2030-01-01')")
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    before = content(folder)
    with pytest.raises(StoreError, match="newer version of hccdesk: its layout is 99") as refused:
        made().open()
    assert "9.8.7" in refused.value.what_to_do
    assert content(folder) == before


def test_that_the_file_of_another_program_is_left_alone(made, folder):
    folder.mkdir()
    connection = sqlite3.connect(folder / "library.sqlite")
    connection.execute("CREATE TABLE notes (text)")
    connection.execute("PRAGMA user_version = 2")
    connection.commit()
    connection.close()
    before = (folder / "library.sqlite").read_bytes()
    with pytest.raises(StoreError, match="another program"):
        made().open()
    assert (folder / "library.sqlite").read_bytes() == before


@pytest.fixture
def older(folder) -> Path:
    """A library that has only taken the first step."""
    folder.mkdir()
    connection = apsw.Connection(str(folder / "library.sqlite"))
    library_schema.migrate(connection, 1)
    connection.close()
    return folder


@pytest.mark.bad("BAD-090")
def test_that_an_older_library_is_copied_and_then_brought_up_to_date(made, older):
    library = made()
    assert "brought to the layout" in said(library.open())
    assert AuditAction.LIBRARY_MIGRATED in actions(library)
    copied = sqlite3.connect(older / "backups" / f"before-layout-{library_schema.newest_layout()}.sqlite")
    assert copied.execute("PRAGMA user_version").fetchone() == (1,)
    copied.close()
    library.save(CASE_ID, a_snapshot(), NOW)
    library.keep_result(CASE_ID, a_result())
    assert same(library.load(CASE_ID), a_snapshot())


@pytest.mark.bad("BAD-090")
def test_that_a_migration_that_fails_leaves_the_older_library(made, older, monkeypatch):
    steps = library_schema.migrations()
    broken = library_schema.Migration(2, steps[1].sentence, steps[1].sql + "CREATE TABLE cases (id);")
    monkeypatch.setattr(library_schema, "migrations", lambda: (steps[0], broken, *steps[2:]))
    with pytest.raises(StoreError):
        made().open()
    connection = sqlite3.connect(older / "library.sqlite")
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'results'").fetchone() == (0,)
    connection.close()
    monkeypatch.undo()
    assert made().open().read_only is None


@pytest.mark.bad("BAD-086")
def test_that_a_library_locked_by_another_program_is_told_in_a_sentence(made, folder, monkeypatch):
    filled(made())
    library = made()
    library.open()
    library.close()
    holding = subprocess.Popen(
        [
            sys.executable, "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
            "c.execute('PRAGMA locking_mode = exclusive'); c.execute('BEGIN EXCLUSIVE');"
            "print('locked', flush=True); sys.stdin.read()",
            str(folder / "library.sqlite"),
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holding.stdout is not None and holding.stdout.readline() == b"locked\n"
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 100)
    with pytest.raises(StoreError, match="used by another program"):
        library.open()
    holding.communicate()
    library.open()
    assert same(library.load(CASE_ID), a_snapshot())


@pytest.mark.bad("BAD-086")
def test_that_two_windows_see_what_each_other_saves(made):
    one, other = made(), made()
    one.open()
    one.save(CASE_ID, a_snapshot(), NOW)
    other.open()
    assert same(other.load(CASE_ID), a_snapshot())
    other.save(OTHER_ID, CaseSnapshot(), NOW)
    assert [entry.case_id for entry in one.list().entries] == [OTHER_ID, CASE_ID]
    with pytest.raises(StoreError, match="another window"):
        one.set_passphrase("secret")


@pytest.mark.bad("BAD-089")
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("mode", ["wal left behind", "closed"])
def test_that_a_library_that_may_only_be_read_is_shown_and_not_changed(mode, made, tmp_path, tmp_path_factory):
    place = Path(shutil.copytree(tmp_path, Path("/tmp") / f"hccdesk-read-only-{os.getpid()}-{mode[0]}")) / "library"
    try:
        library = made(place)
        filled(library)
        if mode == "wal left behind":
            library.open()
            library.save(THIRD_ID, CaseSnapshot(mismatch_reason="in the log"), NOW)
            kept = content(place)
            library.close()
            for name, data in kept.items():
                (place / name).write_bytes(data)
            (place / "library.sqlite-shm").unlink(missing_ok=True)
        before = content(place)
        for path in (place.parent, place, *place.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        in_a_child(lambda: look_at(place, mode == "wal left behind"), tmp_path / "said")
        for path in (place.parent, place, *place.rglob("*")):
            path.chmod(0o755)
        assert content(place) == before
    finally:
        shutil.rmtree(place.parent)


def look_at(place: Path, has_third: bool) -> None:
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    library = SqliteLibrary(place, place.parent / "site")
    state = library.open()
    assert state.read_only is not None and "read-only" in state.read_only.text
    assert same(library.load(CASE_ID), a_snapshot())
    assert same(library.load_result(CASE_ID, 1), a_result())
    if has_third:
        assert library.load(THIRD_ID).mismatch_reason == "in the log"
    for act in (
        lambda: library.save(CASE_ID, CaseSnapshot(), NOW),
        lambda: library.forget(CASE_ID),
        lambda: library.keep_opinion(CASE_ID, an_opinion()),
        lambda: library.keep_settings(LibrarySettings()),
        lambda: library.set_passphrase("secret"),
        library.purge,
        library.back_up,
    ):
        with pytest.raises(StoreError, match="read-only") as refused:
            act()
        assert "elsewhere" in refused.value.what_to_do
    library.close()


@pytest.mark.bad("BAD-085")
@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_that_a_full_disk_is_told_with_its_free_space_and_the_case_stays(made, folder, tmp_path):
    filled(made())
    in_a_child(lambda: fill_up(folder), tmp_path / "said")
    library = made()
    library.open()
    assert same(library.load(CASE_ID), a_snapshot())
    assert library.verify_audit().is_whole


def fill_up(folder: Path) -> None:
    import resource  # noqa: PLC0415 - not on Windows
    import signal  # noqa: PLC0415

    library = SqliteLibrary(folder, folder.parent / "site")
    library.open()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = (folder / "library.sqlite").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    noise = os.urandom(2 * size)
    with pytest.raises(StoreError, match=r"disk of the library is full \(\d+ MB are free\)"):
        library.keep_report(CASE_ID, noise, report_facts(1))
    assert same(library.load(CASE_ID), a_snapshot())
    assert len(library.reports(CASE_ID)) == 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    library.keep_report(CASE_ID, noise, report_facts(1))
    assert library.load_report(CASE_ID, 2) == noise
    library.close()


@pytest.mark.bad("BAD-091")
@pytest.mark.parametrize("page", [0, 1, 2, 5, 9, 14, 20])
def test_that_a_damaged_page_costs_nothing_that_can_still_be_read(made, folder, page):
    filled(made())
    library = made()
    library.open()
    library.back_up()
    library.save(THIRD_ID, CaseSnapshot(mismatch_reason="after the backup"), NOW)
    library.close()
    path = folder / "library.sqlite"
    broken = bytearray(path.read_bytes())
    assert len(broken) > PAGE * (page + 1)
    whole = slice(PAGE * page, PAGE * (page + 1))
    broken[whole] = bytes(byte ^ 0xA5 for byte in broken[whole])
    path.write_bytes(broken)
    state = library.open()
    assert same(library.load(CASE_ID), a_snapshot())
    assert same(library.load_result(CASE_ID, 1), a_result())
    assert library.opinions(CASE_ID) == (an_opinion(),)
    assert "restored from its backup" in said(state)
    listed = {entry.case_id for entry in library.list().entries}
    assert THIRD_ID in listed or "lost" in said(state)
    aside = list((folder / "aside").glob("library-*.damaged.sqlite"))
    assert [one.read_bytes() for one in aside] == [bytes(broken)]
    assert AuditAction.LIBRARY_RESTORED in actions(library)
    assert library.verify_audit().is_whole
    library.close()
    assert made().open().notices == ()


@pytest.mark.bad("BAD-091")
@pytest.mark.parametrize("broken", [b"", b"<html>not a database</html>" * 400, None], ids=["empty", "html", "gone"])
def test_that_a_file_that_is_no_database_is_put_aside_and_the_backup_takes_its_place(made, folder, broken):
    filled(made())
    library = made()
    library.open()
    library.back_up()
    library.close()
    if broken is None:
        (folder / "library.sqlite").unlink()
    else:
        (folder / "library.sqlite").write_bytes(broken)
    assert "restored" in said(library.open())
    assert same(library.load(CASE_ID), a_snapshot())
    assert library.verify_audit().is_whole


@pytest.mark.bad("BAD-091")
def test_that_a_damaged_backup_is_passed_over_for_an_older_whole_one(made, folder):
    filled(made())
    library = made()
    library.open()
    newest = library.back_up()
    library.close()
    older = newest.with_name("library-2020-01-01.sqlite")
    shutil.copyfile(newest, older)
    newest.write_bytes(newest.read_bytes()[: PAGE * 3])
    (folder / "library.sqlite").write_bytes(b"nothing")
    assert "restored" in said(library.open())
    assert same(library.load(CASE_ID), a_snapshot())


@pytest.mark.bad("BAD-091")
def test_that_damage_found_while_working_is_told_with_what_to_do(made, folder):
    filled(made())
    library = made()
    library.open()
    with (
        pytest.raises(StoreError, match="file of the library is damaged") as refused,
        library._using() as opened,
        opened.reading(),
    ):
        raise apsw.CorruptError("database disk image is malformed")
    assert "start hccdesk again" in refused.value.what_to_do
    assert "malformed" not in str(refused.value)
    library.save(CASE_ID, CaseSnapshot(), NOW)


def test_that_a_file_that_was_taken_away_is_not_written_to_in_vain(made, folder):
    filled(made())
    library = made()
    library.open()
    moved = (folder / "library.sqlite").rename(folder / "elsewhere")
    with pytest.raises(StoreError, match="cannot be reached"):
        library.save(CASE_ID, CaseSnapshot(), NOW)
    moved.rename(folder / "library.sqlite")
    library.save(CASE_ID, CaseSnapshot(), NOW)
    assert library.load(CASE_ID).is_empty


def test_that_the_first_opening_of_a_day_makes_a_backup_and_old_ones_go(made, folder):
    library = made()
    library.open()
    today = datetime.now(UTC).date()
    backup = folder / "backups" / f"library-{today}.sqlite"
    assert list((folder / "backups").iterdir()) == [backup]
    for days in range(1, 60):
        shutil.copyfile(backup, backup.with_name(f"library-{today - timedelta(days=days)}.sqlite"))
    library.save(CASE_ID, a_snapshot(), NOW)
    library.back_up()
    kept = sorted(path.name for path in (folder / "backups").iterdir())
    assert kept[-7:] == sorted(f"library-{today - timedelta(days=days)}.sqlite" for days in range(7))
    assert len(kept) == 7 + 4
    connection = sqlite3.connect(backup)
    assert connection.execute("SELECT count(*) FROM cases").fetchone() == (1,)
    connection.close()


def test_that_a_backup_that_cannot_be_made_is_told_and_stops_nothing(made, folder):
    filled(made())
    shutil.rmtree(folder / "backups")
    (folder / "backups").write_text("in the way")
    library = made()
    assert "backup could not be made" in said(library.open())
    assert same(library.load(CASE_ID), a_snapshot())


def test_that_a_library_can_be_moved(made, folder, tmp_path):
    filled(made())
    shutil.move(folder, tmp_path / "elsewhere")
    library = made(tmp_path / "elsewhere")
    library.open()
    assert same(library.load(CASE_ID), a_snapshot())


def test_that_cases_of_an_earlier_release_are_brought_over(made, folder):
    folder.mkdir()
    for case_id, hour in ((CASE_ID, 15), (OTHER_ID, 12)):
        snapshot, saved_at = a_snapshot(mismatch_reason=case_id), NOW.replace(hour=hour)
        write_case(folder / f"{case_id}.hcccase", entry_of(case_id, snapshot, saved_at), snapshot)
    (folder / f"{THIRD_ID}.hcccase").write_bytes(b"damaged")
    (folder / f".{CASE_ID}.hcccase.77.part").write_bytes(b"half")
    library = made()
    assert "2 cases of the earlier version were brought over" in said(library.open())
    assert same(library.load(CASE_ID), a_snapshot(mismatch_reason=CASE_ID))
    listing = library.list()
    assert [(entry.case_id, entry.saved_at.hour) for entry in listing.entries] == [(CASE_ID, 15), (OTHER_ID, 12)]
    assert [str(fault.where) for fault in listing.faults] == [f"{THIRD_ID}.hcccase"]
    assert sorted(path.name for path in (folder / "aside" / "brought-over").iterdir()) == sorted(
        f"{case_id}.hcccase" for case_id in (CASE_ID, OTHER_ID)
    )
    assert not list(folder.glob("*.part")) + list(folder.glob(".*.part"))
    library.close()
    assert library.open().notices == ()


def test_that_the_marker_says_what_the_library_is(made, folder):
    made().open()
    marker = read_marker(folder / "library.json")
    assert marker is not None
    assert (marker.is_encrypted, marker.layout, marker.salvage) == (False, library_schema.newest_layout(), ())
