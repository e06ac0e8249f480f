"""What goes into the chart: the objects, where they are sent, and what is known of their arrival."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence


class ObjectKind(StrEnum):
    """What one delivered file is."""

    PDF = "encapsulated_pdf"
    SEG = "segmentation"
    SR = "structured_report"
    SALIENCY = "saliency"
    FHIR = "fhir"


@dataclass(frozen=True, slots=True)
class ChartObject:
    """One file for the chart; `sop_instance_uid` is empty for what is no DICOM object (FHIR)."""

    kind: ObjectKind
    path: Path
    sha256: str
    sop_class_uid: str = ""
    sop_instance_uid: str = ""
    series_instance_uid: str = ""
    study_instance_uid: str = ""


@dataclass(frozen=True, slots=True)
class ChartFolder:
    """What was made for the chart, and what could not be made and why; `notes` are to be read before it is sent."""

    folder: Path
    objects: tuple[ChartObject, ...]
    left_out: tuple[tuple[ObjectKind, Sentence], ...] = ()
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class TlsChoice:
    """Encrypted connections: the authority that the peer's certificate must come from, and our own for it.

    `check_host_name`: whether the certificate must name the peer's host.
    """

    authority: Path
    certificate: Path | None = None
    key: Path | None = None
    check_host_name: bool = True


@dataclass(frozen=True, slots=True)
class PacsNode:
    """A PACS that the user set up. `called_ae` is its title, `calling_ae` ours; `timeout_s` for each step.

    `prefer_get`: fetch images over our own association (C-GET); else the PACS sends them to `receive_port` (C-MOVE).
    """

    name: str
    host: str
    port: int
    called_ae: str
    calling_ae: str = "HCCDESK"
    tls: TlsChoice | None = None
    timeout_s: float = 30.0
    prefer_get: bool = True
    receive_port: int = 11112


@dataclass(frozen=True, slots=True)
class PacsAnswer:
    """What an echo found: how long it took, and what the peer says it is and accepts."""

    seconds: float
    implementation: str = ""
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyQuery:
    """What to look for; empty fields match everything, at least one must be given."""

    patient_id: str = ""
    patient_name: str = ""
    accession_number: str = ""
    study_date_from: str = ""
    study_date_to: str = ""


@dataclass(frozen=True, slots=True)
class FoundSeries:
    """One series at the PACS; counts are -1 where it does not say."""

    study_instance_uid: str
    series_instance_uid: str
    modality: str
    description: str
    number: str
    instances: int = -1


@dataclass(frozen=True, slots=True)
class FoundStudy:
    """One study at the PACS with its series, as far as they were asked for."""

    study_instance_uid: str
    patient_id: str
    patient_name: str
    birth_date: str
    sex: str
    study_date: str
    description: str
    accession_number: str
    series: tuple[FoundSeries, ...] = ()


class DeliveryState(StrEnum):
    """How far an object is. `DELIVERED` only after it was read back and compared."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class QueuedDelivery:
    """An object on its way: how often it was tried, what went wrong last, and when it is tried again.

    `note`: what the PACS changed of a delivered one, where it may.
    """

    number: int
    case_id: str | None
    node: str
    thing: ChartObject
    state: DeliveryState
    queued_at: datetime
    attempts: int = 0
    last_fault: Sentence | None = None
    next_try_at: datetime | None = None
    delivered_at: datetime | None = None
    note: Sentence | None = None


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """What one run of the queue did."""

    delivered: tuple[QueuedDelivery, ...] = field(default=())
    failed: tuple[QueuedDelivery, ...] = field(default=())
    waiting: tuple[QueuedDelivery, ...] = field(default=())


class DeliveryQueue(Protocol):
    """Objects that wait for a PACS; on disk, so that a restart loses none. Everything raises `StoreError`."""

    def add(
        self, node: PacsNode, things: Sequence[ChartObject], case_id: str | None, at: datetime
    ) -> tuple[QueuedDelivery, ...]:
        """Queue copies of these files; the originals may go."""

    def entries(self) -> tuple[QueuedDelivery, ...]:
        """Everything queued, the oldest first, what was delivered included."""

    def run(
        self,
        nodes: Sequence[PacsNode],
        at: datetime,
        progress: Progress,
        *,
        all_now: bool,
        only: Collection[int] | None = None,
    ) -> DeliveryOutcome:
        """Send what is due (or all), read each back, compare, and keep what came of it.

        `only` these numbers: the outcome is theirs then, each in one of its three parts, and no other is touched.
        """

    def forget(self, number: int) -> None:
        """Take an entry and its copy away."""
