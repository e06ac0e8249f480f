"""Write what an analysis found: its figures, the report, and result.json, which comes last."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.errors import StoreError
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.private_files import OWNER_ONLY_FOLDER
from hccdesk.report.pdf import save_pdf
from hccdesk.store import board_file, key_image_file
from hccdesk.store.figure_files import write_figures
from hccdesk.store.result_file import DIGEST, FILE_NAME, result_document, write_document
from hccdesk.workflow.write_report import WHOLE_REPORT, set_report


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the files are."""

    result: Path
    report: Path


def write_outputs(result: CaseResult, folder: Path, options: ReportOptions = WHOLE_REPORT) -> Outputs:
    """Write `figures/*.png`, `report.pdf` and `result.json` into `folder`, in the place of an earlier run's.

    The report is set before anything is touched. `result.json` is taken away first and written last: wherever it
    stands, the report and figures beside it are its own, and so are `board.json`, where the board has something on
    record, and `key_images.json`, where readers chose pictures. The other options change the report only.
    """
    pages = set_report(result, options)
    report = folder / "report.pdf"
    require_writable(folder)
    try:
        folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        for name in (FILE_NAME, board_file.FILE_NAME, key_image_file.FILE_NAME):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error.strerror) from error
    hashes = write_figures(result, folder)
    save_pdf(pages, report)
    document = result_document(result, hashes)
    if options.board.entries:
        board_file.write_board(options.board, document[DIGEST], folder)
    if options.key_images:
        key_image_file.write_key_images(options.key_images, document[DIGEST], folder)
    return Outputs(write_document(document, folder), report)


def require_writable(folder: Path) -> None:
    """Refuse a folder that cannot be made or written to: before a long analysis, not after it."""
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        in_the_way = Sentence.of("a file is in the way")
        raise _unwritable(folder, in_the_way if not there.is_dir() else Sentence.of("no permission"))


def _unwritable(folder: Path, why: Sentence | str | None) -> StoreError:
    return StoreError(
        Sentence.of("the results cannot be written ({why}).", why=why or Sentence.of("disk error")),
        where=folder,
        what_to_do="Choose another folder with --out.",
    )
