"""A real Orthanc on the loopback, with nothing on the disk that outlives the test."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hccdesk.domain.delivery import PacsNode

INSTALL = "Orthanc is not installed; packaging/linux/system-libraries.sh installs it"
_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Orthanc:
    """One that runs: how it is reached, and where it sends what is asked for by C-MOVE."""

    node: PacsNode
    http_port: int
    folder: Path

    def ask(self, path: str, method: str = "GET", body: bytes | None = None) -> Any:
        """Its own REST answer; the tests see with it what really arrived."""
        import urllib.request  # noqa: PLC0415

        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        asked = urllib.request.Request(f"http://127.0.0.1:{self.http_port}{path}", data=body, method=method)
        with opener.open(asked, timeout=20) as answer:
            content = answer.read()
        return json.loads(content) if answer.headers.get_content_type() == "application/json" else content

    def empty(self) -> None:
        """Take everything out of it."""
        for study in self.ask("/studies"):
            self.ask(f"/studies/{study}", "DELETE")

    def upload(self, path: Path) -> str:
        """Put a file in, past DICOM; its id."""
        return str(self.ask("/instances", "POST", path.read_bytes())["ID"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def orthanc_program() -> str:
    """Where it is; a test is skipped where it is not, and fails on a machine that runs the tests for everybody."""
    found = shutil.which("Orthanc") or shutil.which("/usr/sbin/Orthanc")
    if not found:
        if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
            pytest.fail(INSTALL)
        pytest.skip(INSTALL)
    return found


@contextmanager
def running_orthanc(**settings: Any) -> Iterator[Orthanc]:
    """Started, waited for, and ended."""
    program = orthanc_program()
    with tempfile.TemporaryDirectory(prefix="orthanc-", dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        folder = Path(name)
        dicom, http, receive = free_port(), free_port(), free_port()
        written = {
            "Name": "TEST", "StorageDirectory": str(folder / "storage"), "IndexDirectory": str(folder / "index"),
            "DefaultEncoding": "Utf8", "DicomAet": "ORTHANC", "DicomCheckCalledAet": True, "DicomPort": dicom,
            "DicomServerEnabled": True, "HttpPort": http, "HttpServerEnabled": True, "RemoteAccessAllowed": False,
            "AuthenticationEnabled": False, "OrthancExplorerEnabled": False, "SaveJobs": False, "Plugins": [],
            "DicomAlwaysAllowEcho": True, "DicomAlwaysAllowStore": True, "DicomAlwaysAllowFind": True,
            "DicomAlwaysAllowGet": True, "DicomAlwaysAllowMove": True, "StableAge": 1, "ConcurrentJobs": 2,
            "DicomModalities": {"us": ["HCCDESK", "127.0.0.1", receive]}, "OverwriteInstances": True,
            **settings,
        }  # fmt: skip
        (folder / "orthanc.json").write_text(json.dumps(written), encoding="utf-8")
        with (folder / "log.txt").open("wb") as log:
            process = subprocess.Popen([program, str(folder / "orthanc.json")], stdout=log, stderr=log, cwd=folder)
        try:
            node = PacsNode("orthanc", "127.0.0.1", dicom, "ORTHANC", timeout_s=10.0, receive_port=receive)
            orthanc = Orthanc(node, http, folder)
            _wait_until_up(orthanc, process)
            yield orthanc
        finally:
            process.kill()  # it keeps nothing that it would have to put away
            process.wait()


def _wait_until_up(orthanc: Orthanc, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            orthanc.ask("/system")
            with socket.create_connection(("127.0.0.1", orthanc.node.port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError((orthanc.folder / "log.txt").read_text(errors="replace"))
