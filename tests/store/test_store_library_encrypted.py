"""An encrypted library: nothing of it can be read without its passphrase, and a wrong one is never taken for damage."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from library_builder import CASE_ID, NOW, a_snapshot, report_facts, same
from report_builder import a_result

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.case_library import PassphraseNeededError
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.store import library_key, library_rekeying
from hccdesk.store.library import SqliteLibrary

PASSPHRASE = 'Leber 肝 \'s "quoted"; --'
NAME = "Zhang^San"


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch):
    """The work that a key costs is looked at by a test of its own."""
    monkeypatch.setattr(library_key, "SCRYPT_N", 2**10)


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder, tmp_path):
    """Encrypted, with a case, a report, a result, backups, and a file aside."""
    made = SqliteLibrary(folder, tmp_path / "site")
    made.open()
    made.save(CASE_ID, a_snapshot(), NOW)
    made.keep_report(CASE_ID, b"%PDF " + NAME.encode(), report_facts())
    made.keep_result(CASE_ID, a_result())
    made.back_up()
    (folder / "aside").mkdir()
    (folder / "aside" / "old.hcccase").write_bytes(NAME.encode())
    made.set_passphrase(PASSPHRASE)
    yield made
    made.close()


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_that_a_key_costs_memory_and_time():
    assert library_key.SCRYPT_R == 8
    assert 128 * 2**17 * library_key.SCRYPT_R >= 128 * 2**20


def test_that_an_encrypted_library_works_as_any_other(library):
    state = library.open(PASSPHRASE)
    assert state.is_encrypted
    assert same(library.load(CASE_ID), a_snapshot())
    assert same(library.load_result(CASE_ID, 1), a_result())
    library.save(CASE_ID, CaseSnapshot(), NOW)
    assert library.load(CASE_ID).is_empty
    assert library.verify_audit().is_whole
    assert AuditAction.LIBRARY_ENCRYPTED in [row.event.action for row in library.audit_rows()]


def test_that_nothing_of_a_patient_can_be_read_in_any_of_its_files(library, folder):
    library.save(CASE_ID, a_snapshot(), NOW)  # in the log beside it, too
    for name, data in content(folder).items():
        assert NAME.encode() not in data and b"%PDF" not in data, name
        if "sqlite" in name and not name.endswith(("-shm", "-wal")):
            assert not data.startswith(b"SQLite format 3"), name
    assert not (folder / "aside" / "old.hcccase").exists()


@pytest.mark.parametrize("given", [None, "", "leber", PASSPHRASE + " "])
def test_that_no_or_a_wrong_passphrase_is_asked_for_again_and_changes_nothing(library, folder, given):
    library.close()
    before = content(folder)
    with pytest.raises(PassphraseNeededError) as refused:
        library.open(given)
    assert content(folder) == before
    assert not given or given not in str(refused.value)


def test_that_a_wrong_passphrase_is_no_damage_even_without_the_marker(library, folder):
    library.close()
    (folder / "library.json").unlink()
    before = content(folder)
    for given in (None, "wrong"):
        with pytest.raises(PassphraseNeededError):
            library.open(given)
    assert content(folder) == before
    assert library.open(PASSPHRASE).is_encrypted


@pytest.mark.bad("BAD-091")
@pytest.mark.parametrize("place", [3, 100, 4096 * 3 + 7, 4096 * 9 + 2000])
def test_that_a_damaged_encrypted_library_is_restored_from_its_encrypted_backup(library, folder, place):
    library.close()
    path = folder / "library.sqlite"
    broken = bytearray(path.read_bytes())
    broken[place] ^= 0xFF
    path.write_bytes(broken)
    state = library.open(PASSPHRASE)
    assert any("restored from its backup" in notice.text for notice in state.notices)
    assert same(library.load(CASE_ID), a_snapshot())
    assert not path.read_bytes().startswith(b"SQLite format 3") if os.name != "posix" else True


def test_that_the_passphrase_can_be_changed_and_taken_away(library, folder):
    assert library.set_passphrase("another", PASSPHRASE).is_encrypted
    library.close()
    with pytest.raises(PassphraseNeededError):
        library.open(PASSPHRASE)
    library.open("another")
    assert same(library.load(CASE_ID), a_snapshot())
    assert not library.set_passphrase(None, "another").is_encrypted
    library.close()
    library.open()
    assert same(library.load(CASE_ID), a_snapshot())
    acts = [row.event.action for row in library.audit_rows()]
    assert {AuditAction.PASSPHRASE_CHANGED, AuditAction.LIBRARY_DECRYPTED} <= set(acts)


@pytest.mark.parametrize("current", [None, "", "wrong", PASSPHRASE + " "])
@pytest.mark.parametrize("passphrase", ["another", None])
def test_that_nobody_changes_or_removes_the_passphrase_without_knowing_it(library, folder, passphrase, current):
    before = content(folder)
    with pytest.raises(StoreError, match="not the passphrase") as refused:
        library.set_passphrase(passphrase, current)
    assert not isinstance(refused.value, PassphraseNeededError), "a window would ask for it as if it were closed"
    assert content(folder) == before
    assert not current or current not in str(refused.value)
    library.save(CASE_ID, CaseSnapshot(), NOW)
    library.close()
    assert library.open(PASSPHRASE).is_encrypted


def test_that_asking_for_the_passphrase_lets_go_of_no_lock(library, folder):
    with pytest.raises(StoreError, match="not the passphrase"):
        library.set_passphrase("another", "wrong")
    other = SqliteLibrary(folder, folder.parent / "site")
    other.open(PASSPHRASE)
    with pytest.raises(StoreError, match="another window"):
        library.set_passphrase("another", PASSPHRASE)
    other.close()
    assert library.set_passphrase("another", PASSPHRASE).is_encrypted


def test_that_the_backups_follow(library, folder):
    for passphrase, current in (("another", PASSPHRASE), (None, "another")):
        library.set_passphrase(passphrase, current)
        library.close()
        (folder / "library.sqlite").write_bytes(b"gone")
        state = library.open(passphrase)
        assert any("restored from its backup" in notice.text for notice in state.notices)
        assert same(library.load(CASE_ID), a_snapshot())


def test_that_an_empty_passphrase_is_refused(library):
    with pytest.raises(StoreError, match="protects nothing"):
        library.set_passphrase("", PASSPHRASE)
    assert library.open(PASSPHRASE).is_encrypted


@pytest.mark.bad("BAD-084")
@pytest.mark.parametrize("moment", ["put_in_place", "carry_backups", "end"])
def test_that_a_change_of_passphrase_that_is_interrupted_leaves_one_or_the_other(library, folder, monkeypatch, moment):
    def die(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(library_rekeying, moment, die)
    with pytest.raises(KeyboardInterrupt):
        library.set_passphrase("another", PASSPHRASE)
    monkeypatch.undo()
    monkeypatch.setattr(library_key, "SCRYPT_N", 2**10)
    library.close()
    opened = PASSPHRASE if moment == "put_in_place" else "another"
    other = "another" if moment == "put_in_place" else PASSPHRASE
    with pytest.raises(PassphraseNeededError):
        SqliteLibrary(folder, folder.parent / "site").open("neither")
    library.open(opened)
    assert same(library.load(CASE_ID), a_snapshot())
    library.close()
    with pytest.raises(PassphraseNeededError):
        library.open(other)
    (folder / "library.sqlite").write_bytes(b"gone")
    library.open(opened)
    assert same(library.load(CASE_ID), a_snapshot())


def test_that_a_key_is_never_in_words():
    key = library_key.new_key("secret")
    assert key.key not in repr(key) and key.key not in str(key)
