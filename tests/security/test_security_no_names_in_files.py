"""A patient's name is planted wherever a name can stand, and looked for in every file that the program wrote unasked.

Outputs that were asked for and the library hold names on purpose; all else — logs, settings, temporary files, locks —
holds none, in no encoding.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from planted_names import CHINESE, FAMILY, GIVEN, NUMBER, PLANTED, found_in, spellings, tell_tales
from planted_patient import PlantedPatient, plant

PROGRAMS = Path(__file__).parent / "planted_programs.py"
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def patient(sample, tmp_path_factory) -> PlantedPatient:
    return plant(sample, tmp_path_factory.mktemp("planted"))


def left_in_memory() -> set[Path]:
    return set(MEMORY.glob("hccdesk-*")) if MEMORY.is_dir() else set()


@pytest.fixture(autouse=True)
def _nothing_is_left(home):
    before = left_in_memory()
    yield
    assert tell_tales(*(left_in_memory() - before)) == {}


def library_of(home) -> Path:
    return home.folder / ".local" / "share" / "hccdesk" / "cases"


def test_that_a_name_is_found_in_every_spelling(tmp_path):
    for name in PLANTED:
        for spelling in spellings(name):
            assert found_in(b"..." + spelling.upper() + b"...") == {name}, (name, spelling)
    (tmp_path / f"log of {CHINESE}").touch()
    (tmp_path / "settings.ini").write_text("last=file:///%E6%AC%A7%E9%98%B3%E9%9C%B9%E9%9B%B3/x", encoding="utf-8")
    assert {frozenset(names) for names in tell_tales(tmp_path).values()} == {frozenset({CHINESE})}
    assert len(tell_tales(tmp_path)) == 2


def test_that_a_fault_of_the_command_line_leaves_no_name(home):
    ran = home.run(sys.executable, PROGRAMS, "command-line", f"{FAMILY} {CHINESE} {NUMBER}")
    assert ran.returncode == 4, ran.stderr
    (log,) = home.folder.rglob("fault-*.log")
    assert "RuntimeError" in log.read_text(encoding="utf-8")
    assert "KeyError" in log.read_text(encoding="utf-8")  # what it came from is told too
    assert tell_tales(home.folder) == {}
    assert found_in(ran.stdout.encode() + ran.stderr.encode()) == set()


def test_that_a_crash_of_a_decoder_leaves_no_name(home, patient):
    ran = home.run(sys.executable, PROGRAMS, "sandbox", patient.broken_slide, f"{GIVEN} {CHINESE}")
    assert ran.stdout.count("refused") == 2, ran.stderr
    assert tell_tales(home.folder) == {}


def test_that_refused_inputs_leave_no_name(home, hccdesk, patient, tmp_path):
    out = tmp_path / "out"
    for refused in (
        ("analyse", "--regimen", "tace-haic-pd1-tki", "--out", out, "--clinical", patient.folder / f"{FAMILY}.json"),
        ("analyse", "--regimen", "tace-haic-pd1-tki", "--out", out, "--ct", patient.broken_ct),
        ("analyse", "--regimen", "tace-haic-pd1-tki", "--out", out, "--slide", patient.broken_slide),
        ("cohort", "check", patient.table),
        ("models", "install", patient.folder / FAMILY),
    ):
        ran = hccdesk(*refused)
        assert ran.returncode in (2, 3), (refused, ran.stderr)
    assert hccdesk("inspect", patient.folder).returncode in (0, 3)
    assert tell_tales(home.folder) == {}
    assert tell_tales(tmp_path, but=(home.folder,)) == {}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_that_an_analysis_leaves_names_in_its_outputs_alone(home, hccdesk, patient, tmp_path):
    out = tmp_path / "out"
    images = ("--ct", patient.ct, "--ct-roi", patient.ct_roi, "--clinical", patient.clinical)
    ran = hccdesk("analyse", "--regimen", "tace-haic-pd1-tki", "--out", out, "--device", "cpu", *images)
    assert ran.returncode == 0, ran.stderr
    assert found_in((out / "result.json").read_bytes())  # asked for; the search works
    assert tell_tales(home.folder) == {}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_that_a_case_in_the_window_leaves_names_in_its_outputs_and_the_library_alone(home, patient, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    whole = (patient.ct, patient.ct_roi, patient.clinical)
    broken = (patient.broken_ct, patient.broken_slide, patient.broken_outline)
    ran = home.run(sys.executable, PROGRAMS, "window", f"{FAMILY} {CHINESE} {NUMBER}", out, *whole, "--broken", *broken)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "analysed True" in ran.stdout
    assert [line for line in ran.stdout.splitlines() if line.startswith("problems")] > ["problems 0"]
    assert (out / "report.pdf").is_file()
    assert list(home.folder.rglob("fault-*.log"))
    assert tell_tales(library_of(home)) != {}  # kept on purpose; the search works
    assert tell_tales(home.folder, but=(library_of(home),)) == {}
