"""The PACS that this user set up."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk import resources
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.pacs_file import read_nodes, write_nodes


def pacs_nodes() -> tuple[PacsNode, ...]:
    """All of them; none before one is set up. Raises `StoreError` for a list that is no good."""
    return read_nodes(resources.pacs_file())


def keep_pacs_nodes(nodes: Sequence[PacsNode]) -> None:
    """Keep these in the place of those before. Raises `InputError` for one that is none, and `StoreError`."""
    write_nodes(resources.pacs_file(), nodes)


def pacs_node(name: str) -> PacsNode:
    """The one of this name. Raises `InputError`."""
    for node in pacs_nodes():
        if node.name == name:
            return node
    raise InputError(
        Sentence.of("no PACS with the name {name} is set up here.", name=name),
        what_to_do="`hccdesk pacs list` shows those that are; `hccdesk pacs add` sets one up.",
    )
