"""Takes what a PACS sends: only what was asked for, so many and so much of it, under names of our own."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pydicom.filereader import read_partial
from pynetdicom import evt

from hccdesk.delivery.pacs_line import PacsLine
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.sentence import Sentence
from hccdesk.private_files import write_private

MEBIBYTE = 1 << 20
TAKEN, NO_ROOM, NOT_ASKED_FOR, NOT_UNDERSTOOD = 0x0000, 0xA700, 0xA900, 0xC000
_STUDY, _SERIES, _INSTANCE, _CLASS = 0x0020000D, 0x0020000E, 0x00080018, 0x00080016


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may come: objects, and bytes of all together."""

    objects: int = 20_000
    bytes: int = 8 << 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; an empty series or instance is any."""

    study: str
    series: str = ""
    instance: str = ""


class Receiver:
    """Writes into `folder`; what goes beyond `limits` ends the conversation."""

    def __init__(self, line: PacsLine, folder: Path, limits: Limits) -> None:
        self._line, self._folder, self._limits = line, folder, limits
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self.asked = Asked("")
        self.received: list[Path] = []
        self.n_taken, self.n_others, self.n_bytes = 0, 0, 0
        self.handlers: list[Any] = [(evt.EVT_C_STORE, self._on_store)]
        line.most_bytes += limits.bytes

    def _on_store(self, event: Any) -> int:
        with self._lock:
            try:
                return self._take(event)
            except OSError:
                self._line.fault = DeliveryError(
                    "what the PACS sends cannot be written to the disk.", where=self._folder,
                    what_to_do="Make space, or choose another folder.",
                )  # fmt: skip
                return NO_ROOM

    def _take(self, event: Any) -> int:
        content = event.encoded_dataset()
        told = _told(content)
        if told is None:
            self.n_others += 1
            return NOT_UNDERSTOOD
        study, series, instance = told
        asked = self.asked
        matches = study == asked.study and asked.series in ("", series) and asked.instance in ("", instance)
        if not matches or instance != str(event.request.AffectedSOPInstanceUID):
            self.n_others += 1
            return NOT_ASKED_FOR
        if instance in self._known:  # sent twice
            self.n_taken += 1
            return TAKEN
        if len(self.received) >= self._limits.objects or self.n_bytes + len(content) > self._limits.bytes:
            self._line.fault = self._line.fault or _too_much(self._limits)
            return NO_ROOM
        path = self._folder / f"{uuid.uuid4().hex}.dcm"
        write_private(path, content)
        self._known.add(instance)
        self.n_taken += 1
        self.received.append(path)
        self.n_bytes += len(content)
        return TAKEN


def _told(content: bytes) -> tuple[str, str, str] | None:
    """Study, series and instance of an object; None for what is none."""
    try:
        read = read_partial(
            BytesIO(content),
            stop_when=lambda tag, _vr, _length: tag > _SERIES,
            specific_tags=[_STUDY, _SERIES, _INSTANCE, _CLASS],
        )
        return str(read.StudyInstanceUID), str(read.SeriesInstanceUID), str(read.SOPInstanceUID)
    except Exception:  # whatever a peer sends: it is refused
        return None


def _too_much(limits: Limits) -> DeliveryError:
    return DeliveryError(
        Sentence.of(
            "the PACS sends more than {objects} images or {gib:.1f} GiB, which no study of a CT has.",
            objects=limits.objects,
            gib=limits.bytes / (1 << 30),
        ),
        what_to_do="Choose single series. Nothing of it was kept.",
    )
