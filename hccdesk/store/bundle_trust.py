"""Whether a bundle may be used: shipped with the program, or signed by a key that counts here (docs/adr/0006)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError, StoreError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.sentence import Sentence
from hccdesk.store.bundle_pins import read_pins
from hccdesk.store.bundle_signature import LARGEST_SIGNATURE_BYTES, SIGNATURE_NAME, Signature, read_signature
from hccdesk.store.manifest_file import parse_manifest
from hccdesk.store.model_bundles import read_bundle
from hccdesk.store.plain_file import NotPlain, read_plain
from hccdesk.store.trusted_keys import KeyRing, TrustedKey, trusted_keys
from hccdesk.store.workstation_key import own_public_key


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose bundles count: `pins` gives the sha256 of shipped manifests by model id, `own` is this workstation's key.

    `doubts` are keys that were named and could not be relied on; they count for nothing.
    """

    pins: Mapping[str, str] = field(default_factory=dict)
    own: TrustedKey | None = None
    named: tuple[TrustedKey, ...] = ()
    doubts: tuple[StoreError, ...] = ()

    def key(self, wanted: str) -> TrustedKey | None:
        """The key with this id, if it counts."""
        every = (*((self.own,) if self.own else ()), *self.named)
        return next((trusted for trusted in every if trusted.key_id == wanted), None)


def trust_of(site_folder: Path | None) -> Trust:
    """What counts on this workstation; without a site folder only what was shipped."""
    if site_folder is None:
        return Trust(read_pins())
    ring, doubts = KeyRing((), ()), []
    own: TrustedKey | None = None
    try:
        ring = trusted_keys(site_folder)
        key = own_public_key(site_folder)
        own = TrustedKey(key, "") if key else None
    except StoreError as doubt:
        doubts.append(doubt)
    return Trust(read_pins(), own, ring.keys, (*ring.doubts, *doubts))


def read_trusted_bundle(folder: Path, trust: Trust) -> ModelBundle:
    """The bundle in `folder` with the grounds for using it; nothing is used before they are found.

    Refused (`ModelBundleError`): what `read_bundle` refuses; a bundle that is neither shipped nor signed; one signed
    by a key that does not count here; a signature that does not fit. Of an unsigned one the manifest alone is read,
    to say whether it bears a shipped model's name.
    """
    return read_bundle(folder, lambda place, manifest: _grounds(place, manifest, trust))


def _grounds(folder: Path, manifest: bytes, trust: Trust) -> Sentence:
    if hashlib.sha256(manifest).hexdigest() in trust.pins.values():
        return Sentence.of("shipped with hccdesk")
    signature = _signature_in(folder)
    if signature is None:
        raise _unsigned(folder, manifest, trust)
    trusted = trust.key(signature.key_id)
    if trusted is None:
        raise _unknown(folder, signature, trust)
    if not signature.fits(manifest, trusted.key):
        raise _refused(
            folder,
            Sentence.of("its signature does not fit its manifest: one of them was altered"),
            Sentence.of("Get the bundle again from whoever made it."),
        )
    if trusted is trust.own:
        return Sentence.of("signed on this workstation")
    return Sentence.of("signed by {name} (key {key_id})", name=trusted.name, key_id=trusted.key_id)


def _signature_in(folder: Path) -> Signature | None:
    path = folder / SIGNATURE_NAME
    if not path.exists() and not path.is_symlink():
        return None
    try:
        content, _ = read_plain(path, LARGEST_SIGNATURE_BYTES)
    except NotPlain as fault:
        raise _refused(folder, fault.why, Sentence.of("Get the bundle again from whoever made it.")) from None
    signature = read_signature(content)
    if signature is None:
        raise _refused(
            folder,
            Sentence.of("its signature.json is not a signature"),
            Sentence.of("Get the bundle again from whoever made it."),
        )
    return signature


def _unsigned(folder: Path, manifest: bytes, trust: Trust) -> ModelBundleError:
    model_id = parse_manifest(manifest, f"{folder.name}/manifest").model_id
    if model_id in trust.pins:
        return _refused(
            folder,
            Sentence.of("it has the name of a model that hccdesk ships, and is not that one"),
            Sentence.of("Install hccdesk again."),
        )
    return _refused(
        folder,
        Sentence.of("it is neither shipped with hccdesk nor signed"),
        Sentence.of("Train it on this workstation, or ask whoever made it for a signed one."),
    )


def _unknown(folder: Path, signature: Signature, trust: Trust) -> ModelBundleError:
    why = Sentence.of("it is signed by a key that nobody here has named ({key_id})", key_id=signature.key_id)
    if trust.doubts:
        doubt = trust.doubts[0]
        why = Sentence.of("{why}; a key here was left aside: {doubt}", why=why, doubt=doubt.said.unfinished)
    advice = Sentence.of("If you know whose key this is, name it: hccdesk models trust KEYFILE --name NAME.")
    return _refused(folder, why, advice)


def _refused(folder: Path, why: Sentence, advice: Sentence) -> ModelBundleError:
    return ModelBundleError(
        Sentence.of("The model bundle is not used: {why}.", why=why), where=folder.name, what_to_do=advice
    )
