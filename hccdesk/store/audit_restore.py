"""What the row of a library made or restored says in its detail: what there was to go on from, and which signed head it
gave up.

Signed by the workstation key, so that nobody who can write to the library alone can call a cut a restoration.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hccdesk.domain.audit import AuditAction
from hccdesk.store.audit_chain import RawRow
from hccdesk.store.key_files import key_id

_FOR = b"hccdesk audit restore 1\n"  # the same key signs manifests and heads; none may pass for another


@dataclass(frozen=True, slots=True)
class Restoration:
    """The backup, the last row it had, and the head of `library` that was signed before; None where none was known.

    A library that was made anew has no backup and no row.
    """

    backup: str
    library: str
    kept: int
    kept_sha256: str
    old: int | None = None
    old_sha256: str | None = None

    def in_detail(self, key: Ed25519PrivateKey | None) -> str:
        """The words of the row's detail, signed where there is a key."""
        words = [f"{name}={value}" for name, value in asdict(self).items() if value is not None]
        if key is not None:
            signature = base64.b64encode(key.sign(self._signed())).decode("ascii")
            words += [f"key={key_id(key.public_key())}", f"signature={signature}"]
        return " ".join(words)

    def explains(self, library: str, sequence: int, sha256: str) -> bool:
        """Whether this is the restoration that gave up the head of this library with this sequence and sha256."""
        return (self.library, self.old, self.old_sha256) == (library, sequence, sha256)

    def _signed(self) -> bytes:
        return _FOR + json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode("ascii")

    def is_signed(self, detail: str, key: Ed25519PublicKey) -> bool:
        """Whether `key` signed this."""
        try:
            key.verify(base64.b64decode(_words(detail).get("signature", ""), validate=True), self._signed())
        except (InvalidSignature, binascii.Error):
            return False
        return True


def restoration_in(row: RawRow) -> Restoration | None:
    """What the row of a library made or restored says, where it says so of its own place in the chain."""
    if row["action"] not in (AuditAction.LIBRARY_RESTORED.value, AuditAction.LIBRARY_MADE.value):
        return None
    words = _words(str(row["detail"]))
    try:
        said = Restoration(
            backup=words["backup"],
            library=words["library"],
            kept=int(words["kept"]),
            kept_sha256=words["kept_sha256"],
            old=int(words["old"]) if "old" in words else None,
            old_sha256=words.get("old_sha256"),
        )
    except (KeyError, ValueError):
        return None
    follows = said.kept == 0 or said.kept_sha256 == row["previous_sha256"]
    return said if said.kept == row["sequence"] - 1 and follows else None


def _words(detail: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in detail.split(" ") if "=" in word)
