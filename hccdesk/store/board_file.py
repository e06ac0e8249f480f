"""`board.json`: what the board has on record of a case, beside the result it is about and bound to it."""

from __future__ import annotations

import json
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.case_file_arrays import Entries, ReadEntries
from hccdesk.store.case_file_values import UnknownFieldError, as_plain, from_plain
from hccdesk.store.result_file import DIGEST, document_sha256
from hccdesk.store.sealed_json import DAMAGE, SealedKind, changed, sealed_document

FILE_NAME = "board.json"
FORMAT = "hccdesk-board"
VERSION = 1
KIND = SealedKind(FORMAT, VERSION, FILE_NAME)


def write_board(record: BoardRecord, result_sha256: str, folder: Path) -> Path:
    """Write what is on record; `result_sha256` is the digest that the result beside it gives itself."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "result_sha256": result_sha256,
        "is_final": record.is_final,
        "record": as_plain(record, Entries()),
    }
    document |= {DIGEST: document_sha256(document)}
    path = folder / FILE_NAME
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    try:
        write_whole(path, (text + "\n").encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise StoreError(
            Sentence.of(
                "the record of the board could not be written ({reason}).",
                reason=error.strerror or type(error).__name__,
            ),
            where=path,
            what_to_do="Choose a folder that can be written to and has space.",
        ) from error
    return path


def read_board(path: Path, result_sha256: str) -> BoardRecord:
    """The record in `path`; `StoreError` where it was changed or is about another result than `result_sha256`."""
    document = sealed_document(path, KIND)
    try:
        if document["result_sha256"] != result_sha256:
            raise StoreError(
                "this record of the board is about another result, so no report is made.",
                where=path,
                what_to_do="Bring back the folder as it was written, or take board.json away for a draft without it.",
            )
        record: BoardRecord = from_plain(BoardRecord, document["record"], ReadEntries({}))
    except UnknownFieldError as error:
        raise StoreError(
            "this file was written by another version of hccdesk.", where=path, what_to_do="Update hccdesk."
        ) from error
    except DAMAGE as error:
        raise changed(path) from error
    return record
