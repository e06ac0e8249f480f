"""Getting objects from a PACS: over our own association (C-GET), or sent by it to a port of ours (C-MOVE)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext, build_context

from hccdesk.delivery.pacs_contexts import FIND, GET, MOVE, receiving_roles
from hccdesk.delivery.pacs_line import PacsLine
from hccdesk.delivery.pacs_receiver import Asked, Receiver
from hccdesk.delivery.pacs_scp import open_port
from hccdesk.domain.errors import DeliveryError, DeliveryLaterError
from hccdesk.domain.sentence import Sentence

_PENDING, _DESTINATION_UNKNOWN, _CANNOT_MATCH = (0xFF00, 0xFF01), 0xA801, 0xA701


@dataclass(slots=True)
class Retrieval:
    """An open way to get objects; `association` also takes questions (C-FIND)."""

    line: PacsLine
    association: Association
    receiver: Receiver
    model: str

    def get(self, asked: Asked) -> int:
        """Get what is asked for; how many objects were announced and did not come. Raises `DeliveryError`."""
        self.receiver.asked = asked
        identifier, association = _identifier(asked), self.association
        if self.model == GET:
            answers = association.send_c_get(identifier, GET)
        else:
            answers = association.send_c_move(identifier, self.line.node.calling_ae, MOVE)
        n_before, n_taken, failed, n_told = self.line.done, self.receiver.n_taken, 0, 0
        for status, _ in answers:
            if not status:
                raise self.line.broken()
            self.line.heard()
            done, left, failed = _counts(status)
            self.line.done = n_before + done
            n_told = max(n_told, done + left)
            self.line.total = max(self.line.total, n_before + n_told)
            if status.Status not in _PENDING and not self.receiver.n_others:
                _refuse_failed(self.line, int(status.Status), failed)
        return max(failed, n_told - (self.receiver.n_taken - n_taken))


@contextmanager
def open_retrieval(line: PacsLine, receiver: Receiver, contexts: Sequence[PresentationContext]) -> Iterator[Retrieval]:
    """A way to get objects of `contexts`, by C-GET where the node prefers it and the peer has it, else by C-MOVE."""
    classes = sorted({str(context.abstract_syntax) for context in contexts})
    models = [build_context(model) for model in (FIND, GET, MOVE)]
    with line.associate([*models, *contexts], receiving_roles(classes), receiver.handlers) as association:
        model = _model(line, association, classes)
        retrieval = Retrieval(line, association, receiver, model)
        if model == GET:
            yield retrieval
            return
        with open_port(line, receiver, str(association.requestor.address), contexts):
            yield retrieval


def _model(line: PacsLine, association: Association, classes: Sequence[str]) -> str:
    accepted = {str(context.abstract_syntax) for context in association.accepted_contexts}
    takes = any(str(one.abstract_syntax) in classes and one.as_scp for one in association.accepted_contexts)
    can_get, can_move = GET in accepted and takes, MOVE in accepted
    if can_get and (line.node.prefer_get or not can_move):
        return GET
    if can_move:
        return MOVE
    raise DeliveryError(
        "the PACS lets this computer fetch neither by C-GET nor by C-MOVE.",
        what_to_do="Ask whoever looks after the PACS to allow one of them for our AE title.",
    )


def _identifier(asked: Asked) -> Dataset:
    identifier = Dataset()
    identifier.StudyInstanceUID = asked.study
    identifier.QueryRetrieveLevel = "IMAGE" if asked.instance else "SERIES" if asked.series else "STUDY"
    if asked.series:
        identifier.SeriesInstanceUID = asked.series
    if asked.instance:
        identifier.SOPInstanceUID = asked.instance
    return identifier


def _counts(status: Dataset) -> tuple[int, int, int]:
    """Done (failed ones too), left, failed."""

    def number(keyword: str) -> int:
        told: Any = status.get(keyword)
        return int(told or 0)

    failed = number("NumberOfFailedSuboperations")
    done = number("NumberOfCompletedSuboperations") + number("NumberOfWarningSuboperations") + failed
    return done, number("NumberOfRemainingSuboperations"), failed


def _refuse_failed(line: PacsLine, status: int, failed: int) -> None:
    if status == 0 or (status == 0xB000 and failed) or line.fault is not None:
        return  # what was not sent is counted by whoever asked
    if status == _DESTINATION_UNKNOWN:
        raise DeliveryError(
            Sentence.of(
                "the PACS does not know where {title} is, so it cannot send images.", title=line.node.calling_ae
            ),
            what_to_do="Ask whoever looks after the PACS to enter our AE title with this computer's address and the "
            "port for received images, or fetch by C-GET.",
        )
    kind = DeliveryLaterError if status >> 8 == 0xA7 else DeliveryError
    raise kind(
        Sentence.of("the PACS could not send what was asked for (status {status}).", status=f"{status:04X}"),
        what_to_do="Try again; where that happens again, ask whoever looks after the PACS.",
    )
