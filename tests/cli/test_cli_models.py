"""`hccdesk models`: keys are named and taken back, models installed and removed, refusals listed with their reason."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hccdesk import resources
from hccdesk.cli import main as cli
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.store.workstation_key import workstation_signer


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    def call(*arguments: str, at: str = "here") -> tuple[int, str, str]:
        monkeypatch.setenv("HCCDESK_SITE_FOLDER", str(tmp_path / at))
        monkeypatch.setattr(sys, "argv", ["hccdesk", "models", *arguments])
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
def bundle(tmp_path: Path) -> Path:
    shipped = read_bundle(resources.models_folder() / "pfs-nomogram-demo")
    folder = tmp_path / "made" / "theirs"
    sign = workstation_signer(tmp_path / "there")
    content = {name: data for name, data in shipped.content.items() if name != shipped.manifest.validation}
    write_bundle(replace(shipped.manifest, model_id="theirs", validation=None), content, folder, sign)
    return folder


def test_that_a_model_of_another_hospital_is_taken_once_its_key_is_named(run, bundle: Path, tmp_path: Path) -> None:
    code, _, said = run("install", str(bundle), "--device", "cpu")
    assert code == 3
    assert "nobody here has named" in said
    _, pem, told = run("key", at="there")
    (tmp_path / "there.pem").write_text(pem)
    key_id = told.split()[1].rstrip(";")
    assert run("trust", str(tmp_path / "there.pem"), "--name", "Hospital there")[0] == 0
    assert run("trusted")[1] == f"{key_id}  Hospital there\n"
    code, out, _ = run("install", str(bundle), "--device", "cpu")
    assert code == 0
    assert f"signed by Hospital there (key {key_id})" in out
    assert "theirs 1.0.0" in run("list")[1]
    assert run("untrust", key_id[:10])[0] == 0
    code, out, _ = run("list")
    assert code == 0
    assert "theirs  NOT USED" in out
    assert "pfs-nomogram-demo 1.0.0  survival-nomogram\n" in out
    assert run("remove", "theirs")[0] == 0
    assert "theirs" not in run("list")[1]


def test_that_the_public_key_is_printed_and_the_private_one_is_not(run) -> None:
    _, out, err = run("key")
    assert out.startswith("-----BEGIN PUBLIC KEY-----")
    assert "PRIVATE" not in out + err


def test_that_a_shipped_model_is_not_removed(run) -> None:
    code, _, said = run("remove", "haim-demo")
    assert code == 3
    assert "cannot be removed" in said


def test_that_the_check_fails_for_a_model_that_nobody_signed(run, bundle: Path) -> None:
    (bundle / "signature.json").unlink()
    code, out, said = run("check", "--folder", str(bundle.parent), "--device", "cpu")
    assert code == 3
    assert "FAILED  theirs" in out
    assert "nor signed" in out
    assert "1 of 1 model bundles failed" in said
