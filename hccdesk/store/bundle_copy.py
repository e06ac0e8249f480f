"""A bundle copied byte for byte, with its signature."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.sentence import Sentence
from hccdesk.store.bundle_signature import LARGEST_SIGNATURE_BYTES, SIGNATURE_NAME
from hccdesk.store.manifest_file import MANIFEST_NAME
from hccdesk.store.model_bundles import MAXIMUM_MANIFEST_BYTES, put_bundle
from hccdesk.store.plain_file import NotPlain, read_plain


def copy_bundle(folder: Path, bundle: ModelBundle, target: Path) -> None:
    """Write what was read from `folder` as `bundle` to `target`, whole or not at all.

    The files come from memory, as verified; manifest and signature are read again, and must be verified at `target`.
    """
    try:
        files = {MANIFEST_NAME: read_plain(folder / MANIFEST_NAME, MAXIMUM_MANIFEST_BYTES)[0]}
        if (folder / SIGNATURE_NAME).exists():
            files[SIGNATURE_NAME] = read_plain(folder / SIGNATURE_NAME, LARGEST_SIGNATURE_BYTES)[0]
    except NotPlain as fault:
        raise ModelBundleError(
            Sentence.of("The model bundle cannot be used: {why}.", why=fault.why), where=folder
        ) from None
    if hashlib.sha256(files[MANIFEST_NAME]).hexdigest() != bundle.manifest_sha256:
        raise ModelBundleError("the bundle changed while it was read.", where=folder, what_to_do="Try again.")
    put_bundle({**bundle.content, **files}, target)
