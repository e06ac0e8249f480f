"""Fixtures shared by every test."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_GUARD = Path(__file__).parent / "internet_guard"
sys.path.insert(0, str(_GUARD))
import internet_guard  # noqa: E402

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_GUARD), os.environ.get("PYTHONPATH", ""))))
internet_guard.install()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real CT, slides and cohorts; the test is skipped, saying so, where there is none."""
    named = os.environ.get("HCCDESK_REAL_DATA")
    if not named or not Path(named).is_dir():
        pytest.skip("HCCDESK_REAL_DATA does not name a folder of real data")
    return Path(named)


@pytest.fixture(autouse=True, scope="session")
def _own_site_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys, models and cases of the person who runs the tests are left alone."""
    os.environ["HCCDESK_SITE_FOLDER"] = str(tmp_path_factory.mktemp("site"))
    os.environ["HCCDESK_LIBRARY"] = str(tmp_path_factory.mktemp("library"))
    os.environ["HCCDESK_PACS"] = str(tmp_path_factory.mktemp("pacs") / "pacs.json")


@pytest.fixture(autouse=True, scope="session")
def _workers_are_watched_too() -> None:
    """The sandbox starts Python without its environment (`-I`), so that the guard goes in by its first line."""
    from hccdesk.sandbox import process  # noqa: PLC0415 - collecting tests needs none of the program

    process._BOOTSTRAP = internet_guard.bootstrap(process._BOOTSTRAP)
    its_own = process._environment
    told = (internet_guard.REPORT_VARIABLE, internet_guard.LOOPBACK_VARIABLE)
    process._environment = lambda: its_own() | {name: os.environ[name] for name in told if name in os.environ}


@pytest.fixture(autouse=True, scope="session")
def _socket_report() -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix="hccdesk-sockets-", suffix=".txt")
    os.close(handle)
    os.environ[internet_guard.REPORT_VARIABLE] = name
    yield Path(name)
    Path(name).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _no_internet_socket(request: pytest.FixtureRequest, _socket_report: Path) -> Iterator[None]:
    """A test in which anything asks for an internet socket fails, also where the asking was caught and passed over.

    Tests marked `network` may speak with this machine itself.
    """
    os.environ[internet_guard.LOOPBACK_VARIABLE] = "1" if request.node.get_closest_marker("network") else "0"
    told_before = _socket_report.stat().st_size
    yield
    if _socket_report.stat().st_size > told_before:
        with _socket_report.open(encoding="utf-8") as report:
            report.seek(told_before)
            pytest.fail(f"an internet socket was asked for:\n{report.read()}")
