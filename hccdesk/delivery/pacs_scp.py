"""A port that is open while a PACS sends what was asked for by C-MOVE, and at no other time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pynetdicom.presentation import PresentationContext

from hccdesk.delivery.pacs_line import LARGEST_PDU, PacsLine, new_entity
from hccdesk.delivery.pacs_receiver import Receiver
from hccdesk.delivery.pacs_tls import answering_context
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.sentence import Sentence

MOST_CONNECTIONS = 4


@contextmanager
def open_port(
    line: PacsLine, receiver: Receiver, address: str, contexts: Sequence[PresentationContext]
) -> Iterator[None]:
    """Take images at `address`, the one of this computer that the PACS is spoken to from, until the block ends."""
    node = line.node
    entity = new_entity(node)
    entity.require_called_aet = True
    entity.maximum_associations = MOST_CONNECTIONS
    entity.maximum_pdu_size = LARGEST_PDU
    for context in contexts:
        entity.add_supported_context(str(context.abstract_syntax), context.transfer_syntax)
    secured = answering_context(node.tls) if node.tls is not None else None
    handlers = [*line.watching(), *receiver.handlers]
    try:
        server = entity.start_server(
            (address, node.receive_port),
            block=False,
            ssl_context=secured,
            evt_handlers=handlers,
        )
    except OSError as error:
        raise DeliveryError(
            Sentence.of("port {port} of this computer cannot be opened for the PACS.", port=node.receive_port),
            what_to_do="Another program may have it: choose another port in the settings of the PACS, and there too.",
        ) from error
    line.serve(server)
    try:
        yield
    finally:
        entity.shutdown()
