"""The key of an encrypted library, from its passphrase and the salt in the first bytes of its file.

The file carries all that is needed but the passphrase: no other file has to be kept for it to be read.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from hccdesk.domain.case_library import PassphraseNeededError
from hccdesk.store.library_marker import Marker

PLAIN_START = b"SQLite format 3\x00"
SALT_BYTES = 16
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1
"""OWASP Password Storage Cheat Sheet (2025): scrypt with N = 2^17 (128 MiB), r = 8, p = 1."""
_HEADER = 24
_LAYOUT_OF_PAGES = slice(16, 24)


@dataclass(frozen=True, slots=True)
class LibraryKey:
    """64 hexadecimal digits, and the salt they were made with. Neither is ever printed."""

    key: str
    salt: str

    def __repr__(self) -> str:
        return "LibraryKey(…)"

    @property
    def check(self) -> str:
        """Tells this key from another, and nothing of it."""
        return hmac.new(bytes.fromhex(self.key), b"hccdesk library key check", hashlib.sha256).hexdigest()[:32]


def new_key(passphrase: str) -> LibraryKey:
    """A key of this passphrase that no other library has."""
    return _derived(passphrase, secrets.token_bytes(SALT_BYTES))


def key_of(paths: Sequence[Path], passphrase: str | None, marker: Marker | None) -> LibraryKey | None:
    """The key of the library whose file is the first of `paths`; None for one that is not encrypted.

    The others are its backups, which have the same salt where its own first bytes are damaged. Raises
    `PassphraseNeededError` where it is encrypted, and the passphrase is missing or, as the marker knows, another one.
    """
    start = _start(paths[0])
    if not looks_encrypted(start, marker):
        return None
    if not passphrase:
        raise PassphraseNeededError("the library is encrypted.", what_to_do="Give its passphrase.")
    key = _derived(passphrase, start[:SALT_BYTES])
    if not marker or not marker.checks or key.check in marker.checks:
        return key
    for salt in {_start(path)[:SALT_BYTES] for path in paths[1:]} - {start[:SALT_BYTES]}:
        key = _derived(passphrase, salt)
        if key.check in marker.checks:
            return key
    raise wrong_passphrase()


def is_key_of(key: LibraryKey, passphrase: str) -> bool:
    """Whether this passphrase gives this key; no file is looked at."""
    return hmac.compare_digest(_derived(passphrase, bytes.fromhex(key.salt)).key, key.key)


def wrong_passphrase() -> PassphraseNeededError:
    """It opens nothing."""
    return PassphraseNeededError(
        "this is not the passphrase of the library.", what_to_do="Give its passphrase; nothing was changed."
    )


def looks_encrypted(start: bytes, marker: Marker | None) -> bool:
    """Whether a file that begins so is an encrypted library, rather than a plain or damaged one."""
    if start.startswith(PLAIN_START):
        return False
    if marker is not None:
        return marker.is_encrypted
    # Without the marker: SQLite3 Multiple Ciphers leaves bytes 16 to 23 of the header readable.
    pages = start[_LAYOUT_OF_PAGES]
    return len(pages) == 8 and pages[0:2] == b"\x10\x00" and pages[5:8] == b"\x40\x20\x20"


def is_plain(path: Path) -> bool:
    """Whether a file is a database that anybody can read."""
    return _start(path).startswith(PLAIN_START)


def _start(path: Path) -> bytes:
    """The first bytes. Never of a file that SQLite has open in this process: closing it would drop SQLite's locks."""
    with path.open("rb") as stream:
        return stream.read(_HEADER)


def _derived(passphrase: str, salt: bytes) -> LibraryKey:
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    key = Scrypt(salt=salt.ljust(SALT_BYTES, b"\0"), length=32, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P).derive(text)
    return LibraryKey(key.hex(), salt.hex())
