"""`result.json`: everything an analysis found, versioned, after assets/schemas/result.schema.json."""

from __future__ import annotations

import hashlib
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
from hccdesk.store.result_content import content_of

FILE_NAME = "result.json"
FORMAT = "hccdesk-result"
VERSION = 2
"""1 did not hold all that the report prints: it was for people and scripts only."""
DIGEST = "sha256"


def result_document(result: CaseResult, figure_sha256: Mapping[str, str]) -> dict[str, Any]:
    """The result as JSON values; `figure_sha256` gives the hash of each figure's file by its name.

    Texts are English; `content` is the whole result, from which the report can be set again in any language.
    `sha256` is of all the rest (`document_sha256`). Raises `StoreError` naming the place of a number that is not
    finite.
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
            "slide_response": findings.slide_response(result.slide_response, figure_sha256),
            "clinical_response": findings.clinical_response(result.clinical_response),
            "survival": [findings.survival(model_id, finding) for model_id, finding in result.survival],
            "scores": [findings.score(name, finding) for name, finding in result.scores],
            "applicability": [context.applicability(verdict) for verdict in result.applicability],
            "problems": [context.problem(fault) for fault in result.problems],
            "figures": [context.figure(picture, figure_sha256.get(picture.name)) for picture in result.figures],
            "provenance": context.provenance(result.provenance, result.models),
        }
    )
    document["content"] = content_of(result, figure_sha256)
    return document | {DIGEST: document_sha256(document)}


def document_sha256(document: Mapping[str, Any]) -> str:
    """The digest of a document without its own: of its values, however the file lays them out."""
    rest = {key: value for key, value in document.items() if key != DIGEST}
    try:
        text = json.dumps(rest, allow_nan=False, sort_keys=True, separators=(",", ":"))
    except ValueError as error:
        raise StoreError(
            "the result holds a number that is none: it was not written.",
            what_to_do="Report this as a fault of the program.",
        ) from error
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def write_result(result: CaseResult, folder: Path, figure_sha256: Mapping[str, str] | None = None) -> Path:
    """Write `result.json` into `folder`, whole or not at all; the path it was written to."""
    return write_document(result_document(result, figure_sha256 or {}), folder)


def write_document(document: Mapping[str, Any], folder: Path) -> Path:
    """Write a document of `result_document`.

    Keys are sorted and numbers written as Python's shortest exact form: the same result gives the same bytes.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, _laid_out(document))
    except OSError as error:
        raise StoreError(
            Sentence.of("The result could not be written ({reason}).", reason=error.strerror or type(error).__name__),
            where=path,
            what_to_do="Choose a folder that can be written to and has space.",
        ) from error
    return path


def _laid_out(document: Mapping[str, Any]) -> bytes:
    """What is for people a line each, the content on one line: it is long, and for programs."""
    lines = []
    for key in sorted(document):
        indent = None if key == "content" else 2
        text = json.dumps(document[key], ensure_ascii=False, allow_nan=False, sort_keys=True, indent=indent)
        lines.append(f"  {json.dumps(key)}: " + text.replace("\n", "\n  "))
    # A file name may hold bytes that are no text, as lone surrogates: so escaped, JSON gives them back.
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "backslashreplace")
