"""PACS, studies and deliveries as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from hccdesk.domain.delivery import DeliveryState, FoundStudy, PacsAnswer, PacsNode, QueuedDelivery

ACCEPTED = {
    "1.2.840.10008.5.1.4.1.2.2.1": "looking for studies (C-FIND)",
    "1.2.840.10008.5.1.4.1.2.2.3": "fetching by C-GET",
    "1.2.840.10008.5.1.4.1.2.2.2": "fetching by C-MOVE",
    "1.2.840.10008.5.1.4.1.1.104.1": "storing reports (PDF)",
    "1.2.840.10008.5.1.4.1.1.66.4": "storing segmentations (SEG)",
    "1.2.840.10008.5.1.4.1.1.88.34": "storing measurements (SR)",
    "1.2.840.10008.5.1.4.1.1.7.4": "storing explanation maps (secondary capture)",
}


def node_line(node: PacsNode) -> str:
    """A PACS on one line."""
    way = "C-GET" if node.prefer_get else f"C-MOVE to port {node.receive_port}"
    tls = "" if node.tls is None else f"  TLS{'' if node.tls.check_host_name else ' (any host name)'}"
    return f"{node.name}  {node.called_ae} at {node.host}:{node.port}, we are {node.calling_ae}, {way}{tls}"


def answer_lines(answer: PacsAnswer) -> Iterator[str]:
    """What an echo found; every thing that was asked for."""
    yield f"answers, {answer.seconds:.2f} s  {answer.implementation}".rstrip()
    for uid, words in ACCEPTED.items():
        yield f"  {'yes' if uid in answer.accepts else 'NO '}  {words}"


def study_lines(study: FoundStudy) -> Iterator[str]:
    """A study and its series."""
    who = "  ".join(filter(None, (study.patient_id, study.patient_name, study.birth_date, study.sex)))
    yield f"{study.study_date or 'no date'}  {who}  {study.description}".rstrip()
    yield f"    study  {study.study_instance_uid}"
    for series in study.series:
        count = f"{series.instances} images" if series.instances >= 0 else ""
        yield f"    {series.modality:<4}{series.number:>5}  {series.series_instance_uid}  {series.description}  {count}"


def delivery_lines(entry: QueuedDelivery) -> Iterator[str]:
    """An entry of the queue, and what is to be told of it."""
    yield f"{entry.number:>5}  {entry.state.value:<9}  {entry.thing.kind.value}  to {entry.node}{_when(entry)}"
    told = entry.note if entry.state is DeliveryState.DELIVERED else entry.last_fault
    if told is not None:
        yield f"       {told.text}"


def printable(line: str) -> str:
    """Names come from outside: no control sequence of theirs reaches the terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)


def _when(entry: QueuedDelivery) -> str:
    if entry.delivered_at is not None:
        return f"  at {entry.delivered_at:%Y-%m-%d %H:%M}Z"
    if entry.next_try_at is not None:
        return f"  tried {entry.attempts} times, again at {entry.next_try_at:%Y-%m-%d %H:%M}Z"
    return f"  tried {entry.attempts} times" if entry.attempts else ""
