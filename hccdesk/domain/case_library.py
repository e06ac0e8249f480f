"""What a library of cases can do, and what it says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from hccdesk.domain.audit import AuditEvent, AuditTrail
from hccdesk.domain.board_opinion import BoardEntry
from hccdesk.domain.case_snapshot import CaseEntry, CaseListing, CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence


class PassphraseNeededError(StoreError):
    """The library is encrypted and no passphrase, or a wrong one, was given."""


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """What a site chose for its library.

    `copy_inputs`: copy CT and slides into the library when they are read (otherwise they are referenced where they
    are); `lock_after_minutes`: the screen is covered after so long without a touch, 0 for never.
    """

    copy_inputs: bool = True
    lock_after_minutes: int = 15


@dataclass(frozen=True, slots=True)
class LibraryState:
    """An open library: where it is, why it cannot be written to (None where it can), and what happened on opening.

    `notices` are for the reader: restored from a backup, cases that were lost or saved, brought over from an earlier
    version, the clock that went back. `backup_is_due`: the backup of the day takes a while, so `open` left it for
    `back_up_if_due`, or at the latest for `close`.
    """

    folder: Path
    read_only: Sentence | None = None
    is_encrypted: bool = False
    notices: tuple[Sentence, ...] = ()
    last_backup: datetime | None = None
    backup_is_due: bool = False


@dataclass(frozen=True, slots=True)
class CaseHolder:
    """Who has a case open: operating-system user, computer, since when."""

    os_user: str
    computer: str
    since: datetime


@dataclass(frozen=True, slots=True)
class KeptInput:
    """An input of a case by role (`ct`, `ct_roi`, `slide`, `slide_roi`, `clinical`).

    `original` is where it was read from, `kept` the copy in the library (a file, or a folder), None where it is only
    referenced; `sha256` as in `InputFact`; `uids` are those of the series, the study and the frame of reference.
    """

    role: str
    original: Path
    kept: Path | None
    sha256: str
    n_files: int
    size_bytes: int
    uids: tuple[str, ...]
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A result in the record: appended, never overwritten."""

    number: int
    made_at: datetime
    sha256: str
    software_version: str
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report that was written: which result it shows, how, and the bytes' sha256."""

    number: int
    made_at: datetime
    of_result: int | None
    language: str
    paper: str
    file_name: str
    sha256: str


class CaseLibrary(AuditTrail, Protocol):
    """Where cases are kept. Every method may be slow, and is called by one thread at a time.

    `open` comes first. Whatever returns was read back from the disk. Everything raises `StoreError`.
    """

    def open(self, passphrase: str | None = None) -> LibraryState:
        """Make, migrate, check, back up or restore, as it needs. Raises `PassphraseNeededError`."""

    def close(self) -> None:
        """Let go of files and of held cases; it can be opened again."""

    def list(self) -> CaseListing:
        """The cases there are."""

    def save(
        self, case_id: str, snapshot: CaseSnapshot, saved_at: datetime, acts: Sequence[AuditEvent] = ()
    ) -> CaseEntry:
        """Keep the case in the place of an earlier state, with what was done to it in the same transaction."""

    def load(self, case_id: str) -> CaseSnapshot:
        """The case as it was kept, its inputs where they are now. Refuses one that is gone, damaged, or newer."""

    def forget(self, case_id: str) -> None:
        """Take the case from the list; it can be put back until `purge`."""

    def put_back(self, case_id: str) -> None:
        """Put a case back that was taken from the list."""

    def purge(self) -> None:
        """Delete for good what was taken from the list, with its copied inputs; the acts stay in the record."""

    def hold(self, case_id: str) -> CaseHolder | None:
        """Take the case for this window; gives who has it where somebody else does, None once it is ours."""

    def let_go(self, case_id: str) -> None:
        """Others may have the case."""

    def keep_result(self, case_id: str, result: CaseResult, acts: Sequence[AuditEvent] = ()) -> KeptResult:
        """Append a result."""

    def results(self, case_id: str) -> tuple[KeptResult, ...]:
        """Every result of the case, the oldest first."""

    def load_result(self, case_id: str, number: int) -> CaseResult:
        """One of them, equal to what was kept."""

    def keep_report(self, case_id: str, pdf: bytes, facts: KeptReport, acts: Sequence[AuditEvent] = ()) -> KeptReport:
        """Append a report; number and sha256 in `facts` are filled in here."""

    def reports(self, case_id: str) -> tuple[KeptReport, ...]:
        """Every report of the case, the oldest first."""

    def load_report(self, case_id: str, number: int) -> bytes:
        """The bytes of one."""

    def keep_opinion(self, case_id: str, entry: BoardEntry, acts: Sequence[AuditEvent] = ()) -> None:
        """Append a line of the board's record; none is ever changed or taken out."""

    def opinions(self, case_id: str) -> tuple[BoardEntry, ...]:
        """The board's record of the case, the oldest line first."""

    def keep_inputs(
        self, case_id: str, found: Sequence[InputFiles], progress: Progress, copies: bool | None = None
    ) -> tuple[KeptInput, ...]:
        """Copy inputs into the library, each verified by its sha256, in the place of earlier ones of the same role.

        What does not fit on the disk is referenced; so is everything where `copies` is False, or where it is None
        and `copy_inputs` is off. What was copied ahead (`store.input_copies`) is there at once. May be cancelled.
        """

    def inputs(self, case_id: str) -> tuple[KeptInput, ...]:
        """The inputs of the case."""

    def settings(self) -> LibrarySettings:
        """What was chosen."""

    def keep_settings(self, settings: LibrarySettings) -> None:
        """Choose."""

    def set_passphrase(self, passphrase: str | None, current: str | None = None) -> LibraryState:
        """Encrypt the library, change its passphrase, or (None) decrypt it; the backups follow.

        Where it is encrypted, `current` is the passphrase that it has; it is refused with another.
        """

    def back_up(self) -> Path:
        """A verified backup, now."""

    def back_up_if_due(self) -> LibraryState | None:
        """The backup of the day where `open` left it for later; how the library is then, None where none was due."""


@dataclass(frozen=True, slots=True)
class InputFiles:
    """The files of one input, for `keep_inputs`: `root` is the file or folder that names it, `files` all of it."""

    role: str
    root: Path
    files: tuple[Path, ...]
    sha256: str
    uids: tuple[str, ...] = ()
