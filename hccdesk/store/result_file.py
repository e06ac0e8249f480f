"""`result.json`: everything an analysis found, versioned, after assets/schemas/result.schema.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.store import result_context as context
from hccdesk.store import result_findings as findings
from hccdesk.store.plain_json import plain

FILE_NAME = "result.json"
FORMAT = "hccdesk-result"
VERSION = 1


def result_document(result: CaseResult, figure_sha256: Mapping[str, str]) -> dict[str, Any]:
    """The result as JSON values; `figure_sha256` gives the hash of each figure's file by its name.

    Texts are English. Raises `StoreError` naming the place of a number that is not finite.
    """
    document: dict[str, Any] = plain(
        {
            "format": FORMAT,
            "version": VERSION,
            "regimen": result.regimen,
            "clinical": asdict(result.clinical),
            "ct_series": context.ct_series(result.ct_series),
            "slide": context.slide(result.slide),
            "patches": context.patches(result.patches),
            "measurements": context.measurements(result.ct_roi),
            "ct_response": findings.ct_response(result.ct_response),
            "slide_response": findings.slide_response(result.slide_response),
            "survival": [findings.survival(model_id, finding) for model_id, finding in result.survival],
            "scores": [findings.score(name, finding) for name, finding in result.scores],
            "applicability": [context.applicability(verdict) for verdict in result.applicability],
            "problems": [context.problem(fault) for fault in result.problems],
            "figures": [context.figure(picture, figure_sha256.get(picture.name)) for picture in result.figures],
            "provenance": context.provenance(result.provenance, result.models),
        }
    )
    return document


def write_result(result: CaseResult, folder: Path, figure_sha256: Mapping[str, str] | None = None) -> Path:
    """Write `result.json` into `folder`, whole or not at all; the path it was written to.

    Keys are sorted and numbers written as Python's shortest exact form: the same result gives the same bytes.
    """
    document = result_document(result, figure_sha256 or {})
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, (text + "\n").encode("utf-8"))
    except OSError as error:
        raise StoreError(
            Sentence.of("The result could not be written ({reason}).", reason=error.strerror or type(error).__name__),
            where=path,
            what_to_do="Choose a folder that can be written to and has space.",
        ) from error
    return path
