"""No private key lies in what is shipped or kept in the repository."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import hccdesk

ROOT = Path(hccdesk.__path__[0]).parent
PLACES = ("hccdesk", "assets", "models", "tests", "docs", "packaging")
DASHES = b"-" * 5
# Put together here, so that this file does not hold what it looks for.
MARKERS = {
    "PEM": b"PRIVATE " + b"KEY" + DASHES,
    "OpenSSH": b"openssh-key-" + b"v1\x00",
    "OpenSSH in base64": base64.b64encode(b"openssh-key-" + b"v1\x00")[:16],
    # RFC 8410: PKCS #8 of an Ed25519 key is this and its 32 bytes
    "PKCS #8": bytes.fromhex("302e020100300506032b6570" + "04220420"),
    "PKCS #8 in base64": base64.b64encode(bytes.fromhex("302e020100300506032b6570" + "0422042000"))[:20],
    "PuTTY": b"PuTTY-User-" + b"Key-File",
}
RAW_KEY_BYTES = (32, 64)
"""An Ed25519 seed, or seed and public key, and nothing else in the file; as bytes or as hexadecimal digits."""


def key_in(path: Path) -> str | None:
    """What kind of private key a file holds."""
    content = path.read_bytes()
    if len(content) in RAW_KEY_BYTES and not content.isascii():
        return "raw"
    if len(content.strip()) in (64, 128) and not set(content.strip()) - set(b"0123456789abcdefABCDEF"):
        return "hexadecimal"
    return next((kind for kind, marker in MARKERS.items() if marker in content), None)


def files() -> Iterator[Path]:
    places = [ROOT / place for place in PLACES if (ROOT / place).is_dir()]
    inside = (path for place in places for path in place.rglob("*") if "__pycache__" not in path.parts)
    for path in (*ROOT.glob("*"), *ROOT.glob(".github/**/*"), *inside):
        if path.is_file() and not path.is_symlink():
            yield path


def test_that_no_private_key_lies_in_the_repository() -> None:
    searched = list(files())
    assert len(searched) > 500
    assert {str(path): key_in(path) for path in searched if key_in(path)} == {}


@pytest.mark.parametrize(
    ("encoding", "form"),
    [("PEM", "PKCS8"), ("PEM", "OpenSSH"), ("DER", "PKCS8"), ("Raw", "Raw"), ("hex", "Raw")],
)
def test_that_the_search_finds_keys(tmp_path: Path, encoding: str, form: str) -> None:
    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(
        getattr(serialization.Encoding, "Raw" if encoding == "hex" else encoding),
        getattr(serialization.PrivateFormat, form),
        serialization.NoEncryption(),
    )
    path = tmp_path / "file"
    path.write_bytes(content.hex().encode() if encoding == "hex" else content)
    assert key_in(path)


def test_that_a_public_key_is_no_secret(tmp_path: Path) -> None:
    public = Ed25519PrivateKey.generate().public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "public.pem").write_bytes(pem)
    assert key_in(tmp_path / "public.pem") is None
