"""The queue: copies kept until they arrived, tried again, nothing lost by a kill, nothing sent twice."""

from __future__ import annotations

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from orthanc import Orthanc, free_port
from pacs_objects import PDF, a_report, a_thing
from pacs_peers import Peer, a_peer
from pydicom.dataset import Dataset

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.delivery import ChartObject, DeliveryState, ObjectKind, PacsNode
from hccdesk.domain.errors import Cancelled, StoreError
from hccdesk.domain.progress import NoProgress
from hccdesk.private_files import write_private
from hccdesk.store import delivery_copies
from hccdesk.workflow.delivery_events import delivery_events
from hccdesk.workflow.delivery_queue import PAUSES, delivery_queue

pytestmark = [pytest.mark.network, pytest.mark.control("RISK-56-b")]
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
NOWHERE = PacsNode("nowhere", "127.0.0.1", 1, "NOBODY", timeout_s=2.0)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def thing(tmp_path: Path) -> ChartObject:
    return a_thing(tmp_path / "made" / "report.dcm")


def copies(library: Path) -> list[Path]:
    return sorted((library / "deliveries" / "objects").iterdir())


def test_that_asking_for_the_queue_makes_and_opens_nothing(library: Path):
    queue = delivery_queue(library)
    assert queue.entries() == ()
    assert queue.run((), NOW, NoProgress(), all_now=True).waiting == ()
    assert not library.exists()


def test_that_a_report_is_delivered_and_orthanc_holds_its_bytes(orthanc: Orthanc, library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    (added,) = queue.add(orthanc.node, (thing,), "ab" * 16, NOW)
    assert (added.state, added.attempts) == (DeliveryState.WAITING, 0)
    thing.path.unlink()  # the original may go
    outcome = queue.run((orthanc.node,), NOW, NoProgress(), all_now=False)
    (done,) = outcome.delivered
    assert (done.number, done.state, done.delivered_at, done.note) == (added.number, DeliveryState.DELIVERED, NOW, None)
    assert copies(library) == []
    (instance,) = orthanc.ask("/instances")
    assert orthanc.ask(f"/instances/{instance}/content/0042-0011").rstrip(b"\0") == PDF.rstrip(b"\0")
    assert queue.entries() == (done,)
    assert queue.run((orthanc.node,), NOW, NoProgress(), all_now=True).delivered == ()
    (event,) = delivery_events(outcome)
    assert (event.action, event.case_id, event.object_sha256) == (AuditAction.DELIVERED, "ab" * 16, thing.sha256)
    assert event.detail == "encapsulated_pdf orthanc"


def test_that_copies_are_private_and_named_by_nobody(library: Path, thing: ChartObject):
    delivery_queue(library).add(NOWHERE, (thing,), None, NOW)
    (copy,) = copies(library)
    assert copy.read_bytes() == thing.path.read_bytes()
    assert len(copy.stem) == 32 and copy.stem.isalnum()
    if os.name == "posix":
        for path in (library / "deliveries", copy.parent):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700
        for path in (copy, library / "deliveries" / "deliveries.sqlite"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = b"".join(path.read_bytes() for path in (library / "deliveries").iterdir() if path.is_file())
    assert b"P1" not in kept and "张".encode() not in kept


def test_that_a_try_that_failed_is_repeated_later_and_later_and_then_called_failed(library: Path, thing: ChartObject):
    queue, at = delivery_queue(library), NOW
    queue.add(NOWHERE, (thing,), None, at)
    for pause in PAUSES:
        (waiting,) = queue.run((NOWHERE,), at, NoProgress(), all_now=False).waiting
        assert waiting.next_try_at == at + pause
        assert waiting.last_fault is not None and "no program takes connections" in waiting.last_fault.text
        assert queue.run((NOWHERE,), at, NoProgress(), all_now=False).waiting == ()  # not due yet
        at += pause
    outcome = queue.run((NOWHERE,), at, NoProgress(), all_now=False)
    assert [entry.state for entry in outcome.failed] == [DeliveryState.FAILED]
    assert len(copies(library)) == 1  # a person may try again
    assert [event.action for event in delivery_events(outcome)] == [AuditAction.DELIVERY_FAILED]
    assert queue.run((NOWHERE,), at + timedelta(days=9), NoProgress(), all_now=False).failed == ()


def test_that_trying_by_hand_uses_up_none_of_the_tries_to_come(library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    queue.add(NOWHERE, (thing,), None, NOW)
    queue.run((NOWHERE,), NOW, NoProgress(), all_now=False)
    for _ in range(len(PAUSES) + 1):
        (waits,) = queue.run((NOWHERE,), NOW + timedelta(seconds=5), NoProgress(), all_now=True).waiting
    assert (waits.attempts, waits.next_try_at) == (1, NOW + PAUSES[0])


def test_that_what_failed_arrives_when_it_is_tried_by_hand(orthanc: Orthanc, library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    wrong = replace(orthanc.node, called_ae="WRONG")
    queue.add(wrong, (thing,), None, NOW)
    assert len(queue.run((wrong,), NOW, NoProgress(), all_now=False).failed) == 1
    assert len(queue.run((orthanc.node,), NOW, NoProgress(), all_now=True).delivered) == 1


def test_that_a_pacs_that_is_no_longer_set_up_is_told_and_the_object_waits(library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    queue.add(NOWHERE, (thing,), None, NOW)
    (waiting,) = queue.run((), NOW, NoProgress(), all_now=True).waiting
    assert waiting.last_fault is not None
    assert "no PACS with the name nowhere is set up here" in waiting.last_fault.text


@pytest.mark.usefixtures("hasty")
def test_that_a_pacs_that_lies_is_never_called_delivered(library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    with a_peer(keeps=False) as peer:
        queue.add(peer.node, (thing,), None, NOW)
        (sent,) = queue.run((peer.node,), NOW, NoProgress(), all_now=False).waiting
        assert sent.state is DeliveryState.SENT
        assert sent.last_fault is not None and "does not have it" in sent.last_fault.text
        peer.keeps = True
        (done,) = queue.run((peer.node,), NOW, NoProgress(), all_now=True).delivered
        assert (done.number, peer.n_stores) == (sent.number, 2)


def test_that_a_coerced_patient_is_a_failure_that_is_not_repeated_by_itself(library: Path, thing: ChartObject):
    def coerced(data: Dataset) -> Dataset:
        data.PatientID = "SOMEBODY"
        return data

    queue = delivery_queue(library)
    with a_peer(twist=coerced) as peer:
        queue.add(peer.node, (thing,), None, NOW)
        (failed,) = queue.run((peer.node,), NOW, NoProgress(), all_now=False).failed
        assert failed.last_fault is not None and "other patient details" in failed.last_fault.text
        assert "SOMEBODY" not in failed.last_fault.text
        assert queue.run((peer.node,), NOW + timedelta(days=9), NoProgress(), all_now=False).failed == ()


def test_that_the_same_object_is_queued_once_for_a_pacs_and_once_for_another(library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    (first,) = queue.add(NOWHERE, (thing,), None, NOW)
    (second,) = delivery_queue(library).add(NOWHERE, (thing,), None, NOW)
    (other,) = queue.add(replace(NOWHERE, name="other"), (thing,), None, NOW)
    assert first.number == second.number != other.number
    assert len(copies(library)) == 2


def test_that_a_disk_that_is_full_queues_nothing_of_a_report_rather_than_a_part(
    library: Path, thing: ChartObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full_at_the_second(path: Path, content: bytes) -> None:
        if copies(library):
            path.write_bytes(content[:100])
            raise OSError(errno.ENOSPC, "No space left on device")
        write_private(path, content)

    monkeypatch.setattr(delivery_copies, "write_private", full_at_the_second)
    queue = delivery_queue(library)
    another = a_thing(tmp_path / "another" / "report.dcm", a_report(study="1.2.3"))
    with pytest.raises(StoreError):
        queue.add(NOWHERE, (thing, another), None, NOW)
    assert (queue.entries(), copies(library)) == ((), [])


def test_that_what_is_no_dicom_object_is_not_queued(library: Path, thing: ChartObject, tmp_path: Path):
    bundle = ChartObject(ObjectKind.FHIR, tmp_path / "bundle.json", "00" * 32)
    assert len(delivery_queue(library).add(NOWHERE, (thing, bundle), None, NOW)) == 1


def test_that_an_object_that_was_altered_before_or_while_it_waits_is_not_sent(
    library: Path, thing: ChartObject, tmp_path: Path
):
    queue = delivery_queue(library)
    other = a_thing(tmp_path / "made" / "other.dcm", a_report(PDF * 2))
    other.path.write_bytes(other.path.read_bytes()[:-10])
    with pytest.raises(StoreError, match="not as it was made"):
        queue.add(NOWHERE, (other,), None, NOW)
    with a_peer() as peer:
        queue.add(peer.node, (thing,), None, NOW)
        (copy,) = copies(library)
        copy.write_bytes(copy.read_bytes().replace(b"P1", b"P2"))
        (failed,) = queue.run((peer.node,), NOW, NoProgress(), all_now=True).failed
        assert failed.last_fault is not None and "altered" in failed.last_fault.text
        assert peer.n_stores == 0


def test_that_an_entry_that_is_forgotten_is_gone_with_its_copy(library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    (added,) = queue.add(NOWHERE, (thing,), None, NOW)
    queue.forget(added.number)
    queue.forget(12345)
    assert queue.entries() == () and copies(library) == []


def test_that_cancelling_lets_go_and_the_next_run_goes_on(library: Path, thing: ChartObject):
    class AtOnce:
        def step(self, done: int, total: int, label: str) -> None:
            raise Cancelled

    queue = delivery_queue(library)
    with a_peer() as peer:
        queue.add(peer.node, (thing,), None, NOW)
        with pytest.raises(Cancelled):
            queue.run((peer.node,), NOW, AtOnce(), all_now=True)
        assert [entry.attempts for entry in queue.entries()] == [0]
        assert len(queue.run((peer.node,), NOW, NoProgress(), all_now=True).delivered) == 1


def test_that_what_was_delivered_before_somebody_stopped_is_told_by_the_next_run(library: Path, tmp_path: Path):
    class AfterTheFirst:
        def step(self, done: int, total: int, label: str) -> None:
            if any(entry.state is DeliveryState.DELIVERED for entry in queue.entries()):
                raise Cancelled

    queue = delivery_queue(library)
    things = [a_thing(tmp_path / "made" / f"{number}.dcm", a_report(PDF + bytes([number]))) for number in range(2)]
    with a_peer() as peer:
        queue.add(peer.node, things, None, NOW)
        with pytest.raises(Cancelled):
            queue.run((peer.node,), NOW, AfterTheFirst(), all_now=True)
        outcome = queue.run((peer.node,), NOW, NoProgress(), all_now=True)
        assert len(delivery_events(outcome)) == 2
        assert queue.run((peer.node,), NOW, NoProgress(), all_now=True).delivered == ()


RUN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.delivery_queue import delivery_queue
node = PacsNode("peer", "127.0.0.1", int(sys.argv[2]), "PEER", timeout_s=20.0)
outcome = delivery_queue(Path(sys.argv[1])).run((node,), datetime.now(UTC), NoProgress(), all_now=True)
print(len(outcome.delivered), len(outcome.waiting), len(outcome.failed), flush=True)
"""


def another_window(library: Path, peer: Peer) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(RUN), str(library), str(peer.node.port)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.timeout(120)
def test_that_two_windows_at_once_send_each_object_once(library: Path, tmp_path: Path):
    things = [a_thing(tmp_path / "made" / f"{number}.dcm", a_report(PDF + bytes([number]))) for number in range(6)]
    with a_peer(store_delay_s=0.15) as peer:
        delivery_queue(library).add(peer.node, things, None, NOW)
        windows = [another_window(library, peer) for _ in range(2)]
        told = [window.communicate(timeout=90)[0].split() for window in windows]
        assert peer.n_stores == 6
    assert sum(int(one[0]) for one in told) >= 6  # a window may also tell what the other one sent for it
    assert all(one[1:] == ["0", "0"] for one in told)
    assert {entry.state for entry in delivery_queue(library).entries()} == {DeliveryState.DELIVERED}


@pytest.mark.timeout(120)
@pytest.mark.skipif(os.name != "posix", reason="a process is killed")
def test_that_a_kill_while_sending_loses_nothing_and_sends_nothing_twice(library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    with a_peer(store_delay_s=3.0) as peer:
        queue.add(peer.node, (thing,), None, NOW)
        killed = another_window(library, peer)
        until = time.monotonic() + 60
        while peer.n_stores == 0 and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        (waiting,) = queue.entries()
        assert waiting.state is DeliveryState.WAITING and len(copies(library)) == 1
        peer.store_delay_s = 0.0
        (done,) = queue.run((peer.node,), NOW, NoProgress(), all_now=False).delivered
    assert done.number == waiting.number and copies(library) == []


@pytest.mark.timeout(120)
@pytest.mark.skipif(os.name != "posix", reason="a process is killed")
def test_that_a_kill_between_sending_and_reading_back_reads_back_only(library: Path, thing: ChartObject):
    queue = delivery_queue(library)
    with a_peer() as peer:
        queue.add(peer.node, (thing,), None, NOW)

        def held(data: Dataset) -> Dataset:
            time.sleep(20)
            return data

        peer.twist = held
        killed = another_window(library, peer)
        until = time.monotonic() + 60
        while queue.entries()[0].state is not DeliveryState.SENT and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        peer.twist = lambda data: data
        (done,) = queue.run((peer.node,), NOW, NoProgress(), all_now=False).delivered
        assert (done.state, peer.n_stores) == (DeliveryState.DELIVERED, 1)


def test_that_a_pacs_that_is_away_does_not_keep_another_waiting(library: Path, thing: ChartObject):
    away = replace(NOWHERE, port=free_port())
    queue = delivery_queue(library)
    with a_peer() as peer:
        queue.add(away, (thing,), None, NOW)
        queue.add(peer.node, (thing,), None, NOW)
        outcome = queue.run((away, peer.node), NOW, NoProgress(), all_now=False)
    assert (len(outcome.delivered), len(outcome.waiting)) == (1, 1)


def test_that_copies_that_a_kill_left_without_an_entry_are_deleted(library: Path, thing: ChartObject, tmp_path: Path):
    queue = delivery_queue(library)
    queue.add(NOWHERE, (thing,), None, NOW)
    left, being_made = (library / "deliveries" / "objects" / f"{name}.dcm" for name in ("left", "being_made"))
    for path in (left, being_made):
        path.write_bytes(b"of a patient")
    read_back = library / "deliveries" / "objects" / "back-1"
    read_back.mkdir()
    (read_back / "a.dcm").write_bytes(b"of a patient")
    for path in (left, read_back):
        os.utime(path, (0, 0))
    queue.add(NOWHERE, (a_thing(tmp_path / "another" / "report.dcm", a_report(study="1.2.3")),), None, NOW)
    assert not left.exists()
    assert not read_back.exists()
    assert being_made.exists()  # another window may be about to enter it
    assert len(copies(library)) == 3


def test_that_a_pacs_that_does_not_answer_is_waited_for_once_a_run(library: Path, tmp_path: Path):
    silent, n_calls = socket.socket(), 0
    things = [a_thing(tmp_path / str(n) / "report.dcm", a_report(study=f"1.2.{n}")) for n in range(3)]
    with silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        node = PacsNode("silent", "127.0.0.1", silent.getsockname()[1], "SILENT", timeout_s=1.0)
        queue = delivery_queue(library)
        queue.add(node, things, None, NOW)
        waits = queue.run((node,), NOW, NoProgress(), all_now=True).waiting
        silent.settimeout(0.1)
        with suppress(TimeoutError):
            while True:
                silent.accept()[0].close()
                n_calls += 1
    assert [entry.attempts for entry in waits] == [1, 1, 1]
    assert all(entry.last_fault and "did not answer within 1 s" in entry.last_fault.text for entry in waits)
    assert n_calls == 1
