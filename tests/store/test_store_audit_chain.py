"""Acts are added at the end, and nothing that was done to them afterwards stays unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import apsw
import pytest
from audit_builder import MIGRATION, SOME_EVENTS, a_recorder, a_trail, all_rows, an_empty_trail, computed_anew, rewrite
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import StoreError
from hccdesk.store import audit_chain
from hccdesk.store.audit_chain import append, rows, this_recorder
from hccdesk.store.audit_verdict import verify

CASE = "aa" * 16


def tampered(connection: apsw.Connection) -> list[int | None]:
    return [finding.sequence for finding in verify(connection).findings if finding.is_tampering]


def test_that_acts_are_kept_as_they_were_told():
    connection = a_trail()
    assert tuple(row.event for row in rows(connection)) == SOME_EVENTS
    assert [row.sequence for row in rows(connection)] == [1, 2, 3, 4, 5]
    assert [row.sequence for row in rows(connection, CASE)] == [2, 3, 4]
    assert rows(connection)[0].at == datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert all(after.previous_sha256 == before.sha256 for before, after in pairwise(rows(connection)))


def test_that_a_row_says_who_recorded_it_and_where_and_by_what():
    connection = an_empty_trail()
    row = append(connection, SOME_EVENTS[0])
    by = this_recorder()
    assert (row.os_user, row.computer, row.software_version) == (by.os_user, by.computer, by.software_version)
    assert row == rows(connection)[0]


@pytest.mark.skipif(os.name != "posix", reason="asks the system's own list of users")
def test_that_the_environment_does_not_say_who_it_is():
    import pwd  # noqa: PLC0415

    code = "from hccdesk.store.audit_chain import this_recorder; print(this_recorder().os_user)"
    named = {**os.environ, "USER": "somebody", "LOGNAME": "somebody", "USERNAME": "somebody"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=named, check=True)
    assert done.stdout.strip() == pwd.getpwuid(os.getuid()).pw_name


def test_that_an_act_is_part_of_the_transaction_it_is_recorded_in():
    connection = a_trail()
    with pytest.raises(RuntimeError), connection:
        append(connection, SOME_EVENTS[1], a_recorder())
        raise RuntimeError
    assert len(rows(connection)) == 5
    with connection:
        assert append(connection, SOME_EVENTS[1], a_recorder()).sequence == 6
    assert verify(connection).is_whole


@pytest.mark.parametrize("recursive_triggers", ["ON", "OFF"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET reason = 'another' WHERE sequence = 4",
        "UPDATE audit SET sequence = 9 WHERE sequence = 5",
        "DELETE FROM audit WHERE sequence = 5",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE sequence = 5",
        "REPLACE INTO audit SELECT * FROM audit",
    ],
)
def test_that_the_database_itself_refuses_to_change_or_delete_rows(statement, recursive_triggers):
    connection = a_trail()
    before = all_rows(connection)
    connection.execute(f"PRAGMA recursive_triggers = {recursive_triggers}")
    with pytest.raises(apsw.ConstraintError, match="audit trail"):
        connection.execute(statement)
    assert all_rows(connection) == before


def test_that_the_migration_begins_with_one_sentence():
    first, second = MIGRATION.read_text(encoding="utf-8").splitlines()[:2]
    assert first.startswith("-- ")
    assert first.endswith(".")
    assert not second.startswith("--")


def test_that_a_trail_that_nobody_touched_is_whole():
    verdict = verify(a_trail(200))
    assert verdict.is_whole
    assert (verdict.n_rows, verdict.findings) == (200, ())


def test_that_an_empty_trail_is_whole():
    assert verify(an_empty_trail()).is_whole


CHANGES = {
    "sequence": lambda value: value + 1000,
    "ticks_ns": lambda value: value + 1,
    "at": lambda value: value.replace("2026", "2025"),
    "models": lambda value: '["other 1.0"]',
}


@pytest.mark.parametrize("sequence", [1, 3, 5])
@pytest.mark.parametrize("column", audit_chain.COLUMNS)
def test_that_a_change_of_any_field_of_any_row_is_found(column, sequence):
    connection = a_trail()
    changed = all_rows(connection)
    row = changed[sequence - 1]
    row[column] = CHANGES.get(column, lambda value: f"{value or ''}x")(row[column])
    rewrite(connection, changed)
    assert set(tampered(connection)) & {sequence, sequence + 1}


def test_that_a_changed_row_whose_hash_was_computed_anew_is_found_by_the_next():
    connection = a_trail()
    changed = all_rows(connection)
    changed[2]["reason"] = "never said"
    changed[2]["sha256"] = audit_chain.row_sha256(changed[2])
    rewrite(connection, changed)
    assert tampered(connection) == [4]


def test_that_rows_taken_out_are_named():
    connection = a_trail(9)
    kept = [row for row in all_rows(connection) if row["sequence"] not in (1, 4, 5)]
    rewrite(connection, kept)
    said = [finding.what.text for finding in verify(connection).findings]
    assert said == ["Row 1 is missing.", "Rows 4 to 5 are missing."]


def test_that_a_row_put_in_before_the_first_is_found():
    connection = a_trail()
    put_in = computed_anew([{**all_rows(connection)[0], "reason": "x"}])[0]
    rewrite(connection, [{**put_in, "sequence": 0}, *all_rows(connection)])
    assert 0 in tampered(connection)


def test_that_triggers_that_were_taken_away_are_found():
    connection = a_trail()
    connection.execute("DROP TRIGGER audit_keeps_its_rows")
    verdict = verify(connection)
    assert not verdict.is_whole
    assert "triggers" in verdict.findings[0].what.text


ROWS = 12


@st.composite
def tamperings(draw):
    """A function of the honest rows, and of some of what was done; none of them recomputes the rest of the chain."""
    kind = draw(st.sampled_from(["change", "remove", "swap", "insert", "duplicate"]))
    one = draw(st.integers(0, ROWS - 2))
    other = draw(st.integers(0, ROWS - 1))
    column = draw(st.sampled_from([name for name in audit_chain.COLUMNS if name not in ("sequence", "sha256")]))
    text = draw(st.text(max_size=20))
    rehash = draw(st.booleans())
    return kind, one, other, column, text, rehash


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tamperings())
def test_that_random_tampering_is_found(tampering):
    kind, one, other, column, text, rehash = tampering
    connection = a_trail(ROWS)
    honest = all_rows(connection)
    made = [dict(row) for row in honest]
    match kind:
        case "change":
            made[one][column] = text if column != "ticks_ns" else len(text)
        case "remove":
            del made[one]
        case "swap":
            assume(one != other)
            made[one], made[other] = made[other], made[one]
            made[one]["sequence"], made[other]["sequence"] = one + 1, other + 1
        case "insert":
            made.insert(one, {**made[one], "reason": text})
            made = [{**row, "sequence": number} for number, row in enumerate(made, 1)]
        case "duplicate":
            made.insert(other, dict(made[one]))
            made = [{**row, "sequence": number} for number, row in enumerate(made, 1)]
    if rehash and kind != "remove":
        made[one]["sha256"] = audit_chain.row_sha256(made[one])
    assume(made != honest)
    rewrite(connection, made)
    found = tampered(connection)
    assert found, "nothing was found"
    first_changed = next(i for i, (a, b) in enumerate(zip([*made, None], [*honest, None], strict=False), 1) if a != b)
    assert first_changed <= found[0] <= max(first_changed, one + 1, other + 1) + 1


@pytest.mark.bad("BAD-092")
def test_that_a_clock_that_was_moved_back_is_told_and_is_no_tampering():
    connection = an_empty_trail()
    times = iter([datetime(2026, 11, 22, 8, tzinfo=UTC), datetime(2025, 11, 22, 8, tzinfo=UTC)])
    by = a_recorder(now=lambda: next(times))
    with connection:
        append(connection, SOME_EVENTS[0], by)
        append(connection, SOME_EVENTS[1], by)
    verdict = verify(connection)
    assert verdict.is_whole
    assert [finding.sequence for finding in verdict.findings] == [2]
    assert "The clock of board-1 was moved back between rows 1" in verdict.findings[0].what.text
    assert [row.at.year for row in rows(connection)] == [2026, 2025]


@pytest.mark.bad("BAD-092")
def test_that_a_clock_that_was_moved_back_while_nothing_was_recorded_is_told():
    connection = an_empty_trail()
    start = datetime(2026, 11, 22, 8, tzinfo=UTC)
    times, ticks = iter([start, start + timedelta(minutes=1)]), iter([0, 3600 * 10**9])
    by = a_recorder(now=lambda: next(times), ticks_ns=lambda: next(ticks))
    with connection:
        append(connection, SOME_EVENTS[0], by)
        append(connection, SOME_EVENTS[1], by)
    assert [finding.sequence for finding in verify(connection).findings] == [2]


@pytest.mark.bad("BAD-092")
def test_that_restarts_and_sleep_and_time_zones_are_no_moved_clock(monkeypatch):
    connection = an_empty_trail()
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # Europe leaves summer time at 01:00
    times = iter([start, start + timedelta(hours=1), start + timedelta(hours=9), start + timedelta(hours=10)])
    ticks = iter([50 * 3600, 51 * 3600, 2, 30])  # a restart, then an hour asleep
    by = a_recorder(now=lambda: next(times), ticks_ns=lambda: next(ticks) * 10**9)
    with connection:
        for event in SOME_EVENTS[:4]:
            append(connection, event, by)
    assert verify(connection).findings == ()


@pytest.mark.bad("BAD-092")
def test_that_two_computers_whose_clocks_differ_are_told_once():
    connection = an_empty_trail()
    start = datetime(2026, 11, 22, 8, tzinfo=UTC)
    with connection:
        for number in range(20):
            behind = 90 * (number % 2)
            at = start + timedelta(seconds=number - behind)
            by = a_recorder(f"board-{number % 2}", now=lambda at=at: at, ticks_ns=lambda n=number: n * 10**9)
            append(connection, SOME_EVENTS[1], by)
    verdict = verify(connection)
    assert verdict.is_whole
    assert [finding.what.text for finding in verdict.findings] == [
        "The clock of board-1 is 89 s or more behind that of board-0 (rows 1 and 2)."
    ]


def test_that_an_act_of_a_newer_version_is_still_listed():
    connection = a_trail()
    newer = all_rows(connection)
    newer[1]["action"] = "case_beamed"
    rewrite(connection, computed_anew(newer))
    row = rows(connection)[1]
    assert row.event == AuditEvent(AuditAction.UNKNOWN, CASE, "11" * 32, detail="case_beamed")


@pytest.mark.parametrize(("column", "value"), [("at", "yesterday"), ("models", "{"), ("models", "7")])
def test_that_a_row_that_cannot_be_read_is_named(column, value):
    connection = a_trail()
    changed = all_rows(connection)
    changed[1][column] = value
    rewrite(connection, changed)
    with pytest.raises(StoreError, match="row 2 of the audit trail cannot be read"):
        rows(connection)
    assert 2 in tampered(connection)


def test_that_bytes_in_the_place_of_text_are_found():
    connection = a_trail()
    changed = all_rows(connection)
    rewrite(connection, changed[:2])
    connection.execute("DROP TRIGGER audit_keeps_its_rows")
    connection.execute("UPDATE audit SET detail = CAST(x'ff41' AS TEXT) WHERE sequence = 2")
    assert 2 in tampered(connection)
    with pytest.raises(StoreError, match="holds no text"):
        rows(connection)


def test_that_what_is_no_text_is_kept_readable():
    connection = an_empty_trail()
    append(connection, AuditEvent(AuditAction.CASE_SAVED, detail="\udcff.nii"), a_recorder())
    assert rows(connection)[0].event.detail == "\\udcff.nii"
    assert verify(connection).is_whole
