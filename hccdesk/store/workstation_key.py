"""This workstation's own key: made at its first use, kept in the site folder, never shipped."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.bundle_signature import Signer, signer
from hccdesk.store.key_files import (
    make_key_folder,
    private_pem,
    public_pem,
    read_kept_public,
    read_private,
    refuse_open_folder,
    write_public,
)

KEYS_FOLDER = "keys"
PRIVATE_FILE, PUBLIC_FILE = "signing-key.pem", "signing-key.pub.pem"


def signing_key(site_folder: Path) -> Ed25519PrivateKey:
    """The private key that signs bundles trained here; made where there is none.

    It has no passphrase: whoever can read this account's files can sign in its name. Raises `StoreError` where it
    cannot be kept, and where others may read it.
    """
    folder = site_folder / KEYS_FOLDER
    path = folder / PRIVATE_FILE
    try:
        make_key_folder(folder)
        refuse_open_folder(folder)
        if not os.path.lexists(path):
            _create(path)
        key = read_private(path)
        _publish(key.public_key(), folder / PUBLIC_FILE)
    except OSError as error:
        raise StoreError(
            Sentence.of(
                "this workstation's key cannot be kept ({reason}).", reason=error.strerror or Sentence.of("disk error")
            ),
            where=folder,
        ) from error
    return key


def workstation_signer(site_folder: Path) -> Signer:
    """Signs manifests of bundles trained here (`write_bundle(…, sign)`); makes the key at its first use."""
    return signer(signing_key(site_folder))


def own_public_key(site_folder: Path) -> Ed25519PublicKey | None:
    """The public key of this workstation; None where nothing was signed here yet.

    Read from a file of its own, so that colleagues who share the site folder need not read the private key.
    """
    refuse_open_folder(site_folder / KEYS_FOLDER)
    path = site_folder / KEYS_FOLDER / PUBLIC_FILE
    return read_kept_public(path) if os.path.lexists(path) else None


def _create(path: Path) -> None:
    """Write a new key that only this account may read; a key that appears meanwhile stays."""
    handle, part = tempfile.mkstemp(prefix=".key-", dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(private_pem(Ed25519PrivateKey.generate()))
            file.flush()
            os.fsync(file.fileno())
        _link_new(Path(part), path)
    finally:
        Path(part).unlink(missing_ok=True)


def _link_new(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not os.path.lexists(path):
            part.replace(path)


def _publish(key: Ed25519PublicKey, path: Path) -> None:
    if not path.is_file() or path.read_bytes() != public_pem(key):
        write_public(key, path)
