"""Public keys of others whose bundles this site takes, each named by the person who allowed it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.key_files import (
    key_id,
    make_key_folder,
    read_kept_public,
    read_public,
    refuse_open_folder,
    write_public,
)
from hccdesk.store.plain_file import NotPlain, read_plain
from hccdesk.store.workstation_key import KEYS_FOLDER

TRUSTED_FOLDER = "trusted"
LONGEST_NAME = 100
SHORTEST_ID = 8
_KEY, _NAME = ".pem", ".name"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key and whose it is, in the words of whoever allowed it."""

    key: Ed25519PublicKey
    name: str

    @property
    def key_id(self) -> str:
        """Taken from the key itself, never from a file's name."""
        return key_id(self.key)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys that count, by name, and why others in the folder do not."""

    keys: tuple[TrustedKey, ...]
    doubts: tuple[StoreError, ...]


def trust_key(site_folder: Path, key_file: Path, name: str) -> TrustedKey:
    """Take bundles signed by the key in `key_file` from now on; a key that is there already gets the new name."""
    _refuse_name(name)
    trusted = TrustedKey(read_public(key_file), name.strip())
    folder = _folder(site_folder)
    try:
        make_key_folder(folder.parent)
        make_key_folder(folder)
        write_whole(folder / f"{trusted.key_id}{_NAME}", f"{trusted.name}\n".encode())
        write_public(trusted.key, folder / f"{trusted.key_id}{_KEY}")
    except OSError as error:
        raise StoreError(
            Sentence.of("the key cannot be kept ({reason}).", reason=error.strerror or Sentence.of("disk error")),
            where=folder,
        ) from error
    return trusted


def trusted_keys(site_folder: Path) -> KeyRing:
    """Every key that was named; one that others may change or that is none is a doubt, and costs only itself."""
    kept, doubts = _kept(site_folder)
    keys = sorted(kept.values(), key=lambda trusted: (trusted.name, trusted.key_id))
    return KeyRing(tuple(keys), doubts)


def distrust_key(site_folder: Path, wanted: str) -> TrustedKey:
    """Take no more bundles signed by the key with this id (or its unambiguous beginning, 8 digits or more)."""
    kept, _ = _kept(site_folder)
    found = {
        path: trusted
        for path, trusted in kept.items()
        if len(wanted) >= SHORTEST_ID and trusted.key_id.startswith(wanted.lower())
    }
    if len({trusted.key_id for trusted in found.values()}) != 1:
        raise InputError(
            "no trusted key has this id.", what_to_do="`hccdesk models trusted` lists them; give 8 digits or more."
        )
    for path in found:  # somebody may have put the same key there under another name
        path.unlink(missing_ok=True)
        path.with_suffix(_NAME).unlink(missing_ok=True)
    return next(iter(found.values()))


def _kept(site_folder: Path) -> tuple[dict[Path, TrustedKey], tuple[StoreError, ...]]:
    keys: dict[Path, TrustedKey] = {}
    doubts: list[StoreError] = []
    try:
        paths = sorted(_folder(site_folder).glob(f"*{_KEY}"))
    except StoreError as doubt:
        return {}, (doubt,)
    for path in paths:
        try:
            keys[path] = TrustedKey(read_kept_public(path), _name_of(path))
        except StoreError as doubt:
            doubts.append(doubt)
    return keys, tuple(doubts)


def _folder(site_folder: Path) -> Path:
    folder = site_folder / KEYS_FOLDER / TRUSTED_FOLDER
    refuse_open_folder(folder)
    return folder


def _name_of(path: Path) -> str:
    try:
        raw, _ = read_plain(path.with_suffix(_NAME), 4 * LONGEST_NAME + 2)
        name = raw.decode("utf-8").strip()
        _refuse_name(name)
    except (NotPlain, UnicodeDecodeError, InputError):
        return path.stem
    return name


def _refuse_name(name: str) -> None:
    visible = all(unicodedata.category(c)[0] not in "CZ" or c == " " for c in name.strip())
    if not (name.strip() and visible and len(name.strip()) <= LONGEST_NAME):
        raise InputError(
            Sentence.of("the name of a key is 1 to {n} visible characters.", n=LONGEST_NAME),
            what_to_do="Name the hospital or person whose key it is.",
        )
