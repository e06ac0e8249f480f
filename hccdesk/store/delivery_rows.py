"""Deliveries as they are kept: the tables, and rows as values of the domain."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from hccdesk.domain.delivery import ChartObject, DeliveryState, ObjectKind, QueuedDelivery
from hccdesk.domain.sentence import Sentence
from hccdesk.store.case_file_arrays import Entries, ReadEntries
from hccdesk.store.case_file_values import as_plain, from_plain
from hccdesk.store.running_process import RunningProcess

LAYOUT = 1
APPLICATION_ID = 0x48434471  # "HCDq"
TABLES = """
CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id TEXT,
    node TEXT NOT NULL,
    kind TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    sop_class_uid TEXT NOT NULL,
    sop_instance_uid TEXT NOT NULL,
    series_instance_uid TEXT NOT NULL,
    study_instance_uid TEXT NOT NULL,
    copy TEXT NOT NULL,
    state TEXT NOT NULL,
    queued_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    fault TEXT,
    note TEXT,
    next_try_at TEXT,
    delivered_at TEXT,
    claim TEXT,
    claimed_at TEXT,
    claimed_by TEXT,
    is_told INTEGER NOT NULL DEFAULT 0
) STRICT
"""
COLUMNS = (
    "number, case_id, node, kind, sha256, sop_class_uid, sop_instance_uid, series_instance_uid, study_instance_uid, "
    "copy, state, queued_at, attempts, fault, note, next_try_at, delivered_at"
)

CLAIM = "claim, claimed_at, claimed_by"


def delivery_of(row: tuple[Any, ...], copies: Path) -> QueuedDelivery:
    """A row of `COLUMNS`."""
    thing = ChartObject(
        ObjectKind(row[3]),
        copies / row[9],
        row[4],
        sop_class_uid=row[5],
        sop_instance_uid=row[6],
        series_instance_uid=row[7],
        study_instance_uid=row[8],
    )
    return QueuedDelivery(
        row[0],
        row[1],
        row[2],
        thing,
        DeliveryState(row[10]),
        datetime.fromisoformat(row[11]),
        attempts=row[12],
        last_fault=said(row[13]),
        next_try_at=_moment(row[15]),
        delivered_at=_moment(row[16]),
        note=said(row[14]),
    )


def kept(sentence: Sentence | None) -> str | None:
    """A sentence as a column."""
    return None if sentence is None else json.dumps(as_plain(sentence, Entries(), Sentence), ensure_ascii=False)


def said(column: str | None) -> Sentence | None:
    """A sentence from its column; what cannot be read is told in its place."""
    if column is None:
        return None
    with suppress(ValueError, TypeError, KeyError, IndexError):
        found: Sentence = from_plain(Sentence, json.loads(column), ReadEntries({}))
        _ = found.text
        return found
    return Sentence.of("What was said of it cannot be read any more.")


def kept_process(process: RunningProcess) -> str:
    """A process as a column."""
    return json.dumps(asdict(process))


def is_gone(column: str | None) -> bool:
    """Whether the process that claimed a row ended, on this computer."""
    with suppress(ValueError, TypeError):
        return RunningProcess(**json.loads(column or "")).is_gone()
    return True


def _moment(column: str | None) -> datetime | None:
    return None if column is None else datetime.fromisoformat(column)
