"""What a chain cannot tell of itself: rows cut off its end, and a chain computed anew."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest
from audit_builder import SOME_EVENTS, a_recorder, a_trail, all_rows, an_empty_trail, computed_anew, rewrite
from hypothesis import given, settings
from hypothesis import strategies as st

from hccdesk.domain.audit import AuditAction, AuditEvent, AuditVerdict
from hccdesk.store.audit_chain import append, library_id
from hccdesk.store.audit_head import HEADS_FOLDER, AuditHeads
from hccdesk.store.audit_verdict import verify

BACKUP_OF = datetime(2026, 11, 21, 6, tzinfo=UTC)


@pytest.fixture
def heads(tmp_path) -> AuditHeads:
    return AuditHeads(tmp_path / "site", tmp_path / "library")


def the_head(tmp_path: Path, connection: apsw.Connection) -> Path:
    return tmp_path / "site" / HEADS_FOLDER / f"{library_id(connection)}.json"


def check(connection: apsw.Connection, heads: AuditHeads) -> AuditVerdict:
    return verify(connection, heads.found(connection))


def said(verdict: AuditVerdict) -> list[str]:
    return [finding.what.text for finding in verdict.findings]


def record(connection: apsw.Connection, *events: AuditEvent) -> None:
    later = datetime(2026, 11, 23, tzinfo=UTC)
    with connection:
        for event in events:
            append(connection, event, a_recorder(now=lambda: later))


def cut(connection: apsw.Connection, n_rows: int) -> None:
    rewrite(connection, all_rows(connection)[:n_rows])


def test_that_a_signed_trail_is_whole_and_stays_so_as_it_grows(heads):
    connection = a_trail()
    heads.sign(connection)
    assert check(connection, heads).findings == ()
    record(connection, *SOME_EVENTS[1:3])
    heads.sign(connection)
    verdict = check(connection, heads)
    assert (verdict.n_rows, verdict.findings) == (7, ())


def test_that_a_crash_between_commit_and_signing_is_no_tampering(heads):
    connection = a_trail()
    heads.sign(connection)
    record(connection, *SOME_EVENTS[1:3])
    verdict = check(connection, heads)
    assert verdict.is_whole
    assert "Rows 6 to 7 were not signed" in said(verdict)[0]
    heads.sign(connection)
    assert check(connection, heads).findings == ()


def test_that_rows_cut_off_the_end_are_found_and_never_signed_over(heads):
    connection = a_trail(9)
    heads.sign(connection)
    cut(connection, 6)
    verdict = check(connection, heads)
    assert not verdict.is_whole
    assert [finding.sequence for finding in verdict.findings] == [7]
    assert "Rows 7 to 9 are gone from the end" in said(verdict)[0]
    heads.sign(connection)
    record(connection, *SOME_EVENTS)  # longer than what was signed by now
    heads.sign(connection)
    assert [finding.sequence for finding in check(connection, heads).findings if finding.is_tampering] == [9]


def test_that_a_trail_without_any_row_left_is_found(heads):
    connection = a_trail(9)
    heads.sign(connection)
    cut(connection, 0)
    assert not check(connection, heads).is_whole


def test_that_a_trail_computed_anew_is_found(heads):
    connection = a_trail(9)
    heads.sign(connection)
    changed = all_rows(connection)
    changed[3]["reason"] = "never said"
    rewrite(connection, computed_anew(changed))
    verdict = check(connection, heads)
    assert not verdict.is_whole
    assert [finding.sequence for finding in verdict.findings] == [9]
    heads.sign(connection)
    assert not check(connection, heads).is_whole


def test_that_a_trail_computed_anew_under_another_name_is_found(tmp_path):
    heads = AuditHeads(tmp_path / "site", tmp_path / "library", a_time(datetime(2026, 11, 22, 12, tzinfo=UTC)))
    connection = a_trail(9)  # of that morning
    heads.sign(connection)
    changed = all_rows(connection)
    changed[0]["previous_sha256"] = "ab" * 32
    rewrite(connection, computed_anew(changed))
    for _ in range(2):
        verdict = check(connection, heads)
        assert not verdict.is_whole
        assert "not the trail that this workstation signed here: that one had 9 rows" in said(verdict)[0]
        heads.sign(connection)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_that_random_tampering_with_hashes_computed_anew_is_found_up_to_the_head(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("tampered")
    heads, connection = AuditHeads(folder / "site", folder / "library"), a_trail(8)
    heads.sign(connection)
    honest = all_rows(connection)
    made = [dict(row) for row in honest]
    for _ in range(data.draw(st.integers(1, 3))):
        kind = data.draw(st.sampled_from(["change", "remove", "insert", "swap", "cut"]))
        place = data.draw(st.integers(0, max(0, len(made) - 1)))
        if kind == "change" and made:
            column = data.draw(st.sampled_from(["at", "os_user", "action", "case_id", "reason", "detail"]))
            made[place][column] = data.draw(st.text(min_size=1, max_size=8))
        elif kind == "remove" and made:
            del made[place]
        elif kind == "insert" and made:
            made.insert(place, dict(made[place]))
        elif kind == "swap" and made:
            made[0], made[place] = made[place], made[0]
        elif kind == "cut":
            del made[place:]
    made = computed_anew(made)
    rewrite(connection, made)
    verdict = check(connection, heads)
    assert verdict.is_whole == (made[: len(honest)] == honest)
    assert bool(verdict.findings) == (made != honest)


def test_that_a_head_that_was_changed_or_damaged_is_found(heads, tmp_path):
    connection = a_trail(9)
    heads.sign(connection)
    path = the_head(tmp_path, connection)
    honest = json.loads(path.read_text(encoding="utf-8"))
    cut(connection, 6)
    shorter = all_rows(connection)[-1]
    forged = {**honest, "head": {**honest["head"], "sequence": 6, "sha256": shorter["sha256"]}}
    for content in (json.dumps(forged), json.dumps(honest)[:-40], "", "[]"):
        path.write_text(content, encoding="utf-8")
        verdict = check(connection, heads)
        assert not verdict.is_whole
        assert "was changed or is damaged" in said(verdict)[0]
        heads.sign(connection)
        assert path.read_text(encoding="utf-8") == content


def test_that_a_trail_of_another_workstation_is_told_to_be_unsigned_here(heads, tmp_path):
    connection = a_trail()
    verdict = check(connection, heads)
    assert verdict.is_whole
    assert "has signed no end of this trail" in said(verdict)[0]
    AuditHeads(tmp_path / "elsewhere", tmp_path / "library").sign(connection)
    assert check(connection, heads).is_whole
    heads.sign(connection)
    assert check(connection, heads).findings == ()


def test_that_two_workstations_on_one_share_each_sign_and_find_what_they_signed(tmp_path):
    connection = a_trail()
    ours, theirs = (AuditHeads(tmp_path / site, tmp_path / "library") for site in ("ours", "theirs"))
    for heads in (ours, theirs, ours, theirs):
        record(connection, SOME_EVENTS[1])
        heads.sign(connection)
    assert check(connection, theirs).findings == ()
    assert "Row" in said(check(connection, ours))[0]
    assert check(connection, ours).is_whole
    cut(connection, 8)
    assert check(connection, ours).is_whole  # it signed row 8 last, and knows of none after it
    assert not check(connection, theirs).is_whole


def test_that_a_head_of_another_key_is_not_checked_and_that_is_said(heads, tmp_path):
    connection = a_trail()
    heads.sign(connection)
    for key_file in (tmp_path / "site" / "keys").iterdir():
        key_file.unlink()
    for _ in range(2):
        newcomer = AuditHeads(tmp_path / "site", tmp_path / "library")
        verdict = check(connection, newcomer)
        assert verdict.is_whole
        assert "does not have the key that signed it" in said(verdict)[0]
        newcomer.sign(connection)


@pytest.mark.parametrize("why", ["open key", "no folder"])
def test_that_a_key_that_cannot_be_used_never_stops_a_save(heads, tmp_path, why):
    connection = a_trail()
    heads.sign(connection)
    record(connection, SOME_EVENTS[1])
    if why == "open key":
        (tmp_path / "site" / "keys" / "signing-key.pem").chmod(0o644)
    else:
        site = tmp_path / "site"
        (site / HEADS_FOLDER).rename(site / "away")
        (site / HEADS_FOLDER).write_bytes(b"")
    AuditHeads(tmp_path / "site", tmp_path / "library").sign(connection)
    assert check(connection, heads).is_whole
    assert len(check(connection, heads).findings) == 1


def test_that_verifying_makes_no_key_and_no_folder(tmp_path):
    check(a_trail(), AuditHeads(tmp_path / "site", tmp_path / "library"))
    assert list(tmp_path.iterdir()) == []


def test_that_the_private_key_stays_private(heads, tmp_path):
    heads.sign(a_trail())
    assert stat.S_IMODE((tmp_path / "site" / "keys" / "signing-key.pem").stat().st_mode) == 0o600


def restored(connection: apsw.Connection, heads: AuditHeads, kept: int) -> None:
    """What a library does that was found damaged."""
    cut(connection, kept)
    record(connection, heads.accept_restore(connection, BACKUP_OF))


@pytest.mark.bad("BAD-091")
@pytest.mark.parametrize("crashed_before_signing", [False, True])
def test_that_rows_lost_by_restoring_a_backup_are_told_for_good(heads, crashed_before_signing):
    connection = a_trail(9)
    heads.sign(connection)
    restored(connection, heads, kept=6)
    if crashed_before_signing:
        assert check(connection, heads).is_whole
    for _ in range(2):
        heads.sign(connection)
        verdict = check(connection, heads)
        assert verdict.is_whole
        assert said(verdict) == [
            "Rows 7 to 9 as they were then were lost when the library was restored from the backup of "
            "2026-11-21 06:00 UTC (row 7)."
        ]
        record(connection, *SOME_EVENTS)
    cut(connection, 8)
    assert not check(connection, heads).is_whole


def test_that_a_backup_that_has_every_row_lost_nothing(heads):
    connection = a_trail(9)
    heads.sign(connection)
    restored(connection, heads, kept=9)
    heads.sign(connection)
    assert check(connection, heads).findings == ()


def test_that_a_cut_cannot_be_called_a_restoration_without_the_key(heads, tmp_path):
    connection = a_trail(9)
    heads.sign(connection)
    thief = AuditHeads(tmp_path / "thief", tmp_path / "library")
    cut(connection, 6)
    head = heads.found(connection).head
    forged = thief.accept_restore(connection, BACKUP_OF).detail
    forged = forged.replace(" key=", f" old={head.sequence} old_sha256={head.sha256} key=")
    record(connection, AuditEvent(thief.accept_restore(connection, BACKUP_OF).action, detail=forged))
    for _ in range(2):
        assert not check(connection, heads).is_whole
        heads.sign(connection)


def test_that_a_restoration_explains_its_own_cut_only(heads):
    connection = a_trail(9)
    heads.sign(connection)
    restored(connection, heads, kept=6)
    heads.sign(connection)
    explanation = all_rows(connection)
    record(connection, *SOME_EVENTS)
    heads.sign(connection)
    rewrite(connection, explanation)  # the same signed row, and what came after it cut off
    assert not check(connection, heads).is_whole
    rewrite(connection, computed_anew([*explanation[:3], explanation[-1]]))
    assert not check(connection, heads).is_whole


def made_anew(heads: AuditHeads) -> apsw.Connection:
    new = an_empty_trail()
    record(new, heads.begun_anew(new, SOME_EVENTS[0]))
    return new


def test_that_a_library_made_anew_in_the_same_folder_says_what_was_there(heads):
    heads.sign(a_trail(9))
    new = made_anew(heads)
    for _ in range(2):
        verdict = check(new, heads)
        assert verdict.is_whole
        assert "Another library was kept in this folder before; its 9 acts are not in this trail." in said(verdict)
        heads.sign(new)
        record(new, *SOME_EVENTS)
    assert len(check(new, heads).findings) == 2
    heads.sign(new)
    again = made_anew(heads)
    heads.sign(again)
    assert said(check(again, heads)) == [
        "Another library was kept in this folder before; its 11 acts are not in this trail."
    ]


def test_that_the_first_library_of_a_folder_replaces_none(heads):
    assert heads.begun_anew(an_empty_trail(), SOME_EVENTS[0]) == SOME_EVENTS[0]


def test_that_a_trail_that_was_emptied_is_not_taken_for_a_library_made_anew(heads):
    heads.sign(a_trail(9))
    for first in (AuditEvent(AuditAction.LIBRARY_OPENED), AuditEvent(AuditAction.LIBRARY_MADE)):
        emptied = an_empty_trail()
        record(emptied, first)
        for _ in range(2):
            verdict = check(emptied, heads)
            assert not verdict.is_whole
            assert "not the trail that this workstation signed here: that one had 9 rows" in said(verdict)[0]
            heads.sign(emptied)


def test_that_the_first_row_of_a_library_made_anew_cannot_be_used_again(heads):
    heads.sign(a_trail(9))
    new = made_anew(heads)
    record(new, *SOME_EVENTS)
    heads.sign(new)
    first = all_rows(new)[0]
    rewrite(new, computed_anew([first]))
    assert not check(new, heads).is_whole
    rewrite(new, computed_anew([{**first, "previous_sha256": "ab" * 32}]))
    for _ in range(2):
        assert not check(new, heads).is_whole
        heads.sign(new)


@pytest.mark.bad("BAD-091")
def test_that_a_library_begun_anew_because_it_was_damaged_says_so(heads):
    heads.sign(a_trail(9))
    new = an_empty_trail()
    record(new, heads.accept_restore(new, BACKUP_OF))
    for _ in range(2):
        assert check(new, heads).is_whole
        heads.sign(new)
    assert said(check(new, heads)) == [
        "The library was damaged and begun anew (row 1): what was recorded before was lost."
    ]


def a_time(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_that_a_head_names_the_folder_when_an_older_copy_is_opened_elsewhere(heads, tmp_path):
    connection = a_trail(9)
    heads.sign(connection)
    cut(connection, 6)
    copy = AuditHeads(tmp_path / "site", tmp_path / "copy")
    assert f"for {tmp_path / 'library'}" in said(check(connection, copy))[0]
    assert not check(connection, copy).is_whole


def test_that_signing_is_quick(heads):
    connection = a_trail(2000)
    start = datetime.now(UTC)
    for _ in range(20):
        heads.sign(connection)
    assert datetime.now(UTC) - start < timedelta(
        seconds=10
    )  # measured 0.2 s; reading the whole trail each time is slower
