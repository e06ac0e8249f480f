"""Every test there is and what it is marked with, as pytest itself collects them; nothing is run.

As a program of its own (`python collected_tests.py OUT`), because a run of tests has only those it was asked for.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
MARKS = ("bad", "control")


@dataclass(frozen=True)
class Collected:
    """`names` of all tests, without what they are parametrised with; `marked` are those that carry an id."""

    names: tuple[str, ...]
    marked: dict[str, tuple[str, ...]]


def collect() -> Collected:
    """All tests of this repository; raises `RuntimeError` where one file cannot be collected."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "collected.json"
        ran = subprocess.run(
            [sys.executable, __file__, str(out)], cwd=REPOSITORY, capture_output=True, text=True, check=False
        )
        if ran.returncode != 0 or not out.exists():
            raise RuntimeError(f"the tests cannot be collected:\n{ran.stdout[-4000:]}{ran.stderr[-2000:]}")
        told = json.loads(out.read_text(encoding="utf-8"))
    return Collected(tuple(told["names"]), {mark: tuple(names) for mark, names in told["marked"].items()})


class Listener:
    """What pytest tells at the end of collecting."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.marked: dict[str, dict[str, None]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            name = item.nodeid.split("[", 1)[0]
            self.names[name] = None
            for mark in MARKS:
                for found in item.iter_markers(mark):
                    for told in found.args:
                        self.marked.setdefault(told, {})[name] = None


def main() -> int:
    listener = Listener()
    quiet = ("--collect-only", "-qq", "-p", "no:cacheprovider", "-p", "no:terminalreporter", "--strict-markers")
    code = pytest.main([*quiet, str(REPOSITORY / "tests")], plugins=[listener])
    told = {"names": sorted(listener.names), "marked": {k: sorted(v) for k, v in sorted(listener.marked.items())}}
    if code == pytest.ExitCode.OK:
        Path(sys.argv[1]).write_text(json.dumps(told), encoding="utf-8")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
