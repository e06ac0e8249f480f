"""A result that was written before, read back with what lies beside it; no image or model is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import CaseResult, Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.sandbox.sentence_check import HostileSentenceError, check_sentence
from hccdesk.store import board_file, key_image_file
from hccdesk.store.result_reading import read_result as read_kept_result


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A result, the file it was read from, and what lies beside it.

    That is the board's record, None where there is none, and the pictures that readers chose for the report.
    """

    result: CaseResult
    file: Path
    board: BoardRecord | None
    key_images: tuple[Figure, ...] = ()


def read_result(path: Path) -> ReadResult:
    """What `path` holds, a `result.json` or its folder.

    Raises `StoreError` in words for a file that was cut short or changed, a picture that is missing or another, or a
    record of the board or chosen pictures of another result: nothing is reported then.
    """
    kept = read_kept_result(path)
    _check_sentences(kept.result, kept.file)
    record = kept.file.with_name(board_file.FILE_NAME)
    board = board_file.read_board(record, kept.sha256) if record.exists() else None
    chosen = kept.file.with_name(key_image_file.FILE_NAME)
    images = key_image_file.read_key_images(chosen, kept.sha256) if chosen.exists() else ()
    _check_sentences(images, chosen)
    return ReadResult(kept.result, kept.file, board, images)


def _check_sentences(value: object, file: Path) -> None:
    """Refuse a template that would harm who says it: the file may come from anywhere."""
    try:
        for sentence in _sentences(value):
            check_sentence(sentence)
    except (HostileSentenceError, RecursionError) as error:
        raise StoreError("this file says what hccdesk never says, so no report is made from it.", where=file) from error


def _sentences(value: object) -> Iterator[Sentence]:
    """Every sentence, those within others first."""
    if isinstance(value, tuple):
        for item in value:
            yield from _sentences(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _sentences(key)
            yield from _sentences(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _sentences(getattr(value, one.name))
        if isinstance(value, Sentence):
            yield value
