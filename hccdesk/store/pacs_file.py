"""Which PACS a user set up, in a small file for this account alone; of keys it holds the paths only."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hccdesk.atomic_file import write_whole
from hccdesk.domain.delivery import PacsNode, TlsChoice
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.pacs_checks import check_node
from hccdesk.domain.sentence import Sentence
from hccdesk.private_files import OWNER_ONLY_FILE, private_folder
from hccdesk.store.plain_file import NotPlain, read_plain

FORMAT = 1
LARGEST_BYTES = 1 << 20
_OTHERS_WRITE = 0o022
_NODE_KEYS = {
    *("name", "host", "port", "called_ae", "calling_ae", "tls", "timeout_s", "prefer_get", "receive_port"),
}
_TLS_KEYS = {"authority", "certificate", "key", "check_host_name"}


def read_nodes(path: Path) -> tuple[PacsNode, ...]:
    """The PACS in the file, in its order; none where there is no file. Raises `StoreError` for one that is no good.

    A file that others may write to is refused: it says where patients' data are sent.
    """
    if not path.exists() and not path.is_symlink():
        return ()
    try:
        content, facts = read_plain(path, LARGEST_BYTES)
    except NotPlain as fault:
        raise StoreError(Sentence.of("the PACS that were set up cannot be read: {why}.", why=fault.why)) from fault
    if os.name == "posix" and stat.S_IMODE(facts.st_mode) & _OTHERS_WRITE:
        raise StoreError(
            "others on this computer may change which PACS there are, so none of them is used.",
            where=path,
            what_to_do="Take that right away (chmod 600) and look through the list.",
        )
    try:
        nodes = _nodes(json.loads(content.decode("utf-8")))
        for node in nodes:
            check_node(node)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, InputError) as error:
        raise StoreError(
            "the list of PACS is damaged or of a later version, so none of them is used.",
            where=path,
            what_to_do="Mend it, or take the file away and enter them again.",
        ) from error
    return nodes


def write_nodes(path: Path, nodes: Sequence[PacsNode]) -> None:
    """Keep these in the place of those before. Raises `InputError` for a node that is none, and `StoreError`."""
    for node in nodes:
        check_node(node)
    if len({node.name for node in nodes}) < len(nodes):
        raise InputError("there is a PACS of this name already.", what_to_do="Give it another name.")
    document = {"format_version": FORMAT, "nodes": [_plain(node) for node in nodes]}
    content = (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
    try:
        private_folder(path.parent)
        write_whole(path, content)
        path.chmod(OWNER_ONLY_FILE)
    except OSError as error:
        raise StoreError(
            Sentence.of("the list of PACS cannot be kept ({why}).", why=error.strerror or Sentence.of("disk error")),
            where=path,
        ) from error


def _plain(node: PacsNode) -> dict[str, Any]:
    tls = node.tls
    return {
        "name": node.name,
        "host": node.host,
        "port": node.port,
        "called_ae": node.called_ae,
        "calling_ae": node.calling_ae,
        "tls": None
        if tls is None
        else {
            "authority": str(tls.authority),
            "certificate": str(tls.certificate) if tls.certificate else None,
            "key": str(tls.key) if tls.key else None,
            "check_host_name": tls.check_host_name,
        },
        "timeout_s": node.timeout_s,
        "prefer_get": node.prefer_get,
        "receive_port": node.receive_port,
    }


def _nodes(document: Any) -> tuple[PacsNode, ...]:
    if set(document) != {"format_version", "nodes"} or document["format_version"] != FORMAT:
        raise ValueError("of another version")
    return tuple(_node(told) for told in document["nodes"])


def _node(told: dict[str, Any]) -> PacsNode:
    if set(told) != _NODE_KEYS:
        raise ValueError("other fields")
    texts = {name: _of(str, told[name]) for name in ("name", "host", "called_ae", "calling_ae")}
    return PacsNode(
        **texts,
        port=_of(int, told["port"]),
        tls=None if told["tls"] is None else _tls(told["tls"]),
        timeout_s=float(_of((int, float), told["timeout_s"])),
        prefer_get=_of(bool, told["prefer_get"]),
        receive_port=_of(int, told["receive_port"]),
    )


def _tls(told: dict[str, Any]) -> TlsChoice:
    if set(told) != _TLS_KEYS:
        raise ValueError("other fields")
    certificate, key = told["certificate"], told["key"]
    return TlsChoice(
        Path(_of(str, told["authority"])),
        None if certificate is None else Path(_of(str, certificate)),
        None if key is None else Path(_of(str, key)),
        _of(bool, told["check_host_name"]),
    )


def _of(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError("another kind of value")
    return value
