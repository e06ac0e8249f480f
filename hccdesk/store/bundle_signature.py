"""`signature.json` of a bundle: who vouches for its manifest, and through its hashes for every file."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hccdesk.store.key_files import key_id

SIGNATURE_NAME = "signature.json"
LARGEST_SIGNATURE_BYTES = 4096

Signer = Callable[[bytes], bytes]
"""Gives the `signature.json` for the bytes of a manifest."""


class _SignatureFile(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    format_version: Literal[1]
    algorithm: Literal["Ed25519"]
    key_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{86}==$")]


@dataclass(frozen=True, slots=True)
class Signature:
    """The key that is said to have signed, and the 64 bytes it gave."""

    key_id: str
    value: bytes

    def fits(self, manifest: bytes, key: Ed25519PublicKey) -> bool:
        """Whether `key` gave this signature for these bytes (RFC 8032)."""
        try:
            key.verify(self.value, manifest)
        except InvalidSignature:
            return False
        return True


def signer(key: Ed25519PrivateKey) -> Signer:
    """Signs manifests with `key`."""

    def sign(manifest: bytes) -> bytes:
        document = {
            "format_version": 1,
            "algorithm": "Ed25519",
            "key_id": key_id(key.public_key()),
            "signature": base64.b64encode(key.sign(manifest)).decode("ascii"),
        }
        return (json.dumps(document, indent=2) + "\n").encode("ascii")

    return sign


def read_signature(content: bytes) -> Signature | None:
    """The signature in a `signature.json`; None where it is none."""
    try:
        file = _SignatureFile.model_validate_json(content)
        return Signature(file.key_id, base64.b64decode(file.signature, validate=True))
    except (ValidationError, binascii.Error):
        return None
