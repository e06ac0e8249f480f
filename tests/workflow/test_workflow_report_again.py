"""The report set again from what was written: the same bytes, anywhere; nothing is reported from a changed file."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report_builder import a_result, nothing_computed

from hccdesk.domain.board_opinion import BoardDecision, BoardOpinion, BoardRecord, Expectation, OpinionTime, WithModels
from hccdesk.domain.errors import HccdeskError, StoreError
from hccdesk.domain.report_options import Paper, ReportOptions, ReportPart
from hccdesk.domain.result import Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.report.fonts import font_set
from hccdesk.store.result_file import document_sha256
from hccdesk.workflow.read_result import read_result
from hccdesk.workflow.report_again import report_again
from hccdesk.workflow.write_outputs import write_outputs
from hccdesk.workflow.write_report import set_report

needs_cjk = pytest.mark.skipif(len(font_set().regular) < 2, reason="no Chinese TrueType font here")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BOARD = BoardRecord(
    (
        BoardOpinion("Dr Wang", OpinionTime.BEFORE_RESULT, NOON, Expectation.UNDECIDED, "HAIC", "large tumour"),
        BoardDecision(NOON, "TACE-HAIC", WithModels.DIFFERS, "thrombosis", ("Dr Wang", "Dr Zhao")),
    )
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("written")
    write_outputs(a_result(), place)
    return place


@pytest.mark.control("RISK-28-a")
def test_that_the_report_is_the_same_byte_by_byte(folder: Path, tmp_path: Path) -> None:
    report_again(folder / "result.json", tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == (folder / "report.pdf").read_bytes()


@pytest.mark.parametrize(
    "options",
    [
        ReportOptions(paper=Paper.LETTER),
        ReportOptions(parts=frozenset({ReportPart.EVIDENCE})),
        ReportOptions(parts=frozenset()),
        ReportOptions(patient_page=True),
        pytest.param(ReportOptions("zh", Paper.LETTER), marks=needs_cjk),
        pytest.param(ReportOptions("zh", patient_page=True), marks=needs_cjk),
    ],
    ids=["letter", "evidence only", "no part", "patient page", "Chinese letter", "Chinese patient page"],
)
def test_that_other_choices_give_what_the_analysis_would_have_written(
    options: ReportOptions, folder: Path, tmp_path: Path
) -> None:
    report_again(folder, tmp_path / "again.pdf", options)
    assert (tmp_path / "again.pdf").read_bytes() == set_report(a_result(), options)


def test_that_a_result_of_nothing_is_reported_again(tmp_path: Path) -> None:
    written = write_outputs(nothing_computed(), tmp_path)
    report_again(written.result, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == written.report.read_bytes()


@pytest.mark.control("RISK-28-a")
@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "0"},
    ],
    ids=["east", "west"],
)
def test_that_another_process_elsewhere_gives_the_same_bytes(
    surroundings: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for path in (folder / "result.json", *(folder / "figures").iterdir()):
        target = moved / path.relative_to(folder)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    call = [sys.executable, "-m", "hccdesk", "report", str(moved / "result.json"), "--out", str(moved / "again.pdf")]
    done = subprocess.run(call, env=os.environ | surroundings, capture_output=True, text=True, check=False, cwd=moved)
    assert done.returncode == 0, done.stderr
    assert (moved / "again.pdf").read_bytes() == (folder / "report.pdf").read_bytes()


def test_that_the_boards_record_is_written_beside_and_printed_again(tmp_path: Path) -> None:
    written = write_outputs(a_result(), tmp_path, ReportOptions(board=BOARD))
    assert read_result(tmp_path).board == BOARD
    report_again(written.result, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == written.report.read_bytes()


def test_that_the_record_of_an_earlier_run_does_not_stay(tmp_path: Path) -> None:
    write_outputs(a_result(), tmp_path, ReportOptions(board=BOARD))
    write_outputs(a_result(), tmp_path)
    assert not (tmp_path / "board.json").exists()
    assert read_result(tmp_path).board is None


CHOSEN = tuple(
    Figure(f"key_{n:02d}", np.full((30, 40, 3), 60 * n, np.uint8), Sentence.of("Slice {n}", n=n), "ct 1.2.3")
    for n in (1, 2)
)


def test_that_pictures_of_a_readers_choice_lie_beside_and_are_printed_again(tmp_path: Path) -> None:
    written = write_outputs(a_result(), tmp_path, ReportOptions(key_images=CHOSEN, board=BOARD))
    assert len(list((tmp_path / "figures").glob("chosen_*.png"))) == 2
    report_again(written.result, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == written.report.read_bytes()
    write_outputs(a_result(), tmp_path)
    assert not (tmp_path / "key_images.json").exists() and not list((tmp_path / "figures").glob("chosen_*.png"))


@pytest.mark.control("RISK-28-c")
def test_that_chosen_pictures_of_another_result_or_others_are_refused(tmp_path: Path) -> None:
    write_outputs(a_result(), tmp_path / "one", ReportOptions(key_images=CHOSEN))
    write_outputs(nothing_computed(), tmp_path / "other", ReportOptions(key_images=CHOSEN))
    chosen = tmp_path / "one" / "key_images.json"
    own = chosen.read_bytes()
    chosen.write_bytes((tmp_path / "other" / "key_images.json").read_bytes())
    with pytest.raises(StoreError, match="chosen for another result"):
        read_result(tmp_path / "one")
    chosen.write_bytes(own)
    first, second = sorted((tmp_path / "one" / "figures").glob("chosen_*.png"))
    first.write_bytes(second.read_bytes())
    with pytest.raises(StoreError, match="not the one that was written"):
        read_result(tmp_path / "one")
    first.unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        read_result(tmp_path / "one")


@pytest.mark.control("RISK-28-c")
def test_that_the_record_of_another_result_is_refused(tmp_path: Path) -> None:
    write_outputs(a_result(), tmp_path / "one", ReportOptions(board=BOARD))
    write_outputs(nothing_computed(), tmp_path / "other")
    (tmp_path / "other" / "board.json").write_bytes((tmp_path / "one" / "board.json").read_bytes())
    with pytest.raises(StoreError, match="is about another result"):
        report_again(tmp_path / "other", tmp_path / "again.pdf")
    assert not (tmp_path / "again.pdf").exists()


@pytest.mark.parametrize("word", ["Dr Zhao", "TACE-HAIC", "differs", "2026-03-02T12:00:00+00:00"])
def test_that_a_changed_record_is_refused(word: str, tmp_path: Path) -> None:
    write_outputs(a_result(), tmp_path, ReportOptions(board=BOARD))
    record = tmp_path / "board.json"
    record.write_text(record.read_text("utf-8").replace(word, "agrees"), "utf-8")
    with pytest.raises(StoreError, match="was changed"):
        read_result(tmp_path)


@pytest.mark.control("RISK-28-c")
def test_that_nothing_is_written_from_a_result_that_was_changed(folder: Path, tmp_path: Path) -> None:
    document = json.loads((folder / "result.json").read_text("utf-8"))
    document["content"]["result"]["clinical"]["name"] = "Somebody Else"
    (tmp_path / "result.json").write_text(json.dumps(document), "utf-8")
    with pytest.raises(StoreError, match="was changed"):
        report_again(tmp_path, tmp_path / "again.pdf")
    assert not (tmp_path / "again.pdf").exists()


@pytest.mark.parametrize(
    "template",
    ["{fields:>3000000000}", "{fields.__class__.__mro__}", "{fields!r}", "{another}", "{0}", "{fields", "{fields:.1f}"],
)
def test_that_a_forged_sentence_is_not_said(template: str, folder: Path, tmp_path: Path) -> None:
    document = forged(folder, tmp_path)
    reason = next(
        finding["value"]["reason"]
        for _, finding in document["content"]["result"]["scores"]
        if finding["type"] == "NotComputed"
    )
    reason["template"] = template
    with pytest.raises(StoreError, match="says what hccdesk never says"):
        read_result(sealed(document, tmp_path))


@pytest.mark.control("RISK-28-c")
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_a_forgery_gives_a_report_or_a_sentence(data: st.DataObject, folder: Path, tmp_path: Path) -> None:
    document = forged(folder, tmp_path)
    places = list(_places(document["content"]["result"]))
    holder, key = places[data.draw(st.integers(0, len(places) - 1))]
    odd = st.sampled_from([None, True, -1, 0, 10**9, 1e300, -0.5, "", "x" * 5000, [], {}, [[]], "\ud800", "{0}"])
    holder[key] = data.draw(odd)
    try:
        report_again(sealed(document, tmp_path), tmp_path / "again.pdf")
    except HccdeskError as error:
        assert error.what


def forged(folder: Path, to: Path) -> dict[str, Any]:
    """The document with its pictures beside it, to be changed and sealed again as only a forger would."""
    (to / "figures").mkdir(exist_ok=True)
    for path in (folder / "figures").iterdir():
        (to / "figures" / path.name).write_bytes(path.read_bytes())
    return copy.deepcopy(json.loads((folder / "result.json").read_text("utf-8")))


def sealed(document: dict[str, Any], folder: Path) -> Path:
    path = folder / "result.json"
    path.write_text(json.dumps(document | {"sha256": document_sha256(document)}), "ascii")
    return path


def _places(told: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value, as its holder and its key."""
    for key in told if isinstance(told, dict) else range(len(told)) if isinstance(told, list) else ():
        yield told, key
        yield from _places(told[key])


def test_that_options_of_the_caller_do_not_bring_a_record_in(folder: Path, tmp_path: Path) -> None:
    report_again(folder, tmp_path / "again.pdf", replace(ReportOptions(), board=BOARD))
    assert (tmp_path / "again.pdf").read_bytes() == (folder / "report.pdf").read_bytes()
