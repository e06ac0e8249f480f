"""Memory, open files and threads stay level while case after case is opened and closed; no case stays held."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from forks import ROOT, child_environment

MOST_GROWTH_MB = 25
"""Over 180 cases; measured were 16 MB until the 100th, and none from there on."""


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(sys.platform == "win32", reason="counts file descriptors")
def test_that_200_cases_opened_and_closed_leave_nothing_behind(tmp_path):
    code = (
        "import library_open_close as bench; found = bench.measure();"
        "print(found.rss_growth_mb, found.end.files - found.warm.files, found.end.threads - found.warm.threads,"
        " found.end.processes - found.warm.processes, found.held)"
    )
    environment = child_environment() | {"HCCDESK_SITE_FOLDER": str(tmp_path / "site")}
    environment["PYTHONPATH"] += os.pathsep + str(ROOT / "tests" / "benchmarks")
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    growth_mb, files, threads, processes, held = map(float, done.stdout.split())
    assert growth_mb <= MOST_GROWTH_MB
    assert (files, threads, processes, held) == (0, 0, 0, 0)
