"""The risk table and the table of bad input say what the tests are; a reference that leads nowhere is a fault."""

from __future__ import annotations

import pytest
from collected_tests import Collected
from register import BadRow, Control, Hazard, bad_rows, hazards
from traced import trace
from write_docs import pages


@pytest.fixture(scope="module")
def written():
    return pages()


@pytest.mark.timeout(600)
def test_that_every_reference_leads_to_a_test(written):
    assert written[1].faults == ()


@pytest.mark.timeout(600)
def test_that_the_pages_are_those_of_the_tests_as_they_are_now(written):
    differ = [path.name for path, text in written[0].items() if path.read_text(encoding="utf-8") != text]
    assert differ == [], "run `make docs`"


def test_that_hazards_and_rows_are_complete():
    assert len(hazards()) >= 40
    assert len(bad_rows()) == 105


def a_hazard(*controls: Control) -> Hazard:
    return Hazard("RISK-01", "t", "c", "h", "S5", "P3", "P1", "r", controls)


def a_row(tests: tuple[str, ...] = (), untested: str = "") -> BadRow:
    return BadRow("BAD-001", "g", "t", tests, untested, "")


TESTS = Collected(("tests/a.py::test_one", "tests/a.py::test_two"), {"RISK-01-a": ("tests/a.py::test_one",)})
MARKED = a_hazard(Control("RISK-01-a", "d", ()))


def test_that_markers_and_patterns_both_lead_to_tests():
    traced = trace([MARKED], [a_row(("tests/a.py::*",))], TESTS)
    assert traced.tests == {
        "RISK-01-a": ("tests/a.py::test_one",),
        "BAD-001": ("tests/a.py::test_one", "tests/a.py::test_two"),
    }
    assert traced.faults == ()


@pytest.mark.parametrize(
    ("hazard", "row", "fault"),
    [
        (a_hazard(Control("RISK-01-b", "d", ())), a_row(("tests/a.py::*",)), "RISK-01-b has no test"),
        (a_hazard(Control("RISK-01-b", "d", ("tests/a.py::test_two",))), a_row(), "RISK-01-a, which there is not"),
        (MARKED, a_row(("tests/gone.py::*",)), "no test is called so"),
        (MARKED, a_row(), "BAD-001 has no test"),
        (MARKED, a_row(("tests/a.py::*",), untested="because"), "is said to have no test"),
    ],
)
def test_that_a_broken_reference_is_found(hazard, row, fault):
    assert any(fault in one for one in trace([hazard], [row], TESTS).faults)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('id = "RISK-02"', 'id = "RISK-01"'), "given twice"),
        (('severity = "S5"', 'severity = "S9"'), "unknown severity"),
        (('id = "RISK-02-a"', 'id = "RISK-07-zz"'), "controls of another hazard"),
    ],
)
def test_that_a_register_that_contradicts_itself_is_refused(tmp_path, change, fault):
    text = (hazards.__defaults__[0]).read_text(encoding="utf-8")
    assert change[0] in text
    spoilt = tmp_path / "hazards.toml"
    spoilt.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        hazards(spoilt)
