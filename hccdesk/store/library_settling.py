"""What is done in a library just opened: what a crash left is made good, what happened is told and recorded."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import apsw

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store import audit_chain, library_rekeying, library_settings
from hccdesk.store.audit_head import AuditHeads
from hccdesk.store.backups import back_up
from hccdesk.store.brought_over import Keep, bring_over
from hccdesk.store.database import Database
from hccdesk.store.input_copies import remove_copies, sweep
from hccdesk.store.library_faults import told
from hccdesk.store.library_marker import Marker, read_marker, write_marker
from hccdesk.store.library_opening import Opening, is_new_day
from hccdesk.store.library_places import companions
from hccdesk.store.library_restoring import bring_back, end_restoring, is_restoring, what_happened
from hccdesk.store.library_schema import newest_layout
from hccdesk.store.stray_copies import stray_copies

LARGEST_COPIED_ON_OPENING = 100_000_000
"""The backup of a library of 500 MB took 1 to 3 s on a disk of its own, and takes far longer over a network."""


def settle(opening: Opening, database: Database, heads: AuditHeads, keep_old: Keep) -> None:
    """All of it, in this order; a library that is read-only stays as it is."""
    with database.reading() as connection:
        if library_settings.are_damaged(connection):
            opening.notices.append(Sentence.of("The settings of the library cannot be read: its defaults are used."))
        known_until = audit_chain.last_moment(connection)
    if opening.read_only is not None:
        return
    _end_restoration(opening, database, heads)
    _record(opening, database, heads)
    _sign(database, heads)  # before a crash can leave a new trail long and unsigned
    if opening.is_alone:
        _remove_stale_journal(opening)
        library_rekeying.make_good(opening)
        _bring_over(opening, keep_old)
    opening.backup_is_due = is_new_day(opening)
    if opening.backup_is_due and _is_quick(opening):
        _back_up(opening, database)
    _sign(database, heads)
    _mark(opening)
    with suppress(StoreError):
        sweep(opening.places.inputs)
        if opening.is_alone:
            _sweep_strays(opening, database, known_until)


def back_up_if_due(opening: Opening, database: Database, heads: AuditHeads) -> bool:
    """The daily backup that `settle` left for later; whether there was one."""
    if not opening.backup_is_due:
        return False
    if is_new_day(opening):
        _back_up(opening, database)
        _sign(database, heads)
    opening.backup_is_due = False
    return True


def _is_quick(opening: Opening) -> bool:
    """Whether a copy takes no longer than anybody waits for on starting; meanwhile nobody else can open the library."""
    with told(opening.places.folder):
        return opening.places.database.stat().st_size <= LARGEST_COPIED_ON_OPENING


def _remove_stale_journal(opening: Opening) -> None:
    """Of a crash while there was no log: one that was to be played back was, before the first page was read."""
    if opening.access is not None and opening.access.wal:
        with suppress(OSError):
            companions(opening.access.path)[-1].unlink(missing_ok=True)


def _sweep_strays(opening: Opening, database: Database, known_until: datetime | None) -> None:
    with database.reading() as connection:
        strays = stray_copies(connection, opening.places, known_until)
    for stray in strays:
        remove_copies(stray)


def _sign(database: Database, heads: AuditHeads) -> None:
    with database.reading() as connection:
        heads.sign(connection)


def _end_restoration(opening: Opening, database: Database, heads: AuditHeads) -> None:
    """The restoration is the first act after those that the backup and the damaged file had."""
    if not is_restoring(opening.places, opening.restored):
        return
    with database.transaction() as connection:
        saved = bring_back(opening.places, opening.key, connection)
        backup = opening.restored.backup if opening.restored else None
        made_at = backup.made_at if backup else datetime.now(UTC)
        audit_chain.append(connection, heads.accept_restore(connection, made_at))
    opening.notices.extend(what_happened(opening.restored, saved))
    end_restoring(opening.places)


def _bring_over(opening: Opening, keep_old: Keep) -> None:
    n_cases = bring_over(opening.places, keep_old)
    if n_cases:
        opening.notices.append(
            Sentence.of(
                "{n} cases of the earlier version were brought over; their files lie in the library's folder “aside”.",
                n=n_cases,
            )
        )


def _record(opening: Opening, database: Database, heads: AuditHeads) -> None:
    made, opened = AuditEvent(AuditAction.LIBRARY_MADE), AuditEvent(AuditAction.LIBRARY_OPENED)
    try:
        with database.transaction() as connection:
            if _begins_here(opening, connection) and made not in opening.events:
                opening.events.insert(0, made)
            for event in (*opening.events, opened):
                audit_chain.append(connection, heads.begun_anew(connection, event))
    except StoreError as fault:  # a full disk: what is there can still be looked at
        opening.notices.append(Sentence.of("The opening of the library could not be recorded: {why}", why=fault.said))


def _begins_here(opening: Opening, connection: apsw.Connection) -> bool:
    """Whether the trail has no row for a good reason: it is of this layout, or a crash kept the first from being there.

    Where cases were saved, that was recorded with them: a trail without a row was emptied then.
    """
    if audit_chain.last_link(connection) is not None:
        return False
    is_migrated = any(event.action is AuditAction.LIBRARY_MIGRATED for event in opening.events)
    return is_migrated or not connection.execute("SELECT 1 FROM counters").get


def _back_up(opening: Opening, database: Database) -> None:
    """The daily backup. A disk that has no room for it stops nothing."""
    try:
        with database.reading() as connection:
            back_up(connection, opening.key, opening.places.backups, datetime.now(UTC).date())
        opening.backup_is_due = False
        with database.transaction() as connection:
            audit_chain.append(connection, AuditEvent(AuditAction.LIBRARY_BACKED_UP))
    except StoreError as fault:
        opening.notices.append(Sentence.of("Today's backup could not be made: {why}", why=fault.said))


def _mark(opening: Opening) -> None:
    """Let the marker say what the library is, where it does not."""
    found = read_marker(opening.places.marker)
    marker = found or Marker()
    checks = (opening.key.check,) if opening.key else ()
    is_known = checks == marker.checks or (opening.key is not None and marker.is_rekeying)
    now = replace(
        marker,
        is_encrypted=opening.key is not None,
        checks=marker.checks if is_known else checks,
        layout=newest_layout(),
    )
    if now != found:
        with suppress(StoreError):  # a full disk: the next time will do
            write_marker(opening.places.marker, now)
