"""The queue of objects for PACS: sent, read back, compared, tried again; a restart loses none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hccdesk.domain.delivery import (
    ChartObject,
    DeliveryOutcome,
    DeliveryQueue,
    DeliveryState,
    PacsNode,
    QueuedDelivery,
)
from hccdesk.domain.errors import DeliveryLaterError, DeliveryUnreachedError, HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.store.deliveries import Claim, Deliveries, Settled

if TYPE_CHECKING:
    from hccdesk.delivery.pacs_deliver import Posted

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""Between one try and the next; after as many failures and one more it is called failed, and waits for a person."""

DELIVERED, FAILED = DeliveryState.DELIVERED, DeliveryState.FAILED


def delivery_queue(library: Path) -> DeliveryQueue:
    """The queue beside the library in this folder. Nothing is made or sent by asking for it."""
    return _Queue(Deliveries(library))


class _Queue:
    """`domain.delivery.DeliveryQueue` over `store.deliveries`."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    def add(
        self, node: PacsNode, things: Sequence[ChartObject], case_id: str | None, at: datetime
    ) -> tuple[QueuedDelivery, ...]:
        """Queue copies of the DICOM objects among these; a PACS takes no other file."""
        return self._deliveries.add(node.name, [thing for thing in things if thing.sop_instance_uid], case_id, at)

    def entries(self) -> tuple[QueuedDelivery, ...]:
        """Everything queued, the oldest first, what was delivered included."""
        return self._deliveries.entries()

    def run(
        self,
        nodes: Sequence[PacsNode],
        at: datetime,
        progress: Progress,
        *,
        all_now: bool,
        only: Collection[int] | None = None,
    ) -> DeliveryOutcome:
        """Send what is due (or all, or `only` these), read each back, compare, and keep what came of it.

        What another window has in hand is left to it. What came of a run that was cancelled is told by the next one.
        """
        by_name, tried, unreached = {node.name: node for node in nodes}, set[int](), dict[str, HccdeskError]()
        while (claim := self._deliveries.claim(at, all_now=all_now, but=tried, only=only)) is not None:
            tried.add(claim.entry.number)
            try:
                self._try(claim, by_name.get(claim.entry.node), at, progress, unreached)
            except BaseException:
                self._deliveries.let_go(claim)
                raise
        untold = [entry for entry in self._deliveries.untold() if only is None or entry.number in only]
        self._deliveries.mark_told(untold)
        if only is not None:  # whoever asked for these is told of each, whichever window it was that sent it
            return _outcome(entry for entry in self.entries() if entry.number in only)
        waits = (entry for entry in self.entries() if entry.number in tried and entry.state not in (DELIVERED, FAILED))
        return _outcome((*untold, *waits))

    def forget(self, number: int) -> None:
        """Take an entry and its copy away."""
        self._deliveries.forget(number, datetime.now(UTC))

    def _try(
        self,
        claim: Claim,
        node: PacsNode | None,
        at: datetime,
        progress: Progress,
        unreached: dict[str, HccdeskError],
    ) -> QueuedDelivery:
        """What became of it; a PACS that did not answer is not waited for once more in the same run."""
        attempts = claim.entry.attempts + 1
        try:
            if node is None:
                raise _no_node(claim.entry.node)
            if node.name in unreached:
                raise unreached[node.name]
            note = self._deliver(claim, node, progress)
        except DeliveryLaterError as error:
            if isinstance(error, DeliveryUnreachedError):
                unreached[claim.entry.node] = error
            return self._deliveries.settle(claim, self._later(claim, attempts, error, at))
        except HccdeskError as error:
            return self._deliveries.settle(claim, Settled(DeliveryState.FAILED, attempts, _fault(error)))
        done = Settled(DeliveryState.DELIVERED, attempts, note=note, delivered_at=at)
        return self._deliveries.settle(claim, done)

    def _deliver(self, claim: Claim, node: PacsNode, progress: Progress) -> Sentence | None:
        # pynetdicom is not to be loaded before something is sent.
        from hccdesk.delivery.pacs_deliver import is_there, read_back, read_posted, store  # noqa: PLC0415

        self._deliveries.content(claim)
        posted: Posted = read_posted(claim.entry.thing.path)
        was_sent = claim.entry.state is DeliveryState.SENT
        if not (was_sent and is_there(node, posted, progress)):  # cut off between sending and reading back
            store(node, posted, progress)
            self._deliveries.mark_sent(claim)
        return read_back(node, posted, progress)

    def _later(self, claim: Claim, attempts: int, error: HccdeskError, at: datetime) -> Settled:
        due = claim.entry.next_try_at
        if due is not None and due > at:  # tried by hand in between: that uses up none of the tries to come
            return Settled(self._state(claim), claim.entry.attempts, _fault(error), next_try_at=due)
        if attempts > len(PAUSES):
            return Settled(DeliveryState.FAILED, attempts, _fault(error))
        state = self._state(claim)
        waits = DeliveryState.WAITING if state is DeliveryState.FAILED else state
        return Settled(waits, attempts, _fault(error), next_try_at=at + PAUSES[attempts - 1])

    def _state(self, claim: Claim) -> DeliveryState:
        """How far it is by now."""
        return next(one.state for one in self.entries() if one.number == claim.entry.number)


def _outcome(entries: Iterable[QueuedDelivery]) -> DeliveryOutcome:
    told = tuple(entries)
    return DeliveryOutcome(
        tuple(entry for entry in told if entry.state is DELIVERED),
        tuple(entry for entry in told if entry.state is FAILED),
        tuple(entry for entry in told if entry.state not in (DELIVERED, FAILED)),
    )


def _fault(error: HccdeskError) -> Sentence:
    """What happened and what one can do, as one sentence to be kept."""
    return Sentence.listed((error.said, error.advice), " ") if error.what_to_do else error.said


def _no_node(name: str) -> DeliveryLaterError:
    return DeliveryLaterError(
        Sentence.of("no PACS with the name {name} is set up here.", name=name),
        what_to_do="Set it up again, or take the object from the list.",
    )
