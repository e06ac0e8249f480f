"""The file of what waits for a PACS: claims of one process at a time, strange files, copies that are checked."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from hccdesk.domain.delivery import ChartObject, DeliveryState, ObjectKind
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.deliveries import Deliveries, Settled
from hccdesk.store.delivery_claims import CLAIM_OF_ANOTHER_COMPUTER
from hccdesk.store.running_process import RunningProcess, this_process

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def deliveries(tmp_path: Path) -> Deliveries:
    return Deliveries(tmp_path / "library")


def a_thing(folder: Path, content: bytes = b"an object") -> ChartObject:
    path = folder / f"{hashlib.sha256(content).hexdigest()[:8]}.dcm"
    path.write_bytes(content)
    return ChartObject(ObjectKind.SEG, path, hashlib.sha256(content).hexdigest(), "1.2.3", f"2.25.{len(content)}")


def claim_by(path: Path, process: RunningProcess | None, at: datetime = NOW) -> None:
    with closing(apsw.Connection(str(path))) as connection:
        told = json.dumps(asdict(process)) if process else "nobody"
        connection.execute("UPDATE deliveries SET claim = 'x', claimed_at = ?, claimed_by = ?", (at.isoformat(), told))


def database(tmp_path: Path) -> Path:
    return tmp_path / "library" / "deliveries" / "deliveries.sqlite"


def test_that_what_is_claimed_is_nobody_elses_until_it_is_settled(deliveries: Deliveries, tmp_path: Path):
    deliveries.add("main", (a_thing(tmp_path),), None, NOW)
    claim = deliveries.claim(NOW, all_now=True, but=())
    assert claim is not None
    assert Deliveries(tmp_path / "library").claim(NOW + timedelta(days=2), all_now=True, but=()) is None
    with pytest.raises(StoreError, match="being sent just now"):
        deliveries.forget(claim.entry.number, NOW)
    deliveries.let_go(claim)
    assert deliveries.claim(NOW, all_now=True, but=()) is not None


def test_that_a_claim_of_a_process_that_is_gone_counts_no_more(deliveries: Deliveries, tmp_path: Path):
    deliveries.add("main", (a_thing(tmp_path),), None, NOW)
    claim_by(database(tmp_path), replace(this_process(), started="another start"))
    assert deliveries.claim(NOW, all_now=True, but=()) is not None


def test_that_a_claim_of_another_computer_holds_for_a_while(deliveries: Deliveries, tmp_path: Path):
    deliveries.add("main", (a_thing(tmp_path),), None, NOW)
    claim_by(database(tmp_path), RunningProcess("elsewhere", "beef", 1, "then"))
    soon, late = NOW + CLAIM_OF_ANOTHER_COMPUTER / 2, NOW + CLAIM_OF_ANOTHER_COMPUTER * 2
    assert deliveries.claim(soon, all_now=True, but=()) is None
    assert deliveries.claim(late, all_now=True, but=()) is not None


def test_that_a_claim_that_cannot_be_read_is_none(deliveries: Deliveries, tmp_path: Path):
    deliveries.add("main", (a_thing(tmp_path),), None, NOW)
    claim_by(database(tmp_path), None)
    assert deliveries.claim(NOW, all_now=True, but=()) is not None


def test_that_settling_after_somebody_else_took_it_changes_nothing(deliveries: Deliveries, tmp_path: Path):
    deliveries.add("main", (a_thing(tmp_path),), None, NOW)
    claim = deliveries.claim(NOW, all_now=True, but=())
    assert claim is not None
    claim_by(database(tmp_path), this_process())
    deliveries.mark_sent(claim)
    assert [entry.state for entry in deliveries.entries()] == [DeliveryState.WAITING]


def test_that_sentences_are_kept_as_sentences(deliveries: Deliveries, tmp_path: Path):
    deliveries.add("main", (a_thing(tmp_path),), None, NOW)
    claim = deliveries.claim(NOW, all_now=True, but=())
    assert claim is not None
    inner = Sentence.of("It is tried again later.")
    told = Sentence.listed((Sentence.of("the PACS refused the object (status {status}).", status="C001"), inner), " ")
    settled = deliveries.settle(claim, Settled(DeliveryState.FAILED, 3, told))
    assert settled.last_fault == told
    with closing(apsw.Connection(str(database(tmp_path)))) as connection:
        connection.execute("UPDATE deliveries SET fault = '{\"template\": 1}'")
    (entry,) = deliveries.entries()
    assert entry.last_fault is not None and "cannot be read" in entry.last_fault.text


@pytest.mark.parametrize("spoil", ["another program", "later version", "no database"])
def test_that_a_file_that_is_no_such_list_is_left_as_it_is(deliveries: Deliveries, tmp_path: Path, spoil: str):
    deliveries.add("main", (a_thing(tmp_path),), None, NOW)
    path = database(tmp_path)
    if spoil == "no database":
        for part in path.parent.glob("deliveries.sqlite*"):
            part.unlink()
        path.write_bytes(b"nothing of the kind" * 100)
    else:
        with closing(apsw.Connection(str(path))) as connection:
            connection.pragma("application_id" if spoil == "another program" else "user_version", 7)
    with pytest.raises(StoreError):
        deliveries.entries()
    with pytest.raises(StoreError):
        deliveries.add("main", (a_thing(tmp_path, b"more"),), None, NOW)
