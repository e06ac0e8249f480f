"""The file of one signed head: how far the audit trail of a library went when this workstation last wrote to it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from hccdesk.atomic_file import write_whole
from hccdesk.store.key_files import key_id
from hccdesk.store.plain_file import NotPlain, read_plain

LARGEST_HEAD_BYTES = 16 << 10
_FOR = b"hccdesk audit head 1\n"  # the same key signs manifests and restorations; none may pass for another

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SignedHead(BaseModel):
    """The last row of a library's trail and when it was signed, with the folder that the library was in then."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format_version: Literal[1] = 1
    library: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    sequence: Annotated[int, Field(ge=1)]
    sha256: Sha256
    signed_at: AwareDatetime
    place: str


class _HeadFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    head: SignedHead
    key_id: str
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{86}==$")]


@dataclass(frozen=True, slots=True)
class ReadHead:
    """A head whose signature is good; or none: another key signed it, or it is not what was written."""

    head: SignedHead | None
    is_of_other_key: bool = False


def write_head(path: Path, head: SignedHead, key: Ed25519PrivateKey) -> None:
    """Sign and keep a head in the place of an earlier one; raises `OSError`."""
    signature = base64.b64encode(key.sign(_signed(head))).decode("ascii")
    file = {"head": head.model_dump(mode="json"), "key_id": key_id(key.public_key()), "signature": signature}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, (json.dumps(file, indent=2) + "\n").encode("ascii"))


def read_head(path: Path, key: Ed25519PublicKey) -> ReadHead:
    """The head in a file, checked by `key`."""
    try:
        content, _ = read_plain(path, LARGEST_HEAD_BYTES)
        file = _HeadFile.model_validate_json(content)
        if file.key_id != key_id(key):
            return ReadHead(None, is_of_other_key=True)
        key.verify(base64.b64decode(file.signature), _signed(file.head))
    except (NotPlain, ValidationError, ValueError, InvalidSignature):
        return ReadHead(None)
    return ReadHead(file.head)


def _signed(head: SignedHead) -> bytes:
    return _FOR + json.dumps(head.model_dump(mode="json"), sort_keys=True, separators=(",", ":")).encode("ascii")
