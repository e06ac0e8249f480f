"""The real program killed: the window while it saves, the command line while it writes its outputs."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import ct_builder
import pypdfium2
import pytest
from forks import KILLED, child_environment
from PIL import Image
from window_acts import drawn

from hccdesk.domain.progress import NoProgress
from hccdesk.phantom.sample_case import write_sample_case
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.make_sample import SAMPLE_SEED

SEED = int(os.environ.get("HCCDESK_FAULT_SEED", time.time_ns() % 1_000_000))
OUTPUT_ROUNDS, PROGRAM_ROUNDS = 5, 4

pytestmark = [
    pytest.mark.bad("BAD-084"),
    pytest.mark.skipif(sys.platform == "win32", reason="killed by a signal"),
]


def test_that_outputs_of_a_killed_writer_are_whole_and_of_one_result(forks, tmp_path):
    random_moments, out, said = random.Random(SEED), tmp_path / "out", tmp_path / "said"
    for _ in range(OUTPUT_ROUNDS):
        child = forks.start("output_acts:write_again_and_again", out, 100, said=said)
        time.sleep(random_moments.uniform(0.1, 2.5))
        child.kill()
        assert child.wait() == KILLED
        outputs_are_whole(out)


@pytest.mark.slow
def test_that_outputs_of_a_killed_command_are_whole_and_of_one_result(tmp_path):
    random_moments = random.Random(SEED)
    sample = write_sample_case(tmp_path / "sample", SAMPLE_SEED, NoProgress())
    out = tmp_path / "out"
    for _ in range(PROGRAM_ROUNDS):
        running = subprocess.Popen(
            [
                sys.executable, "-m", "hccdesk", "analyse", "--ct", sample.ct_folder, "--ct-roi", sample.ct_roi,
                "--clinical", sample.clinical, "--regimen", "haic-tki-ici", "--device", "cpu", "--out", out,
            ],
            env=child_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for_change(out, running, random_moments)
        running.kill()
        running.wait()
        outputs_are_whole(out)


def wait_for_change(out: Path, running: subprocess.Popen[bytes], random_moments: random.Random) -> None:
    """Until something new is being written there, and a moment longer."""
    begun = time.time()
    while running.poll() is None and not any(path.stat().st_mtime > begun for path in out.rglob("*")):
        time.sleep(0.005)
    time.sleep(random_moments.uniform(0, 0.8))


def outputs_are_whole(out: Path) -> None:
    """Every file that has its name is whole, and wherever there is a result, what lies beside it is its own."""
    for path in out.rglob("*"):
        if path.is_dir() or path.name.startswith("."):
            continue
        if path.suffix == ".png":
            with Image.open(path) as picture:
                picture.load()
        elif path.suffix == ".pdf":
            assert len(pypdfium2.PdfDocument(path)) > 0
        else:
            assert path.name == "result.json", path
    if (out / "result.json").exists():
        result = json.loads((out / "result.json").read_text(encoding="utf-8"))
        for figure in result["figures"]:
            content = (out / "figures" / f"{figure['name']}.png").read_bytes()
            assert hashlib.sha256(content).hexdigest() == figure["sha256"], figure["name"]


@pytest.mark.slow
@pytest.mark.bad("BAD-101")
def test_that_a_window_that_is_killed_loses_nothing_that_it_said_was_saved(tmp_path):
    random_moments, said_in_all = random.Random(SEED), 0
    ct_builder.write_series(tmp_path / "ct", ct_builder.positions(8))
    for number in range(PROGRAM_ROUNDS):
        home = tmp_path / f"home {number}"
        said = run_window_until_killed(home, tmp_path / "ct", random_moments)
        library = case_library(home / "library")
        library.open()
        (entry,) = library.list().entries
        found = drawn(library.load(entry.case_id))
        assert said <= found <= said + 1, (SEED, number)
        assert library.verify_audit().is_whole
        assert library.hold(entry.case_id) is None, "the killed window still has the case"
        library.close()
        said_in_all += said
    print(f"window: {PROGRAM_ROUNDS} rounds, {said_in_all} said saved, 0 lost")
    assert said_in_all > 0


def run_window_until_killed(home: Path, ct: Path, random_moments: random.Random) -> int:
    """Gives how many drawings were said to be saved."""
    home.mkdir()
    environment = child_environment() | {
        name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    }
    environment |= {"HCCDESK_LIBRARY": str(home / "library"), "HCCDESK_SITE_FOLDER": str(home / "site")}
    with (home / "said").open("wb") as said, (home / "complaints").open("wb") as complaints:
        running = subprocess.Popen(
            [sys.executable, "-m", "window_acts", str(ct)], env=environment, stdout=said, stderr=complaints
        )
        until = time.monotonic() + 120
        while not (home / "said").stat().st_size and running.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(random_moments.uniform(0, 3))
        running.kill()
        assert running.wait() == -signal.SIGKILL, (home / "complaints").read_text()
    lines = (home / "said").read_text().splitlines()
    assert lines, (home / "complaints").read_text()
    return int(lines[-1].removeprefix("said "))


@pytest.mark.slow
@pytest.mark.bad("BAD-086")
def test_that_a_second_start_hands_over_to_the_first_and_ends(tmp_path):
    ct_builder.write_series(tmp_path / "ct", ct_builder.positions(8))
    home = tmp_path / "home"
    home.mkdir()
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HCCDESK_SITE_FOLDER")
    environment = child_environment() | dict.fromkeys(names, str(home)) | {"HCCDESK_LIBRARY": str(home / "library")}
    with (home / "said").open("wb") as said:
        first = subprocess.Popen(
            [sys.executable, "-m", "window_acts", str(tmp_path / "ct")], env=environment, stdout=said
        )
    try:
        while not (home / "said").stat().st_size:
            assert first.poll() is None
            time.sleep(0.05)
        second = subprocess.run(
            [sys.executable, "-m", "hccdesk", "app"], env=environment, timeout=30, check=False, capture_output=True
        )
        assert second.returncode == 0, second.stderr
        assert first.poll() is None
    finally:
        first.kill()
        first.wait()
    third = subprocess.Popen([sys.executable, "-m", "window_acts", str(tmp_path / "ct")], env=environment)
    time.sleep(3)
    assert third.poll() is None, "the lock of a killed window keeps the next one out"
    third.kill()
    third.wait()
