"""`hccdesk pacs`: set up, tested, asked, fetched from; the queue and its exit codes. Nothing before one is set up."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hccdesk.cli import main as cli
from hccdesk.cli import pacs
from hccdesk.domain.delivery import (
    ChartObject,
    DeliveryOutcome,
    DeliveryState,
    FoundSeries,
    FoundStudy,
    ObjectKind,
    PacsAnswer,
    PacsNode,
    QueuedDelivery,
    StudyQuery,
    TlsChoice,
)
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.audit_trail import audit_trail
from hccdesk.workflow.pacs_nodes import pacs_nodes

NODE = PacsNode("main", "10.0.0.7", 104, "MAINPACS")
ADD = ("pacs", "add", "main", "--host", "10.0.0.7", "--port", "104", "--called-ae", "MAINPACS")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HCCDESK_PACS", str(tmp_path / "config" / "pacs.json"))
    monkeypatch.setenv("HCCDESK_SITE_FOLDER", str(tmp_path / "site"))
    monkeypatch.setenv("HCCDESK_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], library: Path):
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hccdesk", *arguments])
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        else:
            code = 0
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def acts(library: Path) -> list[tuple[str, str]]:
    return [(row.event.action.value, row.event.detail) for row in audit_trail(library) if row.event.detail]


def test_that_without_a_pacs_there_is_nothing_to_ask(run, library: Path):
    assert run("pacs", "list") == (0, "", "")
    assert run("pacs", "queue") == (0, "", "")
    assert run("pacs", "retry") == (0, "", "")
    code, _, said = run("pacs", "echo", "main")
    assert code == 3 and "no PACS with the name main is set up here" in said
    assert not library.exists()


def test_that_a_pacs_is_set_up_listed_and_removed_and_that_it_was_is_recorded(run, library: Path):
    code, out, err = run(*ADD)
    assert (code, out) == (0, "main  MAINPACS at 10.0.0.7:104, we are HCCDESK, C-GET\n")
    assert "not encrypted" in err
    assert pacs_nodes() == (NODE,)
    assert run("pacs", "list")[1] == out
    code, _, said = run(*ADD)
    assert code == 3 and "there is a PACS of this name already" in said
    assert run("pacs", "remove", "main")[0] == 0
    assert pacs_nodes() == ()
    assert acts(library) == [("pacs_changed", "added main"), ("pacs_changed", "removed main")]


def test_that_every_choice_is_kept(run, tmp_path: Path):
    files = [tmp_path / name for name in ("a.pem", "c.pem", "k.pem")]
    options = ("--calling-ae", "DESK", "--timeout", "7", "--move", "--receive-port", "4242", "--any-host-name")
    tls = ("--tls-authority", str(files[0]), "--tls-certificate", str(files[1]), "--tls-key", str(files[2]))
    assert run(*ADD, *options, *tls)[0] == 0
    expected = PacsNode(
        *("main", "10.0.0.7", 104, "MAINPACS", "DESK"), TlsChoice(*files, check_host_name=False), 7.0, False, 4242
    )
    assert pacs_nodes() == (expected,)


@pytest.mark.parametrize(
    "wrong", [("--any-host-name",), ("--tls-key", "k.pem"), ("--timeout", "0"), ("--calling-ae", "A" * 17)]
)
def test_that_choices_that_make_no_sense_are_refused(run, wrong: tuple[str, ...]):
    assert run(*ADD, *wrong)[0] == 3
    assert pacs_nodes() == ()


def test_that_an_answer_says_what_is_missing_too(run, monkeypatch: pytest.MonkeyPatch):
    run(*ADD)
    monkeypatch.setattr(pacs, "echo_pacs", lambda *_: PacsAnswer(0.5, "X", ("1.2.840.10008.5.1.4.1.2.2.1",)))
    code, out, _ = run("pacs", "echo", "main")
    assert code == 0 and "answers, 0.50 s  X" in out
    assert "yes  looking for studies" in out and "NO   storing reports (PDF)" in out


def test_that_studies_are_printed_with_what_fetch_needs(run, monkeypatch: pytest.MonkeyPatch):
    asked: list[StudyQuery] = []
    study = FoundStudy(
        *("1.2", "P1", "ZHANG^WEI=张^伟", "19610203", "M", "20260130", "red \x1b[31m"),
        accession_number="A7",
        series=(FoundSeries("1.2", "1.2.1", "CT", "动脉期", "3", 212),),
    )
    run(*ADD)
    monkeypatch.setattr(pacs, "find_studies", lambda _, query, __: (asked.append(query), (study,))[1])
    code, out, _ = run("pacs", "find", "main", "--patient-name", "张", "--from", "20260101")
    assert code == 0 and asked == [StudyQuery("", "张", "", "20260101", "")]
    assert "张^伟" in out and "study  1.2" in out and "1.2.1  动脉期  212 images" in out
    assert "\x1b" not in out


def test_that_fetching_prints_the_folder_and_records_how_many_and_nobody(
    run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Path
):
    def fetch(node, study, series, folder, progress):
        made = folder / "0f"
        made.mkdir(parents=True)
        (made / "1.dcm").write_bytes(b"")
        return made

    run(*ADD)
    monkeypatch.setattr(pacs, "fetch_series", fetch)
    code, out, _ = run("pacs", "fetch", "main", "--study", "1.2", "--out", str(tmp_path / "in"))
    assert (code, out) == (0, f"1 images: {tmp_path / 'in' / '0f'}\n")
    assert acts(library)[-1] == ("images_fetched", "1 main")


class Queue:
    """A queue whose run delivers one and fails with one."""

    def __init__(self) -> None:
        thing = ChartObject(ObjectKind.PDF, Path("x"), "ab" * 32)
        at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
        self.done = QueuedDelivery(1, "cd" * 16, "main", thing, DeliveryState.DELIVERED, at, 1, delivered_at=at)
        fault = Sentence.of("the PACS refused the object (status {status}).", status="C001")
        self.failed = QueuedDelivery(2, None, "main", thing, DeliveryState.FAILED, at, 2, fault)
        self.forgotten: list[int] = []

    def entries(self):
        return (self.done, self.failed)

    def run(self, nodes, at, progress, *, all_now, only=None):
        self.all_now, self.only = all_now, only
        return DeliveryOutcome((self.done,), (self.failed,))

    def forget(self, number):
        self.forgotten.append(number)


def test_that_what_did_not_arrive_is_an_exit_code_and_both_are_recorded(
    run, monkeypatch: pytest.MonkeyPatch, library: Path
):
    queue = Queue()
    monkeypatch.setattr(pacs, "delivery_queue", lambda _: queue)
    code, out, err = run("pacs", "retry")
    assert code == 3 and "1 objects are NOT delivered" in err
    assert "delivered  encapsulated_pdf  to main  at 2026-01-02 03:04Z" in out
    assert "failed     encapsulated_pdf  to main  tried 2 times" in out and "status C001" in out
    kinds = [("delivered", "encapsulated_pdf main"), ("delivery_failed", "encapsulated_pdf main")]
    assert acts(library)[-2:] == kinds
    assert queue.all_now
    assert queue.only is None


def test_that_one_entry_is_tried_alone_and_one_that_arrived_is_not_sent_again(
    run, monkeypatch: pytest.MonkeyPatch, library: Path
):
    queue = Queue()
    monkeypatch.setattr(pacs, "delivery_queue", lambda _: queue)
    run("pacs", "retry", "--number", "2")
    assert queue.only == [2]
    for number in ("1", "9"):
        code, _, err = run("pacs", "retry", "--number", number)
        assert code == 3 and f"the queue has no number {number}" in err
    assert queue.only == [2]
    run("pacs", "retry", "--due")
    assert not queue.all_now


def test_that_an_entry_is_taken_away_and_one_that_is_not_there_is_told(run, monkeypatch: pytest.MonkeyPatch):
    queue = Queue()
    monkeypatch.setattr(pacs, "delivery_queue", lambda _: queue)
    assert run("pacs", "queue", "--forget", "2")[0] == 0
    assert queue.forgotten == [2]
    code, _, err = run("pacs", "queue", "--forget", "9")
    assert code == 3 and "the queue has no number 9" in err
