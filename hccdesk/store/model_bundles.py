"""Model bundles on disk: every file verified against the manifest's sha256 before anything parses it."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError, StoreError
from hccdesk.domain.manifest import ModelBundle, ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.store.bundle_signature import SIGNATURE_NAME, Signer
from hccdesk.store.manifest_file import MANIFEST_NAME, manifest_bytes, parse_manifest
from hccdesk.store.plain_file import NotPlain, read_plain
from hccdesk.store.validation_claim import refuse_unproven

MAXIMUM_MANIFEST_BYTES = 1 << 20
MAXIMUM_FILE_BYTES = 1 << 30
MAXIMUM_BUNDLE_BYTES = 2 << 30
_ADVICE = "Install the bundle again from its source."

Judge = Callable[[Path, bytes], Sentence]
"""Says why the bundle in a folder, with these bytes as its manifest, may be used, or raises `ModelBundleError`."""


def find_bundles(root: Path) -> tuple[Path, ...]:
    """Folders directly in `root` that hold a manifest, by name; none where `root` is missing."""
    if not root.is_dir():
        return ()
    return tuple(sorted(child for child in root.iterdir() if (child / MANIFEST_NAME).is_file()))


def read_bundle(folder: Path, judge: Judge | None = None) -> ModelBundle:
    """The bundle in `folder`, each file read once and verified; `judge` sees the manifest before anything parses it.

    Refused (`ModelBundleError`): no or a faulty manifest, a file missing, unlisted, altered, too large, reached
    through a link, or not a regular file. Without a judge this tells only that the bundle is whole, not whose it
    is: to use one, read it with `bundle_trust.read_trusted_bundle`.
    """
    document = _read_regular(folder / MANIFEST_NAME, MAXIMUM_MANIFEST_BYTES)
    grounds = judge(folder, document) if judge else None
    manifest = parse_manifest(document, f"{folder.name}/manifest")
    _refuse_unlisted(folder, manifest)
    content: dict[str, bytes] = {}
    left = MAXIMUM_BUNDLE_BYTES
    for name, digest in sorted(manifest.files.items()):
        content[name] = _verified(folder / name, digest, min(MAXIMUM_FILE_BYTES, left))
        left -= len(content[name])
    refuse_unproven(manifest, content)
    return ModelBundle(manifest, content, hashlib.sha256(document).hexdigest(), grounds)


def write_bundle(
    manifest: ModelManifest, content: Mapping[str, bytes], folder: Path, sign: Signer | None = None
) -> ModelManifest:
    """Write a bundle so that `folder` is the old one or the whole new one; returns the manifest with its hashes.

    `manifest.files` is computed from `content`. A folder of the same name is replaced. With `sign`
    (`bundle_signature.signer`), the key that was used vouches for it in `signature.json`.
    """
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(content.items())}
    written = replace(manifest, files=hashes)
    document = manifest_bytes(written)
    parse_manifest(document, f"{folder.name}/manifest")
    refuse_unproven(written, content)
    signature = {SIGNATURE_NAME: sign(document)} if sign else {}
    put_bundle({**content, MANIFEST_NAME: document, **signature}, folder)
    return written


def put_bundle(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all files of a bundle as they are, so that `folder` is the old one or the whole new one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in files.items():
            _write_through(staging / name, data)
        staging.chmod(0o755)
        _put_in_place(staging, folder)
    except OSError as error:
        raise StoreError(
            "The model bundle could not be written.",
            where=folder,
            what_to_do=Sentence.of("{reason}", reason=str(error)),
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _refuse_unlisted(folder: Path, manifest: ModelManifest) -> None:
    listed = {MANIFEST_NAME, SIGNATURE_NAME, *manifest.files}
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(place) / name
            inside = path.relative_to(folder).as_posix()
            if path.is_symlink():
                raise _refused(path, Sentence.of("{file} is a link", file=inside))
            if name in names and inside not in listed:
                raise _refused(path, Sentence.of("{file} is not in the manifest", file=inside))


def _verified(path: Path, digest: str, maximum_bytes: int) -> bytes:
    data = _read_regular(path, maximum_bytes)
    if hashlib.sha256(data).hexdigest() != digest:
        raise _refused(path, Sentence.of("{file} is damaged or was altered (its sha256 differs)", file=path.name))
    return data


def _read_regular(path: Path, maximum_bytes: int) -> bytes:
    try:
        return read_plain(path, maximum_bytes)[0]
    except NotPlain as fault:
        raise _refused(path, fault.why) from None


def _write_through(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(staging: Path, folder: Path) -> None:
    if not folder.exists():
        staging.replace(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.replace(aside / folder.name)
    try:
        staging.replace(folder)
    except OSError:
        (aside / folder.name).replace(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _refused(path: Path, why: Sentence) -> ModelBundleError:
    return ModelBundleError(
        Sentence.of("The model bundle cannot be used: {why}.", why=why), where=path, what_to_do=_ADVICE
    )
