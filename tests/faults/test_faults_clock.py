"""A clock that is set back, summer time and another time zone: the order stays, and the record says what happened."""

from __future__ import annotations

import library_facts as facts
import pytest

from hccdesk.workflow.case_library import case_library

YEAR_S = 365 * 86400
FIRST, SECOND, THIRD = facts.CASES[:3]

pytestmark = pytest.mark.bad("BAD-092")


@pytest.fixture
def save(forks, tmp_path):
    """Save a case in a program of its own, its clock set off."""

    def act(case_id: str, number: int, offset_s: int = 0, zone: str = "UTC0") -> None:
        task = "clock_acts:save_with_the_clock_at"
        forks.run(task, tmp_path / "library", offset_s, zone, case_id, number, said=tmp_path / "said")

    return act


@pytest.fixture
def look(tmp_path):
    """The library opened by a program whose clock is right."""
    opened = []

    def act():
        opened.append(case_library(tmp_path / "library"))
        opened[-1].open()
        return opened[-1]

    yield act
    for library in opened:
        library.close()


def test_that_a_case_saved_with_the_clock_a_year_back_stands_in_front(save, look):
    save(FIRST, 1)
    save(SECOND, 2, -YEAR_S)
    library = look()
    assert [entry.case_id for entry in library.list().entries] == [SECOND, FIRST]
    verdict = library.verify_audit()
    assert verdict.is_whole
    assert any("clock" in finding.what.text.lower() for finding in verdict.findings)


def test_that_no_state_is_lost_over_a_clock_that_went_back_and_forth(save, look):
    for number, offset_s in enumerate((0, -YEAR_S, YEAR_S, -86400, 0), start=1):
        save(FIRST, number, offset_s)
    library = look()
    assert facts.number_of(library.load(FIRST)) == 5
    assert library.verify_audit().is_whole
    rows = library.audit_rows()
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))


def test_that_summer_time_and_another_time_zone_are_no_clock_that_went_back(save, look):
    save(FIRST, 1, zone="CET-1CEST,M3.5.0,M10.5.0/3")
    save(SECOND, 2, zone="EST5EDT,M3.2.0,M11.1.0")
    save(THIRD, 3, zone="CST-8")
    library = look()
    assert [entry.case_id for entry in library.list().entries] == [THIRD, SECOND, FIRST]
    assert library.verify_audit().findings == ()


def test_that_a_backup_of_a_day_that_is_yet_to_come_is_not_deleted_for_an_older_one(save, look, tmp_path):
    save(FIRST, 1, YEAR_S)
    newest = max((tmp_path / "library" / "backups").glob("library-*.sqlite"))
    for day in range(12):
        save(FIRST, 2 + day, day * 86400)
    assert newest.exists()
    assert facts.number_of(look().load(FIRST)) == 13
