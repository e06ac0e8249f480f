"""The sample patient, and programs started as a user starts them, in a home folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hccdesk.phantom.sample_case import SampleCase, write_sample_case
from hccdesk.workflow.make_sample import SAMPLE_SEED

HCCDESK = (sys.executable, "-m", "hccdesk")
_NOT_PASSED_ON = {
    *(
        "HCCDESK_SITE_FOLDER",
        "HCCDESK_LIBRARY",
        "HCCDESK_PACS",
        "PYTHONPATH",
        "ORT_DISABLE_TELEMETRY",
        "DISPLAY",
        "WAYLAND_DISPLAY",
    ),
    *("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR"),
    *("CI", "GITHUB_ACTIONS", "TF_BUILD"),  # where a library sees these it keeps quieter than with a user
}


@dataclass(frozen=True)
class Home:
    """A user's home: all that a program writes unasked lies somewhere in it."""

    folder: Path
    environment: dict[str, str] = field(repr=False)

    def run(self, *command: object, before: Sequence[str] = (), timeout_s: float = 540) -> subprocess.CompletedProcess:
        """Run a program to its end; `before` stands in front of the command, e.g. strace."""
        return subprocess.run(
            [*before, *map(str, command)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            env=self.environment,
            timeout=timeout_s,
        )


@pytest.fixture
def home(tmp_path) -> Home:
    folder = tmp_path / "home"
    (folder / "tmp").mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    kept |= {"HOME": str(folder), "TMPDIR": str(folder / "tmp"), "QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
    return Home(folder, kept)


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> SampleCase:
    return write_sample_case(tmp_path_factory.mktemp("sample"), SAMPLE_SEED)


@pytest.fixture
def hccdesk(home) -> Callable[..., subprocess.CompletedProcess]:
    def run(*arguments: object, before: Sequence[str] = ()) -> subprocess.CompletedProcess:
        return home.run(*HCCDESK, *arguments, before=before)

    return run
