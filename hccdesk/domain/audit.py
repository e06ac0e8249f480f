"""What was done, by whom and when: the acts that a library of cases keeps for good, and what checking them found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hccdesk.domain.board_opinion import BoardDecision, BoardOpinion, Reveal, SignOff
from hccdesk.domain.sentence import Sentence


class AuditAction(StrEnum):
    """An act that is recorded."""

    LIBRARY_MADE = "library_made"
    LIBRARY_OPENED = "library_opened"
    LIBRARY_MIGRATED = "library_migrated"
    LIBRARY_BACKED_UP = "library_backed_up"
    LIBRARY_RESTORED = "library_restored"
    LIBRARY_ENCRYPTED = "library_encrypted"
    LIBRARY_DECRYPTED = "library_decrypted"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - the name of an act
    SETTINGS_CHANGED = "settings_changed"
    CASE_SAVED = "case_saved"
    CASE_OPENED = "case_opened"
    CASE_IMPORTED = "case_imported"
    CASE_EXPORTED = "case_exported"
    CASE_REMOVED = "case_removed"
    CASE_PUT_BACK = "case_put_back"
    CASE_PURGED = "case_purged"
    INPUT_READ = "input_read"
    INPUT_KEPT = "input_kept"
    INPUT_CHANGED = "input_changed"
    CLINICAL_EDITED = "clinical_edited"
    REGIONS_EDITED = "regions_edited"
    ANALYSED = "analysed"
    OVERRIDDEN = "overridden"
    REPORT_WRITTEN = "report_written"
    RESULT_REVEALED = "result_revealed"
    OPINION_GIVEN = "opinion_given"
    DECISION_GIVEN = "decision_given"
    SIGNED_OFF = "signed_off"
    STAGE_CONFIRMED = "stage_confirmed"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery_failed"
    PACS_CHANGED = "pacs_changed"
    IMAGES_FETCHED = "images_fetched"
    SCREEN_LOCKED = "screen_locked"
    SCREEN_UNLOCKED = "screen_unlocked"
    SELFTEST_RUN = "selftest_run"
    COHORT_SCORED = "cohort_scored"
    MODEL_INSTALLED = "model_installed"
    MODEL_REMOVED = "model_removed"
    KEY_TRUSTED = "key_trusted"
    KEY_UNTRUSTED = "key_untrusted"
    AUDIT_EXPORTED = "audit_exported"
    UNKNOWN = "unknown"
    """What a newer version recorded; never recorded itself."""


BOARD_ACTS: Mapping[type, AuditAction] = {
    BoardOpinion: AuditAction.OPINION_GIVEN,
    Reveal: AuditAction.RESULT_REVEALED,
    BoardDecision: AuditAction.DECISION_GIVEN,
    SignOff: AuditAction.SIGNED_OFF,
}
"""The act that each line of a board's record is."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """An act, as whoever did it tells of it; never a name, an ID or a path of a patient's.

    `object_sha256` is what was made, read or changed; `models` are `id version` of what computed; `reason` is what a
    reader gave for an override; `detail` is a short technical word, e.g. the name of the act as the menu has it.
    """

    action: AuditAction
    case_id: str | None = None
    object_sha256: str | None = None
    models: tuple[str, ...] = ()
    reason: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An act as it is kept: the event, its place in the sequence, when, who, where, by what software, and the chain.

    `sequence` counts from 1 and never skips; `at` is UTC; `sha256` covers every other field and `previous_sha256`.
    `ticks_ns` counts from the computer's start, and cannot be set as its clock can.
    """

    sequence: int
    at: datetime
    os_user: str
    computer: str
    software_version: str
    event: AuditEvent
    previous_sha256: str
    sha256: str
    ticks_ns: int = 0


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """Something that is not as it should be; `is_tampering` tells it from what an honest clock or crash leaves."""

    sequence: int | None
    what: Sentence
    is_tampering: bool


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What checking the whole chain found."""

    n_rows: int
    head_sha256: str | None
    findings: tuple[AuditFinding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether no row was changed, taken out, put in or cut off."""
        return not any(finding.is_tampering for finding in self.findings)


class AuditTrail(Protocol):
    """Where acts are recorded; only ever added to."""

    def record(self, event: AuditEvent) -> None:
        """Keep an act that changes nothing else. Raises `StoreError`."""

    def audit_rows(self, case_id: str | None = None) -> tuple[AuditRow, ...]:
        """Every act, or those of one case, in their order."""

    def verify_audit(self) -> AuditVerdict:
        """Check the whole chain, and its last row against what this workstation signed."""
