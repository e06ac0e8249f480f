"""Sending again what waits or failed: it is tried now, told of, and nobody else's object with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from orthanc import free_port
from pacs_objects import a_report, a_thing
from pacs_peers import a_peer

from hccdesk.domain.delivery import ChartFolder, DeliveryState, PacsNode
from hccdesk.domain.progress import NoProgress
from hccdesk.store.deliveries import Deliveries
from hccdesk.workflow.delivery_queue import delivery_queue
from hccdesk.workflow.pacs_nodes import keep_pacs_nodes
from hccdesk.workflow.send_chart import send_chart

pytestmark = [pytest.mark.network, pytest.mark.control("RISK-56-a")]
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def list_of_pacs(tmp_path, monkeypatch):
    monkeypatch.setenv("HCCDESK_PACS", str(tmp_path / "pacs.json"))


@pytest.fixture
def library(tmp_path):
    return tmp_path / "library"


@pytest.fixture
def chart(tmp_path):
    return ChartFolder(tmp_path / "made", (a_thing(tmp_path / "made" / "report.dcm"),))


def send(chart: ChartFolder, node: PacsNode, library, at=NOW):
    keep_pacs_nodes([node])
    return send_chart(chart, node, library, None, at, progress=NoProgress())


def test_that_what_waits_for_its_next_try_is_sent_when_somebody_sends_it_again(chart, library):
    with a_peer() as peer:
        away = replace(peer.node, port=free_port())
        assert len(send(chart, away, library).waiting) == 1
        again = send(chart, peer.node, library)  # a minute before it would be tried by itself
        assert [entry.state for entry in again.delivered] == [DeliveryState.DELIVERED]
        assert (again.waiting, again.failed, peer.n_stores) == ((), (), 1)


def test_that_what_another_window_is_sending_is_told_as_not_delivered(chart, library):
    with a_peer() as peer:
        delivery_queue(library).add(peer.node, chart.objects, None, NOW)
        assert Deliveries(library).claim(NOW, all_now=True, but=()) is not None
        told = send(chart, peer.node, library)
        assert (len(told.waiting), told.delivered, peer.n_stores) == (1, (), 0)


def test_that_what_failed_for_good_is_replaced_and_blames_nobody_any_more(chart, library):
    with a_peer() as peer:
        refused = replace(peer.node, called_ae="NOBODY")
        assert len(send(chart, refused, library).failed) == 1
        assert len(send(chart, peer.node, library).delivered) == 1
    assert [entry.state for entry in delivery_queue(library).entries()] == [DeliveryState.DELIVERED]


def test_that_another_patients_object_in_the_queue_is_neither_sent_along_nor_told(chart, library, tmp_path):
    other = a_thing(tmp_path / "other" / "report.dcm", a_report(study="1.2.3", patient="P2"))
    with a_peer() as peer:
        away = replace(peer.node, name="away", port=free_port())
        delivery_queue(library).add(away, (other,), None, NOW - timedelta(hours=1))
        told = send(chart, peer.node, library)
    assert [entry.thing.sop_instance_uid for entry in told.delivered] == [chart.objects[0].sop_instance_uid]
    assert (told.waiting, told.failed) == ((), ())
    (waits, _) = delivery_queue(library).entries()
    assert (waits.state, waits.attempts) == (DeliveryState.WAITING, 0)
