"""What a decoder that was taken over would find: no secrets of other programs; and how a frozen app starts one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hccdesk.sandbox.child import WORKER_FLAG
from hccdesk.sandbox.transport import read_frame
from hccdesk.sandbox.worker import Sandbox

REPOSITORY = Path(__file__).parents[2]
FROZEN = "import sys; sys.frozen = True; from hccdesk.cli.main import main; main()"


def environment_of_worker() -> dict[str, str]:
    with Sandbox() as sandbox:
        return dict(sandbox.call(own_environment))


def own_environment() -> dict[str, str]:
    return dict(os.environ)


def test_that_the_worker_gets_no_secret_of_the_environment(monkeypatch):
    secrets = ("AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "PGPASSWORD", "https_proxy", "HCCDESK_PASSPHRASE")
    for name in secrets:
        monkeypatch.setenv(name, "planted")
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parent), *sys.path])
    told = environment_of_worker()
    assert "planted" not in told.values()
    assert told["PATH"] == os.environ["PATH"]
    assert set(told) & set(secrets) == set()


def test_that_the_worker_does_not_import_from_the_folder_the_program_was_started_in(monkeypatch, tmp_path):
    (tmp_path / "numpy.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parent), *sys.path])
    assert environment_of_worker()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are passed otherwise there")
def test_that_a_frozen_app_started_as_a_worker_is_one(tmp_path):
    setup = json.dumps({"folders": [str(tmp_path)], "preload": []})
    command = [sys.executable, "-c", FROZEN, WORKER_FLAG, setup]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY)
    assert started.stdout is not None
    greeting = read_frame(started.stdout)
    assert started.communicate(timeout=60)[0] == b""
    assert greeting is not None
    assert b"ready" in greeting


def test_that_a_frozen_app_started_by_a_user_is_the_app():
    command = [sys.executable, "-c", FROZEN, "version"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert ran.returncode == 0
    assert "hccdesk" in ran.stdout
