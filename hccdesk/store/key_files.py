"""Ed25519 keys (RFC 8032) as files: public ones as PEM to hand out, the private one for nobody else to read."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.plain_file import NotPlain, read_plain

LARGEST_KEY_FILE_BYTES = 16 << 10
_PRIVATE_MARKER = b"PRIVATE KEY"
_OTHERS, _OTHERS_WRITE = 0o077, 0o002


def key_id(key: Ed25519PublicKey) -> str:
    """How a key is named: the first 32 hexadecimal digits of the sha256 of its 32 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:32]


def public_pem(key: Ed25519PublicKey) -> bytes:
    """The key as PEM (SubjectPublicKeyInfo, RFC 8410)."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def private_pem(key: Ed25519PrivateKey) -> bytes:
    """The key as PEM (PKCS #8, RFC 8410), without a passphrase."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def read_kept_public(path: Path) -> Ed25519PublicKey:
    """A public key that this program keeps; as `read_public`, and refused where everybody may write the file."""
    if os.name == "posix" and path.is_file() and stat.S_IMODE(path.stat().st_mode) & _OTHERS_WRITE:
        raise _unsafe(path, Sentence.of("everybody on this computer may change it"))
    return read_public(path)


def read_public(path: Path) -> Ed25519PublicKey:
    """The public key in a PEM file that somebody handed in; raises `StoreError` for anything else."""
    content, _ = _read(path)
    if _PRIVATE_MARKER in content:
        raise StoreError(
            "this is a private key, which its owner must not hand out.",
            where=path,
            what_to_do="Ask for the public key: `hccdesk models key` prints it. The owner should make a new pair.",
        )
    try:
        key = serialization.load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_key(path) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(path)
    return key


def read_private(path: Path) -> Ed25519PrivateKey:
    """The private key of this workstation; raises `StoreError` where another account owns or may read it."""
    content, facts = _read(path)
    if os.name == "posix" and (stat.S_IMODE(facts.st_mode) & _OTHERS or facts.st_uid != os.geteuid()):
        raise _unsafe(path, Sentence.of("others than you may read it, or own it"))
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _no_key(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path)
    return key


def write_public(key: Ed25519PublicKey, path: Path) -> None:
    """Keep a public key: for everybody to read, whatever the account's umask, and for this account to write."""
    write_whole(path, public_pem(key))
    path.chmod(0o644)


def make_key_folder(folder: Path) -> None:
    """Make a folder for keys, with those above it, that others may not write to; one that is there stays as it is."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        made.chmod(0o755)


def refuse_open_folder(folder: Path) -> None:
    """Raises `StoreError` where every account of this computer may put keys into `folder`, or put another folder in
    its place, and where this account cannot read it: keys that are not seen must not pass for keys that are not there.
    """
    if os.name != "posix" or not folder.is_dir():
        return
    if not os.access(folder, os.R_OK | os.X_OK):
        raise StoreError(
            "this account may not read the keys here, so none of them counts.",
            where=folder,
            what_to_do="Ask whoever owns the folder for the right to read it.",
        )
    if folder.stat().st_mode & _OTHERS_WRITE or _is_replaceable(folder):
        raise StoreError(
            "everybody on this computer may put keys here, so none of them counts.",
            where=folder,
            what_to_do="Take that right away (chmod o-w) and look through the keys.",
        )


def _is_replaceable(folder: Path) -> bool:
    mode = folder.parent.stat().st_mode
    return bool(mode & _OTHERS_WRITE) and not mode & stat.S_ISVTX  # as in /tmp, each removes only what is theirs


def _read(path: Path) -> tuple[bytes, os.stat_result]:
    try:
        return read_plain(path, LARGEST_KEY_FILE_BYTES)
    except NotPlain as fault:
        raise StoreError(Sentence.of("the key cannot be used: {why}.", why=fault.why), where=path) from fault


def _unsafe(path: Path, why: Sentence) -> StoreError:
    return StoreError(
        Sentence.of("the key cannot be used: {why}.", why=why),
        where=path,
        what_to_do="If you are sure that nobody else has, take their rights away (chmod 600); else delete it.",
    )


def _no_key(path: Path) -> StoreError:
    return StoreError(
        "this is not an Ed25519 key in PEM.", where=path, what_to_do="`hccdesk models key` prints one that is."
    )
