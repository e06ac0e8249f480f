"""The signed head of a library's audit trail, kept outside the library.

A chain of hashes tells a row that was changed or taken out in the middle; it cannot tell rows cut off its end, nor a
chain that was computed anew. So after each commit the workstation key signs how far the chain went and with which
sha256, into `audit-heads/<library id>.json` of the site folder. From then on:

- The chain goes further than the head and has the signed row in its place: whole. A crash between commit and signing,
  or a colleague on the same share, leaves it so.
- The chain is shorter, or has another row there: tampering. Such a head is never signed over: the verdict stays.
- The library was restored from a backup, which ends before the head. `accept_restore` gives the event to record as the
  first row after the backup's; its detail names the head that is given up and is signed by the same key. Only such a
  row explains that head: the new one is signed over it, and the verdict says for good which rows were lost. Nothing is
  written outside the library before that row is, so a crash at any point leaves a state that explains itself.
- The library was deleted and made anew in the same folder: its first row gives up the old head in the same way
  (`begun_anew`), and the verdict says so. Any other trail in the place of one that was signed is tampering.
- The key is not the one that signed, or cannot be read: the head is not checked, and the verdict says that too.

What it cannot do: rows that somebody adds after the head, properly chained, look like a colleague's, and are told as
"not signed" until the next act here. And somebody with the rights of this account can read the key and delete the head.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import apsw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hccdesk.domain.audit import AuditAction, AuditEvent, AuditFinding
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.audit_chain import beginnings, last_link, library_id, sha256_at
from hccdesk.store.audit_head_file import SignedHead, read_head, write_head
from hccdesk.store.audit_restore import Restoration, restoration_in
from hccdesk.store.workstation_key import own_public_key, signing_key

HEADS_FOLDER = "audit-heads"


@dataclass(frozen=True, slots=True)
class FoundHead:
    """The head to compare a chain with and the key that signed it; or why there is none.

    `other` is the head of another library that was in the same folder, where this one was never signed.
    """

    head: SignedHead | None = None
    key: Ed25519PublicKey | None = None
    why_none: AuditFinding | None = None
    other: SignedHead | None = None


class AuditHeads:
    """The heads that this workstation signed, as they concern the library in `folder`."""

    def __init__(
        self, site_folder: Path, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._site, self._place, self._now = site_folder, _printable(folder), now

    def sign(self, connection: apsw.Connection) -> None:
        """Sign how far the chain goes. Called after each commit, and never a reason for one to fail:

        where the key or the site folder cannot be used the head stays behind, which the verdict says.
        """
        last, library, key = last_link(connection), library_id(connection), self._key
        found = self.found(connection)
        if last is None or library is None or key is None or not _may_be_followed(connection, found):
            return
        head = SignedHead(
            library=library,
            sequence=last[0],
            sha256=last[1],
            signed_at=self._now().astimezone(UTC),
            place=self._place,
        )
        try:
            write_head(self._file(library), head, key)
        except OSError:
            return

    def found(self, connection: apsw.Connection) -> FoundHead:
        """The head to compare the chain with; changes nothing."""
        library = library_id(connection)
        file = self._file(library) if library else None
        key = self._public_key()
        if file is None or not file.exists():
            other = self._other_here(library, key)
            if other is None or is_given_up(connection, other, key):
                return FoundHead(None, key, _UNSIGNED)
            return FoundHead(None, key, _not_ours(other), other)
        if key is None:
            return FoundHead(why_none=_OTHER_KEY)
        read = read_head(file, key)
        if read.head is None:
            return FoundHead(None, key, _OTHER_KEY if read.is_of_other_key else _forged(file))
        return FoundHead(read.head, key)

    def accept_restore(self, connection: apsw.Connection, backup_of: datetime) -> AuditEvent:
        """The event to record first of all in a library that was just restored from the backup of `backup_of`."""
        backup = backup_of.astimezone(UTC).isoformat(timespec="seconds")
        return AuditEvent(AuditAction.LIBRARY_RESTORED, detail=self._giving_up(connection, backup))

    def begun_anew(self, connection: apsw.Connection, event: AuditEvent) -> AuditEvent:
        """`event`; where it is the first of a library made where another one was, with that one's head given up."""
        is_first = event.action is AuditAction.LIBRARY_MADE and last_link(connection) is None
        if not is_first or self.found(connection).other is None:
            return event
        return replace(event, detail=self._giving_up(connection, backup="none"))

    def _giving_up(self, connection: apsw.Connection, backup: str) -> str:
        last, found = last_link(connection), self.found(connection)
        old = found.head if found.head and not is_in(connection, found.head) else found.other
        said = Restoration(
            backup=backup,
            library=old.library if old else library_id(connection) or "none",
            kept=last[0] if last else 0,
            kept_sha256=last[1] if last else "none",
            old=old.sequence if old else None,
            old_sha256=old.sha256 if old else None,
        )
        return said.in_detail(self._key)

    @cached_property
    def _key(self) -> Ed25519PrivateKey | None:
        try:
            return signing_key(self._site)
        except StoreError:
            return None

    def _public_key(self) -> Ed25519PublicKey | None:
        try:
            return own_public_key(self._site)
        except StoreError:
            return None

    def _file(self, library: str) -> Path:
        return self._site / HEADS_FOLDER / f"{library}.json"

    def _other_here(self, library: str | None, key: Ed25519PublicKey | None) -> SignedHead | None:
        if key is None:
            return None
        read = (read_head(file, key).head for file in (self._site / HEADS_FOLDER).glob("*.json"))
        others = [head for head in read if head and head.place == self._place and head.library != library]
        return max(others, key=lambda head: head.signed_at, default=None)


def is_in(connection: apsw.Connection, head: SignedHead) -> bool:
    """Whether the chain still has the row that was signed."""
    return sha256_at(connection, head.sequence) == head.sha256


def is_given_up(connection: apsw.Connection, head: SignedHead, key: Ed25519PublicKey | None) -> bool:
    """Whether a row that this workstation signed says that this head was given up."""
    for row in beginnings(connection):
        said = restoration_in(row)
        if said and key and said.explains(head.library, head.sequence, head.sha256):
            return said.is_signed(row["detail"], key)
    return False


def _may_be_followed(connection: apsw.Connection, found: FoundHead) -> bool:
    if found.head is not None:
        return is_in(connection, found.head) or is_given_up(connection, found.head, found.key)
    return found.why_none is _UNSIGNED


_UNSIGNED = AuditFinding(
    None,
    Sentence.of("This workstation has signed no end of this trail: rows cut off its end cannot be told here."),
    is_tampering=False,
)
_OTHER_KEY = AuditFinding(
    None,
    Sentence.of(
        "The signed end of this trail cannot be checked here: this account does not have the key that signed it."
    ),
    is_tampering=False,
)


def _printable(folder: Path) -> str:
    """Linux allows names that are no text; JSON does not."""
    return os.fsencode(folder.absolute()).decode("utf-8", "backslashreplace")


def _forged(file: Path) -> AuditFinding:
    said = Sentence.of("The signed end of this trail was changed or is damaged: {file}.", file=str(file))
    return AuditFinding(None, said, is_tampering=True)


def _not_ours(other: SignedHead) -> AuditFinding:
    said = Sentence.of(
        "This is not the trail that this workstation signed here: that one had {n} rows on {when} (UTC).",
        n=other.sequence,
        when=f"{other.signed_at:%Y-%m-%d %H:%M}",
    )
    return AuditFinding(None, said, is_tampering=True)
