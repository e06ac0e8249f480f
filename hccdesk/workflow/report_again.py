"""The report of a result that was written before, set again: another language, paper or choice of parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hccdesk.domain.errors import HccdeskError, StoreError
from hccdesk.domain.report_options import NOTHING_ON_RECORD, ReportOptions
from hccdesk.workflow.read_result import ReadResult, read_result
from hccdesk.workflow.write_report import WHOLE_REPORT, write_report

_CANNOT_BE_SET = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


def report_again(path: Path, out: Path, options: ReportOptions = WHOLE_REPORT) -> ReadResult:
    """Write the PDF of the result in `path` to `out`; with the options of the first report, the same bytes.

    The board's record and the chosen pictures are those beside the result; the options' own are not asked.
    """
    read = read_result(path)
    told = replace(options, board=read.board or NOTHING_ON_RECORD, key_images=read.key_images)
    try:
        write_report(read.result, out, told)
    except HccdeskError:
        raise
    except _CANNOT_BE_SET as error:  # values that the types allow and no analysis gives: made by another hand
        raise StoreError(
            "no report can be set from this result: what it holds does not fit together.",
            where=read.file,
            what_to_do="Take the file as it was written, or analyse the case again.",
        ) from error
    return read
