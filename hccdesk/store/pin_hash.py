"""A PIN as it may be kept: what it is cannot be told from it but by trying, each try made slow."""

from __future__ import annotations

import base64
import secrets
import unicodedata

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SALT_BYTES, KEY_BYTES = 16, 32
N, R, P = 2**15, 8, 1
"""32 MiB and some 0.1 s a try."""
_KIND = "scrypt"
_LARGEST_N = 2**20


def hashed_pin(pin: str) -> str:
    """Text to keep in a settings file."""
    salt = secrets.token_bytes(SALT_BYTES)
    return ":".join((_KIND, str(N), str(R), str(P), _text(salt), _text(_kdf(salt, N, R, P).derive(_bytes(pin)))))


def is_pin(pin: str, kept: str) -> bool:
    """Whether it is the one, compared in constant time; nothing is, where the kept text is none of ours."""
    try:
        kind, *numbers, salt, key = kept.split(":")
        n, r, p = (int(number) for number in numbers)
        if kind != _KIND or not 2 <= n <= _LARGEST_N or not 1 <= r <= 32 or not 1 <= p <= 8:
            return False
        _kdf(base64.b64decode(salt), n, r, p).verify(_bytes(pin), base64.b64decode(key))
    except (InvalidKey, ValueError):
        return False
    return True


def _kdf(salt: bytes, n: int, r: int, p: int) -> Scrypt:
    return Scrypt(salt=salt, length=KEY_BYTES, n=n, r=r, p=p)


def _bytes(pin: str) -> bytes:
    return unicodedata.normalize("NFC", pin).encode("utf-8", "surrogatepass")


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
