"""Jobs: order of signals, threads, and that a cancelled job never counts as done."""

from __future__ import annotations

import threading
import weakref
from time import monotonic

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread

from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.ui.jobs import JobRunner, JobStep, RunningJob, deliver


@pytest.fixture
def runner(qtbot):
    made = JobRunner()
    yield made
    made.close()


def watched(job) -> list:
    """Every signal of the job in the order it came, with the thread it came on."""
    seen = []

    def note(kind):
        def slot(*values):
            seen.append((kind, values[0] if values else None, QThread.currentThread()))

        return slot

    for kind in ("progressed", "succeeded", "failed", "cancelled", "ended"):
        getattr(job, kind).connect(note(kind))
    return seen


def kinds(seen) -> list[str]:
    return [kind for kind, _, _ in seen]


def test_that_a_job_reports_progress_then_success_then_end_on_the_gui_thread(qtbot, runner):
    def job(progress):
        for done in range(1, 4):
            progress.step(done, 3, "Reading")
        return threading.get_ident()

    running = runner.start(job)
    seen = watched(running)
    qtbot.waitUntil(lambda: "ended" in kinds(seen))
    assert kinds(seen)[-2:] == ["succeeded", "ended"]
    assert set(kinds(seen)[:-2]) == {"progressed"}
    assert [value for kind, value, _ in seen if kind == "progressed"][-1].done == 3
    assert {thread for *_, thread in seen} == {runner.thread()}
    assert {k: v for k, v, _ in seen}["succeeded"] != threading.get_ident()


def test_that_a_failing_job_fails_once_with_its_own_exception(qtbot, runner):
    fault = InputError("broken")

    def job(progress):
        raise fault

    seen = watched(runner.start(job))
    qtbot.waitUntil(lambda: "ended" in kinds(seen))
    assert [(k, v) for k, v, _ in seen] == [("failed", fault), ("ended", None)]


@pytest.mark.control("RISK-42-a")
def test_that_a_cancelled_job_stops_at_its_next_step_and_is_not_a_success(qtbot, runner):
    at_work = threading.Event()

    def job(progress):
        while True:
            progress.step(1, 2, "Working")
            at_work.set()

    running = runner.start(job)
    seen = watched(running)
    assert at_work.wait(5)
    running.cancel()
    qtbot.waitUntil(lambda: "ended" in kinds(seen))
    assert kinds(seen)[-2:] == ["cancelled", "ended"]
    assert not {"succeeded", "failed"} & set(kinds(seen))


@pytest.mark.control("RISK-42-a")
def test_that_a_job_cancelled_after_its_last_step_is_not_a_success(qtbot, runner):
    returned = threading.Event()

    def job(progress):
        returned.set()
        return "value"

    running = runner.start(job)
    seen = watched(running)
    assert returned.wait(5)
    running.cancel()  # the value is already on its way, but not yet delivered
    qtbot.waitUntil(lambda: "ended" in kinds(seen))
    assert kinds(seen) == ["cancelled", "ended"]


def test_that_a_job_which_breaks_because_it_was_cancelled_counts_as_cancelled(qtbot, runner):
    go_on = threading.Event()

    def job(progress):
        assert go_on.wait(5)
        raise RuntimeError("the worker was killed")

    running = runner.start(job)
    seen = watched(running)
    running.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: "ended" in kinds(seen))
    assert kinds(seen) == ["cancelled", "ended"]


def test_that_a_job_cancelled_while_it_waits_never_starts(qtbot, runner):
    release, ran = threading.Event(), []
    first = runner.start(lambda progress: release.wait(5))
    second = runner.start(lambda progress: ran.append(True))
    seen = watched(second)
    second.cancel()
    release.set()
    qtbot.waitUntil(lambda: "ended" in kinds(seen))
    assert kinds(seen) == ["cancelled", "ended"]
    assert ran == []
    assert first not in runner.running


def test_that_a_flood_of_steps_reaches_the_gui_thread_as_the_newest_ones(qtbot, runner):
    def job(progress):
        for done in range(20_000):
            progress.step(done, 20_000, "Patches")

    seen = watched(runner.start(job))
    qtbot.waitUntil(lambda: "ended" in kinds(seen), timeout=10_000)
    steps = [value.done for kind, value, _ in seen if kind == "progressed"]
    assert steps == sorted(set(steps))
    assert steps[-1] == 19_999
    assert len(steps) < 20_000


def test_that_cancel_from_the_engine_itself_is_a_cancel(qtbot, runner):
    def job(progress):
        raise Cancelled

    seen = watched(runner.start(job))
    qtbot.waitUntil(lambda: "ended" in kinds(seen))
    assert kinds(seen) == ["cancelled", "ended"]


def test_that_closing_the_runner_leaves_no_thread(qtbot):
    runner = JobRunner(workers=3)

    def endless(progress):
        while True:
            progress.step(0, 1, "Tiles")

    for _ in range(3):
        runner.start(endless)
    runner.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("job") and thread.is_alive()]


def test_that_time_left_follows_the_pace_of_the_stage():
    assert JobStep(10, 40, "Slide", 20.0).seconds_left == pytest.approx(60.0)
    assert JobStep(0, 40, "Slide", 20.0).seconds_left is None
    assert JobStep(3, 40, "Slide", 0.2).seconds_left is None


def test_that_a_value_for_a_screen_that_is_gone_is_dropped(qtbot, runner):
    go_on, received = threading.Event(), []
    owner = QObject()
    running = runner.start(lambda progress: go_on.wait(5))
    deliver(running, owner, received.append)
    seen = watched(running)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    go_on.set()
    qtbot.waitUntil(lambda: "ended" in kinds(seen))
    assert received == []


def test_that_a_value_for_a_screen_that_is_there_arrives_once(qtbot, runner):
    received, owner = [], QObject()
    deliver(runner.start(lambda progress: 42), owner, received.append)
    qtbot.waitUntil(lambda: not runner.running)
    assert received == [42]


def test_that_nothing_arrives_after_the_runner_was_closed(qtbot):
    runner = JobRunner()
    seen = watched(runner.start(lambda progress: 42))
    runner.close()
    qtbot.wait(50)
    assert seen == []


@pytest.mark.control("RISK-52-a")
def test_that_a_job_that_does_not_come_back_is_cancelled_within_two_seconds(qtbot, runner):
    at_work, go_on = threading.Event(), threading.Event()

    def stuck(progress):
        at_work.set()
        go_on.wait(20)
        return "too late"

    running = runner.start(stuck)
    seen = watched(running)
    assert at_work.wait(5)
    asked = monotonic()
    running.cancel()
    qtbot.waitUntil(lambda: "ended" in kinds(seen), timeout=2000)
    assert monotonic() - asked < 2.0
    assert kinds(seen) == ["cancelled", "ended"]
    assert running not in runner.running
    go_on.set()
    qtbot.wait(200)
    assert kinds(seen) == ["cancelled", "ended"]  # the value that came too late is nobody's


def test_that_jobs_behind_one_that_does_not_come_back_go_on_without_it(qtbot, runner):
    at_work, go_on, received, owner = threading.Event(), threading.Event(), [], QObject()

    def stuck(progress):
        at_work.set()
        go_on.wait(20)

    first = runner.start(stuck)
    deliver(runner.start(lambda progress: "second"), owner, received.append)
    assert at_work.wait(5)
    first.cancel()
    qtbot.waitUntil(lambda: received == ["second"], timeout=3000)
    deliver(runner.start(lambda progress: "third"), owner, received.append)
    qtbot.waitUntil(lambda: received == ["second", "third"], timeout=3000)
    go_on.set()
    qtbot.waitUntil(lambda: not runner.running)


def test_that_closing_waits_for_a_thread_that_was_left_behind_too(qtbot):
    runner, at_work, go_on = JobRunner(), threading.Event(), threading.Event()

    def stuck(progress):
        at_work.set()
        go_on.wait(20)

    running = runner.start(stuck)
    assert at_work.wait(5)
    running.cancel()
    qtbot.waitUntil(lambda: not runner.running, timeout=3000)
    threading.Timer(0.2, go_on.set).start()
    runner.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("job") and thread.is_alive()]


def test_that_a_job_cancelled_behind_a_long_one_ends_before_it(qtbot, runner):
    at_work, go_on, ran = threading.Event(), threading.Event(), []

    def long(progress):
        at_work.set()
        go_on.wait(20)

    runner.start(long)
    second = runner.start(lambda progress: ran.append(True))
    seen = watched(second)
    assert at_work.wait(5)
    second.cancel()
    qtbot.waitUntil(lambda: "ended" in kinds(seen), timeout=2000)
    assert kinds(seen) == ["cancelled", "ended"]
    go_on.set()
    qtbot.waitUntil(lambda: not runner.running)
    assert ran == []


def test_that_many_short_and_cancelled_jobs_leave_nothing_behind(qtbot):
    runner = JobRunner(workers=4)
    ends = []
    for number in range(300):
        job = runner.start(lambda progress: progress.step(0, 1, "Tile"))
        job.ended.connect(lambda: ends.append(True))
        if number % 3 == 0:
            job.cancel()
    qtbot.waitUntil(lambda: len(ends) == 300)
    qtbot.waitUntil(lambda: not runner.findChildren(RunningJob), timeout=3000)
    runner.close()


def test_that_an_ended_job_is_let_go_with_all_that_it_held(qtbot, runner):
    class Volume:
        pass

    volume = Volume()
    held = weakref.ref(volume)
    running = runner.start(lambda progress, volume=volume: str(volume))
    running.succeeded.connect(lambda value, running=running: None)  # a circle through the signal
    gone = weakref.ref(running)
    del volume, running
    qtbot.waitUntil(lambda: not runner.running)
    qtbot.wait(50)
    assert held() is None
    assert gone() is None


def test_that_no_thread_holds_a_qt_object_of_a_job(qtbot, runner):
    at_work, go_on = threading.Event(), threading.Event()
    runner.start(lambda progress: (at_work.set(), go_on.wait(5)))
    assert at_work.wait(5)
    held = [value for name, value in vars(runner._waiting[1][0]).items() if isinstance(value, QObject)]
    go_on.set()
    assert held == []
    qtbot.waitUntil(lambda: not runner.running)
