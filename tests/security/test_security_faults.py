"""A fault of the program in the middle of an act: told, logged without a name, and the work is there afterwards."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from planted_names import CHINESE, NUMBER, tell_tales

from hccdesk.domain.fault_lines import fault_lines
from hccdesk.workflow.case_library import case_library

PROGRAM = Path(__file__).parent / "faulty_window.py"


@pytest.mark.parametrize(
    ("what", "kind"), [("slot", "LookupError"), ("paint", "ZeroDivisionError"), ("job", "KeyError")]
)
def test_that_a_fault_in_the_window_is_one_log_without_a_name_and_the_case_is_kept(home, what, kind):
    patient = f"{NUMBER} {CHINESE}"
    ran = home.run(sys.executable, PROGRAM, patient, what, timeout_s=120)
    assert ran.returncode == 0, ran.stderr
    (log,) = home.folder.rglob("fault-*.log")  # once, however often it came
    assert log.read_text(encoding="utf-8").startswith(kind)
    assert "faulty_window.py" in log.read_text(encoding="utf-8")
    kept = home.folder / ".local" / "share" / "hccdesk" / "cases"
    assert tell_tales(home.folder, but=(kept,)) == {}
    library = case_library(kept)
    library.open()
    assert [entry.patient_id for entry in library.list().entries] == [patient]
    library.close()


def test_that_the_words_of_an_error_and_of_its_causes_are_left_out():
    try:
        try:
            {}[NUMBER]
        except KeyError as cause:
            cause.add_note(CHINESE)
            raise RuntimeError(CHINESE) from cause
    except RuntimeError as error:
        told = "\n".join(fault_lines(error))
    assert "RuntimeError" in told
    assert "KeyError" in told
    assert NUMBER not in told
    assert CHINESE not in told
