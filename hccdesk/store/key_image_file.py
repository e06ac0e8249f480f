"""`key_images.json`: the pictures that readers chose for the report, beside the result and bound to it."""

from __future__ import annotations

import json
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.store.case_file_arrays import ReadEntries, check_sizes
from hccdesk.store.case_file_values import UnknownFieldError, from_plain
from hccdesk.store.case_file_values import as_plain as told_of
from hccdesk.store.figure_files import FOLDER_NAME, read_picture, write_pictures
from hccdesk.store.result_content import EntriesBesideFigures
from hccdesk.store.result_file import DIGEST, document_sha256
from hccdesk.store.sealed_json import DAMAGE, SealedKind, changed, sealed_document

FILE_NAME = "key_images.json"
FORMAT = "hccdesk-key-images"
VERSION = 1
KIND = SealedKind(FORMAT, VERSION, FILE_NAME)


def write_key_images(images: tuple[Figure, ...], result_sha256: str, folder: Path) -> Path:
    """Write them as `figures/chosen_<number>.png` and what is told of them; after `write_figures`, which clears up."""
    named = [(f"chosen_{number:02d}", image.rgb) for number, image in enumerate(images, start=1)]
    hashes = write_pictures(named, folder)
    document = {
        "format": FORMAT,
        "version": VERSION,
        "result_sha256": result_sha256,
        "pictures": [{"name": name, "sha256": hashes[name]} for name, _ in named],
        "images": told_of(images, EntriesBesideFigures(named)),
    }
    document |= {DIGEST: document_sha256(document)}
    path = folder / FILE_NAME
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    try:
        write_whole(path, (text + "\n").encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise StoreError(
            Sentence.of("the figures could not be written ({reason}).", reason=error.strerror or type(error).__name__),
            where=path,
            what_to_do="Choose a folder that can be written to and has space.",
        ) from error
    return path


def read_key_images(path: Path, result_sha256: str) -> tuple[Figure, ...]:
    """The pictures that `path` tells of; `StoreError` where they were changed or belong to another result."""
    document = sealed_document(path, KIND)
    try:
        if document["result_sha256"] != result_sha256:
            raise StoreError(
                "these pictures were chosen for another result, so no report is made.",
                where=path,
                what_to_do="Bring back the folder as it was written, or take key_images.json away.",
            )
        check_sizes(document["images"])
        content = {
            f"{FOLDER_NAME}/{one['name']}.png": read_picture(path.parent, one["name"], one["sha256"])
            for one in document["pictures"]
        }
        images: tuple[Figure, ...] = from_plain(tuple[Figure, ...], document["images"], ReadEntries(content))
    except UnknownFieldError as error:
        raise StoreError(
            "this file was written by another version of hccdesk.", where=path, what_to_do="Update hccdesk."
        ) from error
    except DAMAGE as error:
        raise changed(path) from error
    return images
