"""Checks an audit trail: every row by its own sha256, each against the one before, and the end against what was signed.

Changed, taken out, put in, exchanged, cut off and computed anew are tampering. Clocks that went back, rows that are
not signed yet and rows that an honest restoration lost are told as well, and are not.
"""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from hccdesk.domain.audit import AuditAction, AuditFinding, AuditVerdict
from hccdesk.domain.sentence import Sentence
from hccdesk.store.audit_chain import (
    PROTECTING_TRIGGERS,
    RawRow,
    beginnings,
    last_link,
    moment_of,
    raw_rows,
    row_sha256,
)
from hccdesk.store.audit_clocks import Clocks
from hccdesk.store.audit_head import FoundHead, is_given_up, is_in
from hccdesk.store.audit_head_file import SignedHead
from hccdesk.store.audit_restore import Restoration, restoration_in


def verify(connection: apsw.Connection, found: FoundHead | None = None) -> AuditVerdict:
    """What checking the whole chain found; `found` is what `AuditHeads.found` gives, None leaves the end unchecked."""
    links, clocks = _Links(), Clocks()
    findings: list[AuditFinding] = []
    try:
        for row in raw_rows(connection):
            findings += links.look_at(row)
            clocks.look_at(row)
    except UnicodeDecodeError:
        findings.append(_tampering(links.expected, Sentence.of("Row {n} holds no text.", n=links.expected)))
    findings += _missing_triggers(connection)
    findings += _against_head(connection, found) if found else ()
    findings += _lost_before(connection)
    findings += clocks.findings
    return AuditVerdict(links.n_rows, links.previous, tuple(findings))


class _Links:
    """Looks at the rows one by one, in their order, each with the one before."""

    def __init__(self) -> None:
        self.n_rows, self.expected = 0, 1
        self.previous: str | None = None

    def look_at(self, row: RawRow) -> Iterator[AuditFinding]:
        sequence: int = row["sequence"]
        if sequence < self.expected:
            yield _tampering(sequence, Sentence.of("Row {n} was put in before the first.", n=sequence))
        elif sequence > self.expected:
            yield _missing(self.expected, sequence - 1)
        elif self.previous is not None and row["previous_sha256"] != self.previous:
            yield _broken(sequence)
        if row["sha256"] != row_sha256(row):
            yield _tampering(sequence, Sentence.of("Row {n} was changed after it was written.", n=sequence))
        self.n_rows, self.expected, self.previous = self.n_rows + 1, max(sequence, 0) + 1, str(row["sha256"])


def _against_head(connection: apsw.Connection, found: FoundHead) -> Iterator[AuditFinding]:
    if found.why_none is not None:
        yield found.why_none
    if found.head is None:
        return
    last = last_link(connection)
    length = last[0] if last else 0
    if is_in(connection, found.head):
        if length > found.head.sequence:
            yield _not_signed_yet(found.head.sequence + 1, length)
    elif not is_given_up(connection, found.head, found.key):
        yield _cut_off(length, found.head) if length < found.head.sequence else _made_anew(found.head)


def _lost_before(connection: apsw.Connection) -> Iterator[AuditFinding]:
    """What the rows tell that say that the library was made or restored."""
    for row in reversed(list(beginnings(connection))):
        said = restoration_in(row)
        is_made = row["action"] == AuditAction.LIBRARY_MADE.value
        if is_made and said is None:
            continue
        if said is None or said.kept == 0 or (said.old is not None and said.old > said.kept):
            what = _replaced(said) if is_made and said else _lost(row["sequence"], said)
            yield AuditFinding(row["sequence"], what, is_tampering=False)


def _replaced(said: Restoration) -> Sentence:
    return Sentence.of(
        "Another library was kept in this folder before; its {n} acts are not in this trail.", n=said.old or 0
    )


def _lost(sequence: int, said: Restoration | None) -> Sentence:
    if said is not None and said.kept == 0:
        return Sentence.of(
            "The library was damaged and begun anew (row {n}): what was recorded before was lost.", n=sequence
        )
    if said is None or said.old is None:
        return Sentence.of(
            "The library was restored from a backup (row {n}): what was recorded after the backup was lost.", n=sequence
        )
    return Sentence.of(
        "Rows {first} to {last} as they were then were lost when the library was restored from the backup of {when} "
        "(row {n}).",
        first=said.kept + 1,
        last=said.old,
        when=f"{when:%Y-%m-%d %H:%M} UTC" if (when := moment_of(said.backup)) else said.backup,
        n=sequence,
    )


def _missing_triggers(connection: apsw.Connection) -> Iterator[AuditFinding]:
    query = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'"
    if not {str(name) for (name,) in connection.execute(query)} >= PROTECTING_TRIGGERS:
        said = Sentence.of("The database no longer refuses changes to this trail: its triggers were taken away.")
        yield _tampering(None, said)


def _missing(first: int, last: int) -> AuditFinding:
    if first == last:
        return _tampering(first, Sentence.of("Row {n} is missing.", n=first))
    return _tampering(first, Sentence.of("Rows {first} to {last} are missing.", first=first, last=last))


def _broken(sequence: int) -> AuditFinding:
    said = Sentence.of(
        "Row {n} does not follow from row {before}: one of the two was changed, exchanged or put in.",
        n=sequence,
        before=sequence - 1,
    )
    return _tampering(sequence, said)


def _cut_off(length: int, head: SignedHead) -> AuditFinding:
    said = Sentence.of(
        "Rows {first} to {last} are gone from the end: this workstation signed row {last} on {when} (UTC) for {place}. "
        "They were cut off, or this is an older copy of that library.",
        first=length + 1,
        last=head.sequence,
        when=f"{head.signed_at:%Y-%m-%d %H:%M}",
        place=head.place,
    )
    return _tampering(length + 1, said)


def _made_anew(head: SignedHead) -> AuditFinding:
    said = Sentence.of(
        "Row {n} is not the one that this workstation signed on {when} (UTC) for {place}: the trail was made anew up "
        "to there, or this is another copy of that library.",
        n=head.sequence,
        when=f"{head.signed_at:%Y-%m-%d %H:%M}",
        place=head.place,
    )
    return _tampering(head.sequence, said)


def _not_signed_yet(first: int, last: int) -> AuditFinding:
    said = Sentence.of(
        "Rows {first} to {last} were not signed by this workstation: that none was cut off after them cannot be told.",
        first=first,
        last=last,
    )
    return AuditFinding(first, said, is_tampering=False)


def _tampering(sequence: int | None, what: Sentence) -> AuditFinding:
    return AuditFinding(sequence, what, is_tampering=True)
