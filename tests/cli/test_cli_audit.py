"""`hccdesk audit`: acts listed, checked and handed out; whose tampering is said, and nothing is touched by looking."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from hccdesk import resources
from hccdesk.cli import main as cli
from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.store.library_places import Places
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.store.workstation_key import workstation_signer
from hccdesk.workflow.audit_record import record_act
from hccdesk.workflow.case_library import case_library

CASE = "ab" * 16
PASSPHRASE = "vier zufällige Wörter 肝"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HCCDESK_SITE_FOLDER", str(tmp_path / "site"))
    monkeypatch.setenv("HCCDESK_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], library: Path):
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hccdesk", *arguments])
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        else:
            code = 0
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def acts(library: Path) -> Path:
    """A library with a few acts in it, closed."""
    for event in (
        AuditEvent(AuditAction.ANALYSED, CASE, "11" * 32, ("haim-demo 1.2.0",)),
        AuditEvent(AuditAction.OVERRIDDEN, CASE, reason="Known \x1b[31mto the board"),
        AuditEvent(AuditAction.SELFTEST_RUN),
    ):
        assert record_act(library, event) is None
    return library


def encrypt(folder: Path, passphrase: str | None) -> None:
    opened = case_library(folder)
    opened.open()
    opened.set_passphrase(passphrase)
    opened.close()


def tamper(folder: Path, *statements: str) -> None:
    with closing(apsw.Connection(str(Places(folder).database))) as connection:
        triggers = list(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_that_acts_are_listed_with_who_and_when(run, acts):
    code, out, _ = run("audit", "list", "--case", CASE)
    assert code == 0
    analysed, overridden = out.splitlines()
    assert f"analysed  {CASE}  [haim-demo 1.2.0]  sha256 1111" in analysed
    assert "reason: Known \N{REPLACEMENT CHARACTER}[31mto the board" in overridden  # no control sequence
    assert "@" in analysed
    assert "Z  " in analysed


def test_that_the_last_acts_are_listed(run, acts):
    lines = run("audit", "list")[1].splitlines()
    assert run("audit", "list", "--last", "2")[1].splitlines() == lines[-2:]
    assert "library_made" in lines[0]


def test_that_an_untouched_trail_is_whole(run, acts):
    code, out, err = run("audit", "verify")
    assert (code, err) == (0, "")
    n_acts = len(run("audit", "list")[1].splitlines())
    assert out.startswith(f"whole: {n_acts} acts, head sha256 ")


def test_that_looking_changes_nothing(run, acts, tmp_path):
    before = state(tmp_path)
    assert run("audit", "verify")[0] == 0
    assert run("audit", "list")[0] == 0
    assert state(tmp_path) == before


def test_that_tampering_is_said_one_line_a_finding(run, acts):
    tamper(acts, "UPDATE audit SET reason = 'never said' WHERE reason IS NOT NULL")
    code, out, err = run("audit", "verify")
    assert code == 3
    assert [line.split()[0] for line in out.splitlines()] == ["TAMPERED"]
    assert "was changed after it was written" in out
    assert "the audit trail was tampered with" in err


def test_that_acts_cut_off_the_end_are_said(run, acts):
    tamper(acts, "DELETE FROM audit WHERE sequence >= (SELECT max(sequence) FROM audit) - 1")
    code, out, _ = run("audit", "verify")
    assert code == 3
    assert "are gone from the end" in out
    opened = case_library(acts)  # opening it and working on does not make it good
    opened.open()
    for _ in range(5):
        opened.record(AuditEvent(AuditAction.SELFTEST_RUN))
    opened.close()
    assert run("audit", "verify")[0] == 3


def test_that_a_trail_of_another_workstation_is_whole_with_a_note(run, acts, monkeypatch, tmp_path):
    monkeypatch.setenv("HCCDESK_SITE_FOLDER", str(tmp_path / "other"))
    code, out, _ = run("audit", "verify")
    assert code == 0
    note, whole = out.splitlines()
    assert "note" in note
    assert "has signed no end" in note
    assert whole.startswith("whole")
    assert not (tmp_path / "other").exists()


@pytest.mark.bad("BAD-091")
def test_that_a_restored_library_says_which_acts_were_lost(run, acts):
    opened = case_library(acts)
    opened.open()
    opened.back_up()
    for _ in range(3):
        opened.record(AuditEvent(AuditAction.SELFTEST_RUN))
    opened.close()
    n_acts = len(run("audit", "list")[1].splitlines())
    Places(acts).database.write_bytes(b"\xff" * 100_000)
    opened = case_library(acts)
    opened.open()
    opened.close()
    code, out, _ = run("audit", "verify")
    assert code == 0
    note = out.splitlines()[0]
    assert f"to {n_acts} as they were then were lost when the library was restored from the backup of 20" in note
    assert "library_restored" in run("audit", "list")[1]


def test_that_an_encrypted_library_wants_its_passphrase(run, acts, tmp_path, monkeypatch):
    encrypt(acts, PASSPHRASE)
    right, wrong = tmp_path / "right.txt", tmp_path / "wrong.txt"
    right.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    wrong.write_text("another\n", encoding="utf-8")
    before = state(acts)
    code, out, _ = run("audit", "verify", "--passphrase-file", str(right))
    assert code == 0
    assert "whole" in out
    assert "library_encrypted" in run("audit", "list", "--passphrase-file", str(right))[1]
    code, _, err = run("audit", "verify", "--passphrase-file", str(wrong))
    assert code == 3
    assert "not the passphrase" in err
    code, _, err = run("audit", "verify")
    assert code == 3
    assert "--passphrase-file" in err
    assert state(acts) == before


def test_that_the_passphrase_is_asked_for_at_a_terminal(run, acts, monkeypatch):
    encrypt(acts, PASSPHRASE)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("hccdesk.cli.audit.typer.prompt", lambda *_, **__: PASSPHRASE)
    code, out, _ = run("audit", "verify")
    assert code == 0
    assert PASSPHRASE not in out


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", None])
def test_that_a_passphrase_file_that_cannot_be_read_is_said(run, acts, tmp_path, content):
    path = tmp_path / "passphrase.txt"
    if content is not None:
        path.write_bytes(content)
    code, _, err = run("audit", "verify", "--passphrase-file", str(path))
    assert code == 3
    assert "passphrase" in err
    assert err.count("\n") == 1


def test_that_a_folder_without_a_library_is_said_and_none_is_made(run, library, tmp_path):
    for command in (["list"], ["verify"], ["export", "--out", str(tmp_path / "trail.csv")]):
        code, _, err = run("audit", *command)
        assert code == 3
        assert "there is no library here" in err
    assert not library.exists()


@pytest.mark.bad("BAD-090")
def test_that_a_newer_library_is_refused(run, acts):
    with closing(apsw.Connection(str(Places(acts).database))) as connection:
        connection.pragma("user_version", 99)
    code, _, err = run("audit", "verify")
    assert code == 3
    assert "newer version" in err


@pytest.mark.bad("BAD-091")
def test_that_a_file_that_is_no_library_is_said(run, acts):
    Places(acts).database.write_bytes(b"no database at all" * 1000)
    code, _, err = run("audit", "verify")
    assert code == 3
    assert "no library of hccdesk's, or it is damaged" in err


@pytest.mark.parametrize("name", ["trail.csv", "trail.jsonl"])
def test_that_the_trail_is_exported_and_that_is_recorded(run, acts, tmp_path, name):
    path = tmp_path / name
    code, out, _ = run("audit", "export", "--out", str(path))
    assert code == 0
    if name.endswith(".csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
    else:
        lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert out == f"{len(lines) - 1} acts: {path}\n"
    assert "audit_exported" in run("audit", "list", "--last", "1")[1]
    assert run("audit", "verify")[0] == 0


def test_that_an_export_with_another_ending_is_refused(run, acts, tmp_path):
    code, _, err = run("audit", "export", "--out", str(tmp_path / "trail.txt"))
    assert code == 3
    assert ".csv or .jsonl" in err
    assert "audit_exported" not in run("audit", "list")[1]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    shipped = read_bundle(resources.models_folder() / "pfs-nomogram-demo")
    content = {name: data for name, data in shipped.content.items() if name != shipped.manifest.validation}
    manifest = replace(shipped.manifest, model_id="theirs", validation=None)
    write_bundle(manifest, content, tmp_path / "theirs", workstation_signer(tmp_path / "there"))
    return tmp_path / "theirs"


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def trust_theirs(run, monkeypatch, tmp_path) -> tuple[int, str, str]:
    monkeypatch.setenv("HCCDESK_SITE_FOLDER", str(tmp_path / "there"))
    (tmp_path / "there.pem").write_text(run("models", "key")[1])
    monkeypatch.setenv("HCCDESK_SITE_FOLDER", str(tmp_path / "site"))
    return run("models", "trust", str(tmp_path / "there.pem"), "--name", "Hospital there")


@pytest.mark.bad("BAD-070")
def test_that_models_and_keys_taken_and_given_up_are_recorded(run, bundle, tmp_path, monkeypatch):
    code, out, err = trust_theirs(run, monkeypatch, tmp_path)
    assert (code, err) == (0, "")
    key_id = out.split("(key ")[1].split(")")[0]
    assert run("models", "install", str(bundle), "--device", "cpu")[0] == 0
    assert run("models", "remove", "theirs")[0] == 0
    assert run("models", "untrust", key_id)[0] == 0
    told = [line.split()[4:] for line in run("audit", "list")[1].splitlines()]
    acts = [" ".join(words) for words in told if words[0].startswith(("model", "key"))]
    assert acts == [
        f"key_trusted - {key_id}",
        f"model_installed - [theirs 1.0.0] sha256 {sha256_of(bundle / 'manifest.json')[:16]}",
        "model_removed - [theirs]",
        f"key_untrusted - {key_id}",
    ]
    assert run("audit", "verify")[0] == 0


def test_that_an_act_refused_is_not_recorded(run, library):
    assert run("models", "remove", "haim-demo")[0] == 3
    assert not library.exists()


def test_that_a_library_that_cannot_be_opened_costs_a_warning_and_not_the_act(run, acts, tmp_path, monkeypatch):
    encrypt(acts, PASSPHRASE)
    code, out, err = trust_theirs(run, monkeypatch, tmp_path)
    assert code == 0
    assert "are taken from now on" in out
    assert "not recorded in the audit trail" in err
    assert "encrypted" in err
    assert err.count("\n") == 1
