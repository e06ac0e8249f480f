"""Model bundles on disk: every file verified against the manifest's sha256 before anything parses it."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError, StoreError
from hccdesk.domain.manifest import ModelBundle, ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.store.manifest_file import MANIFEST_NAME, manifest_bytes, parse_manifest

MAXIMUM_MANIFEST_BYTES = 1 << 20
MAXIMUM_FILE_BYTES = 1 << 30
MAXIMUM_BUNDLE_BYTES = 2 << 30
_ADVICE = "Install the bundle again from its source."


def find_bundles(root: Path) -> tuple[Path, ...]:
    """Folders directly in `root` that hold a manifest, by name; none where `root` is missing."""
    if not root.is_dir():
        return ()
    return tuple(sorted(child for child in root.iterdir() if (child / MANIFEST_NAME).is_file()))


def read_bundle(folder: Path) -> ModelBundle:
    """The bundle in `folder`, each file read once and verified.

    Refused (`ModelBundleError`): no or a faulty manifest, a file missing, unlisted, altered, too large, reached
    through a link, or not a regular file.
    """
    document = _read_regular(folder / MANIFEST_NAME, MAXIMUM_MANIFEST_BYTES)
    manifest = parse_manifest(document, f"{folder.name}/manifest")
    _refuse_unlisted(folder, manifest)
    content: dict[str, bytes] = {}
    left = MAXIMUM_BUNDLE_BYTES
    for name, digest in sorted(manifest.files.items()):
        content[name] = _verified(folder / name, digest, min(MAXIMUM_FILE_BYTES, left))
        left -= len(content[name])
    return ModelBundle(manifest, content, hashlib.sha256(document).hexdigest())


def write_bundle(manifest: ModelManifest, content: Mapping[str, bytes], folder: Path) -> ModelManifest:
    """Write a bundle so that `folder` is the old one or the whole new one; returns the manifest with its hashes.

    `manifest.files` is computed from `content`. A folder of the same name is replaced.
    """
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(content.items())}
    written = replace(manifest, files=hashes)
    document = manifest_bytes(written)
    parse_manifest(document, f"{folder.name}/manifest")
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in {**content, MANIFEST_NAME: document}.items():
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
    return written


def _refuse_unlisted(folder: Path, manifest: ModelManifest) -> None:
    listed = {MANIFEST_NAME, *manifest.files}
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
    # O_NONBLOCK: a pipe with a bundle's name must not hang us before fstat tells what it is.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except OSError:
        raise _refused(path, Sentence.of("{file} is missing or cannot be read", file=path.name)) from None
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise _refused(path, Sentence.of("{file} is not a regular file", file=path.name))
        data = file.read(maximum_bytes + 1)
    if len(data) > maximum_bytes:
        raise _refused(
            path, Sentence.of("{file} is larger than {maximum} MiB", file=path.name, maximum=maximum_bytes >> 20)
        )
    return data


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
