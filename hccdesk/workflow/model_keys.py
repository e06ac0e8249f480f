"""The keys by which models are trusted: this workstation's own, and those of others that were named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.errors import StoreError
from hccdesk.store.key_files import key_id, public_pem
from hccdesk.store.trusted_keys import distrust_key, trust_key, trusted_keys
from hccdesk.store.workstation_key import signing_key


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A public key: its id and whose it is."""

    key_id: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedKeys:
    """The keys that count, and why others that are there do not."""

    keys: tuple[NamedKey, ...]
    doubts: tuple[StoreError, ...]


def own_key_pem(site_folder: Path) -> tuple[str, str]:
    """Id and PEM of this workstation's public key; the pair is made at first use."""
    key = signing_key(site_folder).public_key()
    return key_id(key), public_pem(key).decode("ascii")


def name_key(site_folder: Path, key_file: Path, name: str) -> NamedKey:
    """Take models signed by the key in `key_file` from now on."""
    trusted = trust_key(site_folder, key_file, name)
    return NamedKey(trusted.key_id, trusted.name)


def forget_key(site_folder: Path, wanted: str) -> NamedKey:
    """Take no more models signed by the key with this id or beginning of an id."""
    trusted = distrust_key(site_folder, wanted)
    return NamedKey(trusted.key_id, trusted.name)


def named_keys(site_folder: Path) -> NamedKeys:
    """Every key of others that counts here."""
    ring = trusted_keys(site_folder)
    return NamedKeys(tuple(NamedKey(trusted.key_id, trusted.name) for trusted in ring.keys), ring.doubts)
