"""A conversation with a PACS on a thread of its own: watched, timed, and hung up on when somebody cancels."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TypeVar

from pynetdicom import AE, _config, evt
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext, build_context

from hccdesk import __version__
from hccdesk.delivery.pacs_contexts import VERIFICATION
from hccdesk.delivery.pacs_probe import no_answer, why_unreached
from hccdesk.delivery.pacs_refusals import broken_off, no_dicom, nothing_accepted, rejected
from hccdesk.delivery.pacs_tls import calling_context
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import DeliveryError, HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence

LARGEST_PDU = 1 << 17
LARGEST_ANSWER = 64 << 20
_ABORT = b"\x07"
_BEAT_S, _LEAVING_S, _GRACE_S = 0.05, 1.0, 0.5
_Found = TypeVar("_Found")

# pynetdicom writes what it receives, names included, into its log.
_config.LOG_HANDLER_LEVEL = "none"
_config.LOG_REQUEST_IDENTIFIERS = _config.LOG_RESPONSE_IDENTIFIERS = False
for _name in ("pynetdicom", "pydicom"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
logging.getLogger("pynetdicom").setLevel(logging.CRITICAL + 1)
logging.getLogger("pynetdicom").propagate = False


class PacsLine:
    """What the thread that talks and the one that watches share: how far it is, what went wrong, what to hang up."""

    def __init__(self, node: PacsNode) -> None:
        self.node = node
        self.done, self.total = 0, 0
        self.fault: HccdeskError | None = None
        """Set from any thread: the conversation is ended with it."""
        self.most_bytes = LARGEST_ANSWER
        self._n_bytes = 0
        self._heard_at = monotonic()
        self._associations: list[Association] = []
        self._servers: list[Any] = []

    @contextmanager
    def associate(
        self, contexts: Sequence[PresentationContext], roles: Sequence[Any] = (), handlers: Sequence[Any] = ()
    ) -> Iterator[Association]:
        """An association for `contexts`, released at the end. Raises `DeliveryError` saying why there is none."""
        entity = new_entity(self.node)
        began, watching = monotonic(), _Watching(self)
        wanted = [*contexts, *(() if _verifies(contexts) else (build_context(VERIFICATION),))]
        try:
            association = entity.associate(
                self.node.host,
                self.node.port,
                contexts=wanted,
                ae_title=self.node.called_ae,
                max_pdu=LARGEST_PDU,
                ext_neg=list(roles),
                tls_args=self._tls(),
                evt_handlers=[*watching.handlers, *handlers],
            )
        except OSError as error:  # a name that nobody knows
            raise why_unreached(self.node) from error
        self._keep(association)
        if not association.is_established:
            raise self._why_not(association, watching, monotonic() - began)
        try:
            yield association
            association.release()
        finally:
            if association.is_established:
                association.abort(block=False)

    def broken(self) -> DeliveryError:
        """Why an answer did not come over an association that was made."""
        late = monotonic() - self._heard_at >= self.node.timeout_s * 0.9
        return no_answer(self.node) if late else broken_off(self.node)

    def heard(self) -> None:
        """Something came or went: the conversation lives."""
        self._heard_at = monotonic()

    def take_in(self, n_bytes: int) -> None:
        """Count what came, as it comes: an answer without end would fill the memory before it is handed on."""
        self.heard()
        self._n_bytes += n_bytes
        if self._n_bytes > self.most_bytes and self.fault is None:
            self.fault = DeliveryError(
                Sentence.of("the PACS sends more than {mib} MiB, and no end.", mib=self.most_bytes >> 20),
                what_to_do="Nothing of it was kept. Ask for less, or ask whoever looks after the PACS.",
            )

    def watching(self) -> list[Any]:
        """Handlers for an association that the peer makes with us."""
        return _Watching(self).handlers

    def serve(self, server: Any) -> None:
        """Remember a server that is to be ended with the conversation."""
        self._servers.append(server)

    def check(self) -> None:
        """Raises what ends the conversation: a fault, or that nothing was heard for longer than any step may take."""
        if self.fault is not None:
            raise self.fault
        if monotonic() - self._heard_at > self.node.timeout_s + _GRACE_S:
            raise no_answer(self.node)

    def hang_up(self) -> None:
        """End it at once, whatever it waits for."""
        for association in self._associations:
            with suppress(Exception):
                association.abort(block=False)
        for association in self._associations:
            _close(association)
        for server in self._servers:
            with suppress(Exception):
                server.shutdown()

    def _keep(self, association: Association) -> None:
        if association not in self._associations:
            self._associations.append(association)

    def on_open(self, event: Any) -> None:
        """The connection stands: from here on it can be hung up."""
        self.heard()
        self._keep(event.assoc)

    def _tls(self) -> tuple[Any, str] | None:
        tls = self.node.tls
        return (calling_context(tls), self.node.host) if tls is not None else None

    def _why_not(self, association: Association, watching: _Watching, seconds: float) -> DeliveryError:
        answer = association.acceptor.primitive
        self.heard()
        if association.is_rejected and answer is not None:
            return rejected(self.node, answer)
        if answer is not None and answer.result == 0:
            return nothing_accepted(self.node)
        if seconds >= self.node.timeout_s * 0.9:
            return no_answer(self.node)
        return no_dicom(self.node) if watching.was_open else why_unreached(self.node)


class _Watching:
    """Handlers that tell the line what happens on an association."""

    def __init__(self, line: PacsLine) -> None:
        self._line, self.was_open = line, False
        self.handlers: list[Any] = [
            (evt.EVT_CONN_OPEN, self._on_open),
            (evt.EVT_DATA_RECV, self._on_data),
            (evt.EVT_DATA_SENT, self._on_sent),
        ]

    def _on_open(self, event: Any) -> None:
        self.was_open = True
        self._line.on_open(event)

    def _on_data(self, event: Any) -> None:
        self._line.take_in(len(event.data))

    def _on_sent(self, event: Any) -> None:
        if event.data[:1] != _ABORT:  # which is sent when somebody was waited for in vain
            self._line.heard()


def new_entity(node: PacsNode) -> AE:
    """This program as an application entity, with the node's time-out for every step.

    But for answers: pynetdicom counts from when an object was handed over, which a slow line needs long to carry, and
    `PacsLine.check` from when something last came or went.
    """
    entity = AE(ae_title=node.calling_ae)
    entity.implementation_version_name = f"HCCDESK_{__version__}"[:16]
    entity.connection_timeout = node.timeout_s
    entity.acse_timeout = entity.network_timeout = node.timeout_s
    entity.dimse_timeout = None
    return entity


def talk(line: PacsLine, act: Callable[[PacsLine], _Found], progress: Progress, label: str) -> _Found:
    """What `act` gives. Raises what it raises, and `Cancelled` within a moment of being asked to stop.

    A peer that holds a connection without a word is left behind with its thread.
    """
    talking = _Talking(line, act)
    talking.start()
    try:
        while talking.is_alive():
            progress.step(line.done, max(line.total, line.done, 1), label)
            line.check()
            talking.join(_BEAT_S)
    except BaseException:
        line.hang_up()
        talking.join(_LEAVING_S)
        raise
    if line.fault is not None:
        raise line.fault
    if talking.error is not None:
        raise talking.error
    return talking.value  # type: ignore[no-any-return]


class _Talking(threading.Thread):
    """The thread that talks."""

    def __init__(self, line: PacsLine, act: Callable[[PacsLine], Any]) -> None:
        super().__init__(name="pacs", daemon=True)
        self._line, self._act = line, act
        self.value: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.value = self._act(self._line)
        except HccdeskError as error:
            self.error = error
        except Exception as error:  # pynetdicom's own, of an association that ended under its hands
            self.error = DeliveryError(
                Sentence.of("the PACS answered what cannot be understood ({kind}).", kind=type(error).__name__),
                what_to_do="Try again; where that happens again, ask whoever looks after the PACS.",
            )


def _close(association: Association) -> None:
    """Threads of pynetdicom's may wait in a read that only the end of the connection ends, or for an answer."""
    inner: Any = association.dul.socket
    with suppress(Exception):
        inner.socket.shutdown(socket.SHUT_RDWR)
    association.dul.to_user_queue.put(None)
    association.dimse.msg_queue.put((None, None))


def _verifies(contexts: Sequence[PresentationContext]) -> bool:
    return any(context.abstract_syntax == VERIFICATION for context in contexts)
