"""The test page of a PACS: whether it answers, and in plain words why not; and that nobody waits for ever."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from orthanc import Orthanc, free_port
from pacs_peers import a_listener, a_peer, hangs_up, is_a_web_page, says_nothing, stops_in_the_middle

from hccdesk.delivery.pacs_contexts import FIND, GET, MOVE
from hccdesk.delivery.pacs_echo import ASKED_FOR
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import Cancelled, DeliveryError, DeliveryLaterError, InputError
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.echo_pacs import echo_pacs

pytestmark = pytest.mark.network


class Cancelling:
    """Progress that is cancelled after a while."""

    def __init__(self, after_s: float) -> None:
        self._until = time.monotonic() + after_s

    def step(self, done: int, total: int, label: str) -> None:
        if time.monotonic() > self._until:
            raise Cancelled


def fault_of(node: PacsNode) -> DeliveryError:
    with pytest.raises(DeliveryError) as told:
        echo_pacs(node, NoProgress())
    return told.value


def test_that_orthanc_answers_and_says_what_it_takes(orthanc: Orthanc):
    answer = echo_pacs(orthanc.node, NoProgress())
    assert answer.seconds < 5
    assert "OFFIS" in answer.implementation or "ORTHANC" in answer.implementation.upper()
    assert {FIND, GET, MOVE} <= set(answer.accepts) <= set(ASKED_FOR)
    assert "1.2.840.10008.5.1.4.1.1.104.1" in answer.accepts


def test_that_a_port_without_a_program_is_told_as_such():
    fault = fault_of(PacsNode("no", "127.0.0.1", free_port(), "PEER", timeout_s=3))
    assert "no program takes connections" in fault.what
    assert isinstance(fault, DeliveryLaterError)


def test_that_an_unknown_name_of_a_host_is_told(monkeypatch: pytest.MonkeyPatch):
    import socket  # noqa: PLC0415

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    fault = fault_of(PacsNode("no", "pacs.invalid", 104, "PEER", timeout_s=3))
    assert fault.what == "nobody knows the address pacs.invalid."


@pytest.mark.bad("BAD-105")
def test_that_a_wrong_ae_title_is_told(orthanc: Orthanc):
    fault = fault_of(replace(orthanc.node, called_ae="NOBODY"))
    assert "nobody has the AE title NOBODY" in fault.what
    assert not isinstance(fault, DeliveryLaterError)


@pytest.mark.bad("BAD-105")
@pytest.mark.parametrize("peer", [says_nothing, stops_in_the_middle])
def test_that_a_peer_without_an_answer_is_given_up_in_time(peer):
    with a_listener(peer) as node:
        began = time.monotonic()
        fault = fault_of(node)
    assert "did not answer within 1.5 s" in fault.what
    assert time.monotonic() - began < 9


@pytest.mark.parametrize("peer", [is_a_web_page, hangs_up])
def test_that_another_kind_of_program_is_told_as_such(peer):
    with a_listener(peer) as node:
        fault = fault_of(node)
    assert "does not speak DICOM" in fault.what


@pytest.mark.bad("BAD-105")
@pytest.mark.parametrize("peer", [says_nothing, stops_in_the_middle])
def test_that_cancelling_frees_the_thread_at_once(peer):
    with a_listener(peer) as node:
        began = time.monotonic()
        with pytest.raises(Cancelled):
            echo_pacs(replace(node, timeout_s=60.0), Cancelling(0.3))
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("peer", [says_nothing, stops_in_the_middle])
def test_that_nothing_is_left_running_after_a_cancelled_echo(peer):
    before = set(threading.enumerate())
    with a_listener(peer) as node:
        with pytest.raises(Cancelled):
            echo_pacs(replace(node, timeout_s=60.0), Cancelling(0.3))
        until = time.monotonic() + 5
        while (left := _ours(before)) and time.monotonic() < until:
            time.sleep(0.05)
    assert left == []


def test_that_nothing_is_left_running_after_an_echo():
    before = set(threading.enumerate())
    with a_peer() as peer:
        echo_pacs(peer.node, NoProgress())
        assert _ours(before) == []


def _ours(before: set[threading.Thread]) -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "pacs" and thread not in before]


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"host": "a b"},
        {"port": 0},
        {"port": 70000},
        {"called_ae": ""},
        {"called_ae": "A" * 17},
        {"called_ae": "肝"},
        {"calling_ae": "A\\B"},
        {"timeout_s": 0.0},
        {"timeout_s": 1e9},
        {"name": ""},
    ],
)
def test_that_a_node_that_is_none_is_refused_before_anything_is_sent(wrong: dict[str, object]):
    with pytest.raises(InputError):
        echo_pacs(replace(PacsNode("a", "127.0.0.1", 104, "A"), **wrong), NoProgress())  # type: ignore[arg-type]


def test_that_orthanc_missing_fails_where_tests_are_run_for_everybody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    import orthanc as started  # noqa: PLC0415

    monkeypatch.setattr(started.shutil, "which", lambda _: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="system-libraries"):
        started.orthanc_program()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="system-libraries"):
        started.orthanc_program()
