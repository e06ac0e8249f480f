"""The worker process: what crosses, what is refused, what is left behind."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import types
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import sandbox_jobs as jobs

from hccdesk.domain.errors import CalibrationError, Cancelled, HccdeskError, InputFaults, UntrustedFileError
from hccdesk.domain.sentence import Sentence
from hccdesk.sandbox import folders, process
from hccdesk.sandbox.limits import Limits
from hccdesk.sandbox.values import UnsendableError
from hccdesk.sandbox.worker import Sandbox, WorkerFaultError

FILE = Path("/data/image.dcm")
SHORT = Limits(memory_mib=512, timeout_s=1.0)


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for blocks of this test alone: other programs on the machine have sandboxes too."""
    place = tmp_path / "memory"
    place.mkdir()
    monkeypatch.setattr(folders, "_IN_MEMORY", place)
    monkeypatch.setattr(folders.tempfile, "tempdir", str(place))
    return place


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until_gone(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_running(pid)


def test_that_a_function_runs_in_another_process(shared: Sandbox) -> None:
    assert shared.call(jobs.add, 2, b=3) == 5
    assert shared.call(jobs.process_id) == shared.pid != os.getpid()


def test_that_the_worker_keeps_what_its_modules_remember(shared: Sandbox) -> None:
    assert shared.call(jobs.remember, "first") == ["first"]
    assert shared.call(jobs.remember, "second") == ["first", "second"]


def test_that_a_large_array_comes_back_whole_and_nothing_stays_in_shared_memory(place: Path) -> None:
    with Sandbox() as sandbox:
        array = sandbox.call(jobs.ramp, 100)
        assert {path.name for path in place.rglob("*") if path.is_file()} == {"owner", "printed.txt"}
    assert array.dtype == np.int16
    np.testing.assert_array_equal(array, jobs.ramp(100))
    array[0, 0, 0] = 7  # the caller's own copy
    assert list(place.iterdir()) == []


def test_that_large_arrays_can_be_sent(shared: Sandbox) -> None:
    mask = np.zeros((10, 512, 512), dtype=bool)
    mask[3, 4, 5] = True
    np.testing.assert_array_equal(shared.call(jobs.give_back, mask[::2, ::-1]), mask[::2, ::-1])


@pytest.mark.parametrize("job", [jobs.abort, jobs.touch_null], ids=["abort", "segmentation fault"])
@pytest.mark.bad("BAD-024")
@pytest.mark.control("RISK-41-a")
def test_that_a_crash_is_one_refused_file_and_the_next_call_works(shared: Sandbox, job: object) -> None:
    """BAD-024."""
    before = shared.pid
    with pytest.raises(UntrustedFileError, match=r"image\.dcm: Its decoder crashed") as caught:
        shared.call(job, FILE)  # type: ignore[arg-type]
    assert caught.value.where == FILE
    assert shared.call(jobs.add, 1) == 1
    assert shared.pid != before


def test_that_a_worker_killed_while_idle_is_replaced_without_blaming_a_file(shared: Sandbox) -> None:
    os.kill(shared.call(jobs.process_id), signal.SIGKILL)
    time.sleep(0.2)
    assert shared.call(jobs.add, 1) == 1


@pytest.mark.parametrize("job", [jobs.hang, jobs.hang_holding_the_interpreter])
@pytest.mark.control("RISK-41-a", "RISK-52-a")
def test_that_a_hang_ends_with_the_time_limit(shared: Sandbox, job: object) -> None:
    pid = shared.call(jobs.process_id)
    started = time.monotonic()
    with pytest.raises(UntrustedFileError, match=r"longer than allowed \(1 s\)"):
        shared.call(job, FILE, limits=SHORT)  # type: ignore[arg-type]
    assert time.monotonic() - started < 3
    assert not is_running(pid)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not enforce RLIMIT_AS")
@pytest.mark.bad("BAD-035", "BAD-100")
@pytest.mark.control("RISK-41-a")
def test_that_a_memory_bomb_is_one_refused_file(shared: Sandbox) -> None:
    """BAD-100."""
    with pytest.raises(UntrustedFileError, match=r"more memory than allowed \(300 MiB\)"):
        shared.call(jobs.swell, FILE, limits=Limits(memory_mib=300, timeout_s=30))
    assert shared.call(jobs.add, 1) == 1


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not enforce RLIMIT_AS")
def test_that_the_memory_limit_is_each_calls_own(shared: Sandbox) -> None:
    limits = Limits(memory_mib=300, timeout_s=30)
    for _ in range(3):
        assert shared.call(jobs.swell_once, 200, limits=limits) == 200 * 2**20
    with pytest.raises(UntrustedFileError):
        shared.call(jobs.swell_once, 400, limits=limits)
    assert shared.call(jobs.swell_once, 400) == 400 * 2**20


def test_that_our_errors_come_back_as_themselves(shared: Sandbox) -> None:
    pid = shared.pid
    with pytest.raises(CalibrationError) as caught:
        shared.call(jobs.raise_calibration_error, FILE)
    assert (caught.value.what, caught.value.where) == ("It has no spacing.", FILE)
    assert caught.value.what_to_do == "Export it again."
    assert shared.pid == pid


def test_that_several_faults_come_back_each_with_its_line(shared: Sandbox) -> None:
    with pytest.raises(InputFaults) as caught:
        shared.call(jobs.raise_faults, FILE)
    assert [(type(f), f.what, f.where) for f in caught.value.faults][1] == (CalibrationError, "two", "field")


def test_that_another_exception_is_a_refused_file_and_its_words_stay_in_the_worker(shared: Sandbox) -> None:
    with pytest.raises(UntrustedFileError, match=r"could not be decoded \(ValueError\)") as caught:
        shared.call(jobs.raise_with_a_name)
    cause = caught.value.__cause__
    assert isinstance(cause, WorkerFaultError)
    assert "raise_with_a_name" in cause.details
    said = "\n".join([str(caught.value), str(cause)])
    assert "Wei" not in said.replace('raise ValueError("PatientName Zhang^Wei is too long")', "")


def test_that_a_module_that_does_not_load_is_not_blamed_on_the_file() -> None:
    with Sandbox(preload=("hccdesk.ct.no_such_reader",)) as sandbox:
        function = types.FunctionType(jobs.add.__code__, {}, "read")
        function.__module__ = function.__qualname__ = "no_such_reader"
        with pytest.raises(HccdeskError, match=r"could not be loaded \(ModuleNotFoundError\)") as caught:
            sandbox.call(function, FILE)
        assert not isinstance(caught.value, UntrustedFileError)
        assert sandbox.call(jobs.add, 1) == 1


def test_that_a_worker_that_cannot_start_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_BOOTSTRAP", "raise SystemExit(1)")
    with Sandbox() as sandbox:
        for _ in range(2):
            with pytest.raises(HccdeskError, match="could not be started"):
                sandbox.call(jobs.add, 1)
        monkeypatch.undo()
        with pytest.raises(HccdeskError, match="could not be started"):  # the last one was started before
            sandbox.call(jobs.add, 1)
        assert sandbox.call(jobs.add, 1) == 1


def test_that_replacing_workers_leaves_no_threads_behind() -> None:
    with Sandbox(SHORT) as sandbox:
        sandbox.call(jobs.add, 1)
        before = threading.active_count()
        for _ in range(3):
            with pytest.raises(UntrustedFileError):
                sandbox.call(jobs.flood)
        assert sandbox.call(jobs.add, 1) == 1
        assert threading.active_count() == before


def test_that_a_library_cannot_end_the_worker_unheard(shared: Sandbox) -> None:
    with pytest.raises(UntrustedFileError, match="SystemExit"):
        shared.call(jobs.leave, FILE)


@pytest.mark.control("RISK-37-d")
def test_that_what_libraries_print_neither_reaches_the_terminal_nor_the_answers(
    shared: Sandbox, capfd: pytest.CaptureFixture[str]
) -> None:
    assert shared.call(jobs.print_noise) is None
    assert shared.call(jobs.add, 4) == 4
    assert capfd.readouterr() == ("", "")
    assert "from C to stdout" in shared.printed


class Watcher:
    def __init__(self, stop_at: int | None = None) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self.stop_at = stop_at

    def step(self, done: int, total: int, label: str) -> None:
        self.steps.append((done, total, label))
        if self.stop_at is not None and len(self.steps) >= self.stop_at:
            raise Cancelled


def test_that_progress_reaches_the_caller(shared: Sandbox) -> None:
    watcher = Watcher()
    assert shared.call(jobs.count, 30, progress=watcher) == Sentence.of("{n} slices", n=30)
    assert watcher.steps[0][0] == 1
    assert watcher.steps[-1] == (30, 30, "slices")
    assert [s[0] for s in watcher.steps] == sorted(s[0] for s in watcher.steps)


def test_that_a_step_forward_gives_the_time_limit_again() -> None:
    """A folder of many files is not refused for its size; nor does the worker's own alarm end it."""
    with Sandbox() as sandbox:
        sandbox.call(jobs.end_without_grace)
        assert sandbox.call(jobs.step_slowly, FILE, 2.5, progress=Watcher(), limits=SHORT) == "done"


@pytest.mark.parametrize("job", [jobs.step_once_then_hang, jobs.repeat_one_step])
def test_that_one_file_that_makes_no_step_forward_ends_with_the_time_limit(shared: Sandbox, job: object) -> None:
    started = time.monotonic()
    with pytest.raises(UntrustedFileError, match=r"longer than allowed \(1 s\)"):
        shared.call(job, FILE, progress=Watcher(), limits=SHORT)  # type: ignore[arg-type]
    assert time.monotonic() - started < 4


def test_that_steps_without_end_have_an_end(shared: Sandbox) -> None:
    limits = Limits(memory_mib=512, timeout_s=1.0, total_s=1.5)
    with pytest.raises(UntrustedFileError, match=r"longer than allowed \(1\.5 s\)"):
        shared.call(jobs.step_without_end, FILE, progress=Watcher(), limits=limits)


def test_that_limits_that_leave_no_time_are_refused() -> None:
    for seconds in ({"timeout_s": 0.0}, {"total_s": 0.0}, {"total_s": float("nan")}):
        with pytest.raises(ValueError, match="nothing to work with"):
            Limits(**seconds)


def test_that_cancelling_ends_the_worker_even_while_it_says_nothing(shared: Sandbox) -> None:
    pid = shared.call(jobs.process_id)
    started = time.monotonic()
    with pytest.raises(Cancelled):
        shared.call(jobs.step_once_then_hang, FILE, progress=Watcher(stop_at=3))
    assert time.monotonic() - started < 5
    assert not is_running(pid)
    assert shared.call(jobs.add, 1) == 1


def test_that_what_cannot_cross_is_a_fault_of_ours_and_not_of_the_file(shared: Sandbox) -> None:
    pid = shared.pid
    with pytest.raises(UnsendableError):
        shared.call(jobs.give_back_a_stranger)
    with pytest.raises(UnsendableError):
        shared.call(jobs.give_back, object())
    with pytest.raises(UnsendableError):
        shared.call(lambda: 1)
    assert shared.call(jobs.process_id) == pid


def test_that_threads_take_turns(shared: Sandbox) -> None:
    results: list[int] = []
    threads = [threading.Thread(target=lambda i=i: results.append(shared.call(jobs.add, i))) for i in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, 1, 2, 3, 4]


def hang_and_be_refused(sandbox: Sandbox) -> None:
    with pytest.raises(UntrustedFileError):
        sandbox.call(jobs.hang, FILE)


def test_that_two_sandboxes_work_at_the_same_time(shared: Sandbox) -> None:
    with Sandbox() as other:
        other.call(jobs.add, 1)
        busy = threading.Thread(target=hang_and_be_refused, args=(other,))
        busy.start()
        started = time.monotonic()
        assert shared.call(jobs.add, 1) == 1
        assert time.monotonic() - started < 5
        assert busy.is_alive()
        other.close()  # ends the call under way as well
        busy.join(timeout=5)
        assert not busy.is_alive()


def test_that_the_number_of_threads_is_limited_and_the_folder_is_the_callers(shared: Sandbox) -> None:
    assert shared.call(jobs.limits_seen) == ("2", str(Path.cwd()))


def test_that_closing_leaves_no_process_and_no_folder(place: Path) -> None:
    with Sandbox() as sandbox:
        pid = sandbox.call(jobs.process_id)
        assert list(place.iterdir()) != []
    assert not is_running(pid)
    assert list(place.iterdir()) == []
    with pytest.raises(RuntimeError, match="closed"):
        sandbox.call(jobs.add, 1)


@pytest.mark.control("RISK-37-d")
def test_that_a_crash_leaves_no_folder(place: Path) -> None:
    with Sandbox() as sandbox:
        before = len(list(place.iterdir()))
        for _ in range(3):
            with pytest.raises(UntrustedFileError):
                sandbox.call(jobs.abort, FILE)
        assert len(list(place.iterdir())) == before


def test_that_a_forgotten_sandbox_is_cleared_away() -> None:
    sandbox = Sandbox()
    pid = sandbox.call(jobs.process_id)
    del sandbox
    gc.collect()
    assert wait_until_gone(pid, 5)


def run_script(text: str, folder: Path) -> subprocess.Popen[str]:
    script = folder / "script.py"
    memory = folder / "memory"
    own_place = f"""
    import tempfile, pathlib, hccdesk.sandbox.folders
    tempfile.tempdir = {str(memory)!r}
    hccdesk.sandbox.folders._IN_MEMORY = pathlib.Path(tempfile.tempdir)
    """
    script.write_text(textwrap.dedent(own_place) + textwrap.dedent(text), encoding="utf-8")
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    return subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    )


KILLED = """
    import sandbox_jobs as jobs, threading, time
    from hccdesk.sandbox.worker import Sandbox
    sandbox = Sandbox()
    pid = sandbox.call(jobs.process_id)
    if {busy}:
        threading.Thread(target=sandbox.call, args=(jobs.hang,), daemon=True).start()
        time.sleep(0.5)
    print(pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_that_no_orphan_and_no_folder_outlives_a_killed_program(tmp_path: Path, place: Path, busy: bool) -> None:
    with run_script(KILLED.format(busy=busy), tmp_path) as program:
        assert program.stdout is not None
        worker = int(program.stdout.readline())
        assert is_running(worker)
        assert list(place.iterdir()) != []
        program.kill()
    assert wait_until_gone(worker, 5)
    assert list(place.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="alarms of POSIX")
def test_that_a_worker_that_can_no_longer_notice_ends_with_its_time_limit(tmp_path: Path, place: Path) -> None:
    text = """
        import sandbox_jobs as jobs, threading, time
        from hccdesk.sandbox.limits import Limits
        from hccdesk.sandbox.worker import Sandbox
        sandbox = Sandbox(Limits(512, 2.0))
        sandbox.call(jobs.end_without_grace)
        hang = jobs.hang_holding_the_interpreter
        threading.Thread(target=sandbox.call, args=(hang, None), daemon=True).start()
        time.sleep(0.5)
        print(sandbox.pid, flush=True)
        time.sleep(60)
    """
    with run_script(text, tmp_path) as program:
        assert program.stdout is not None
        worker = int(program.stdout.readline())
        program.kill()
    assert is_running(worker)  # it holds the interpreter, so its watching thread cannot run
    assert wait_until_gone(worker, 5)


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
@pytest.mark.control("RISK-37-d")
def test_that_folders_of_a_program_killed_with_its_worker_are_cleared_and_others_are_not(
    tmp_path: Path, place: Path
) -> None:
    with run_script(KILLED.format(busy=False), tmp_path) as program:
        assert program.stdout is not None
        os.kill(int(program.stdout.readline()), signal.SIGKILL)
        program.kill()
    abandoned = set(place.iterdir())
    owned = folders.make_folders()
    folders.clear_abandoned()
    assert set(place.iterdir()) == abandoned | set(owned.paths)  # too young to tell
    folders.clear_abandoned(now_s=time.time() + 3600)
    assert abandoned
    assert set(place.iterdir()) == set(owned.paths)
    owned.remove()
    assert list(place.iterdir()) == []


def test_that_a_program_without_a_main_guard_is_not_run_twice(tmp_path: Path, place: Path) -> None:
    text = """
        import sandbox_jobs as jobs
        from hccdesk.sandbox.worker import Sandbox
        print("started", flush=True)
        print(Sandbox().call(jobs.add, 1, 2), flush=True)
    """
    with run_script(text, tmp_path) as program:
        assert program.communicate(timeout=60)[0].split() == ["started", "3"]
    assert program.returncode == 0
    assert list(place.iterdir()) == []
