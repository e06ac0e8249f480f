"""What was taken from the list, put back or deleted since the backup is so after a restoration, too."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
import pytest
from library_builder import CASE_ID, NOW, OTHER_ID, a_snapshot, same

from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.store.library import SqliteLibrary

PAGE = 4096

pytestmark = pytest.mark.bad("BAD-091")


@pytest.fixture
def made(tmp_path):
    opened = SqliteLibrary(tmp_path / "library", tmp_path / "site")
    opened.open()
    opened.save(CASE_ID, a_snapshot(), NOW)
    opened.save(OTHER_ID, CaseSnapshot(), NOW)
    yield opened
    opened.close()


def restored(made: SqliteLibrary, tmp_path: Path) -> SqliteLibrary:
    """Damaged in a page that nothing is lost with, and opened again."""
    made.close()
    path = tmp_path / "library" / "library.sqlite"
    with closing(apsw.Connection(str(path))) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'uses_of_object'").get
    content = bytearray(path.read_bytes())
    content[(root - 1) * PAGE : root * PAGE] = b"\xa5" * PAGE
    path.write_bytes(content)
    assert any("restored from its backup" in one.text for one in made.open().notices)
    assert made.verify_audit().is_whole
    return made


def listed(made: SqliteLibrary) -> set[str]:
    return {entry.case_id for entry in made.list().entries}


def test_that_what_was_taken_from_the_list_since_the_backup_stays_away(made, tmp_path):
    made.back_up()
    made.forget(CASE_ID)
    assert listed(restored(made, tmp_path)) == {OTHER_ID}
    made.put_back(CASE_ID)
    assert same(made.load(CASE_ID), a_snapshot())


def test_that_what_was_put_back_since_the_backup_is_in_the_list(made, tmp_path):
    made.forget(CASE_ID)
    made.back_up()
    made.put_back(CASE_ID)
    assert listed(restored(made, tmp_path)) == {CASE_ID, OTHER_ID}


@pytest.mark.parametrize("when", ["before the backup", "after it"])
def test_that_what_was_deleted_for_good_since_the_backup_does_not_come_back(made, tmp_path, when):
    if when == "before the backup":
        made.forget(CASE_ID)
    made.back_up()
    if when == "after it":
        made.forget(CASE_ID)
    made.purge()
    assert listed(restored(made, tmp_path)) == {OTHER_ID}
    with pytest.raises(StoreError, match="no longer there"):
        made.put_back(CASE_ID)
    patient = a_snapshot().patient.name.encode()
    made.close()
    assert patient not in (tmp_path / "library" / "library.sqlite").read_bytes()


def test_that_what_was_made_anew_after_it_was_deleted_is_there(made, tmp_path):
    made.back_up()
    made.forget(CASE_ID)
    made.purge()
    made.save(CASE_ID, CaseSnapshot(mismatch_reason="anew"), NOW)
    assert restored(made, tmp_path).load(CASE_ID).mismatch_reason == "anew"


def test_that_a_bit_flipped_in_the_backup_does_not_keep_the_library_closed(made, tmp_path):
    backup = made.back_up()
    content = bytearray(backup.read_bytes())
    with closing(apsw.Connection(str(backup))) as connection:
        blob = max((bytes(one) for (one,) in connection.execute("SELECT content FROM objects")), key=len)
    content[content.index(blob[:64]) + 8] ^= 1
    backup.write_bytes(content)
    with closing(apsw.Connection(str(backup))) as connection:
        assert connection.pragma("integrity_check") == "ok"
    made.close()
    path = tmp_path / "library" / "library.sqlite"
    broken = bytearray(path.read_bytes())
    broken[PAGE : PAGE * 2] = b"\xa5" * PAGE
    path.write_bytes(broken)
    state = made.open()
    assert any("damaged" in one.text for one in state.notices)
    assert OTHER_ID in listed(made)
    made.close()
    assert made.open().notices == ()
