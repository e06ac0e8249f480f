"""No internet socket is ever opened: asked of the kernel, which also sees what libraries do without Python."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hccdesk.resources import models_folder

REPOSITORY = Path(__file__).parents[2]
INTERNET = re.compile(r"AF_INET6?\b|AF_NETLINK|AF_PACKET|AF_BLUETOOTH|AF_VSOCK")
WINDOW = Path(__file__).parent / "watched_window.py"
WATCHER = "hccdesk/workflow/selftest_network.py"
"""The selftest counts internet sockets; it names their kinds and opens none."""
DELIVERY = "hccdesk/delivery/pacs_"
"""What speaks with a PACS that a user set up; nothing loads it before that is asked for: see below."""
PHANTOMS = ("cohort", "phantom", "--seed", 5, "--no-images")
RUN_A_NETWORK = (
    "import sys, time; from pathlib import Path; from hccdesk.inference.runtimes import cpu_runtime; "
    "cpu_runtime().open(Path(sys.argv[1]).read_bytes()); time.sleep(2)"
)
ANOTHER_LIBRARY_RUNS_A_NETWORK = (
    "import sys, time; {first}; import onnxruntime; "
    "session = onnxruntime.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider']); time.sleep(2)"
)
TELL_WHAT_IS_LOADED = """
import os, sys
class Teller:
    def find_spec(self, name, path=None, target=None):
        if name in ("onnxruntime", "openvino_telemetry"):
            print("LOADED", name, os.environ.get("ORT_DISABLE_TELEMETRY"), file=sys.stderr)
sys.meta_path.insert(0, Teller())
from hccdesk.cli.main import main
main()
"""


def _has(tool: str, *trial: str) -> bool:
    found = shutil.which(tool)
    return bool(found) and subprocess.run([found, *trial], capture_output=True, check=False).returncode == 0


needs_strace = pytest.mark.skipif(
    not _has("strace", "-f", "-qq", "-e", "trace=socket", "-o", "/dev/null", "true"),
    reason="strace is not here or may not look at processes",
)
needs_namespaces = pytest.mark.skipif(
    not _has("unshare", "-rn", "true"), reason="network namespaces are not to be had on this machine"
)


@pytest.fixture
def watched(home, tmp_path) -> Callable[..., subprocess.CompletedProcess]:
    """Run a program; every socket that it or anything it starts asked for is in `tmp_path/sockets.txt`."""

    def run(*command: object) -> subprocess.CompletedProcess:
        told = ("-f", "-qq", "-e", "trace=socket,socketpair", "-o", str(tmp_path / "sockets.txt"))
        return home.run(*command, before=("strace", *told))

    return run


def sockets(tmp_path: Path) -> list[str]:
    lines = (tmp_path / "sockets.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if "socket(" in line or "socketpair(" in line]


@needs_strace
def test_that_the_kernel_is_asked_rightly(watched, tmp_path):
    watched(sys.executable, "-c", "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM)")
    assert [line for line in sockets(tmp_path) if INTERNET.search(line)]


@needs_strace
def test_that_tables_are_checked_and_described_without_any_socket(watched, hccdesk, tmp_path):
    table = tmp_path / "cohort"
    assert hccdesk(*PHANTOMS, "--patients", 30, "--out", table).returncode == 0
    for command in (("template", "--out", tmp_path / "empty.xlsx"), ("check", table / "cohort.csv")):
        ran = watched(sys.executable, "-m", "hccdesk", "cohort", *command)
        assert ran.returncode == 0, ran.stderr
        assert sockets(tmp_path) == []


def test_that_no_network_runtime_keeps_anything_to_report_to_its_maker(home):
    network = models_folder() / "ct-response-demo" / "ct_response.onnx"
    ran = home.run(sys.executable, "-c", RUN_A_NETWORK, network)
    assert ran.returncode == 0, ran.stderr
    assert [path for path in home.folder.rglob("*") if path.is_file()] == []


def test_that_a_network_runtime_that_another_library_loads_is_silenced_too(home):
    """Training libraries load it by themselves for some of what they do."""
    network = models_folder() / "ct-response-demo" / "ct_response.onnx"
    ran = home.run(
        sys.executable, "-c", ANOTHER_LIBRARY_RUNS_A_NETWORK.format(first="import hccdesk.training"), network
    )
    assert ran.returncode == 0, ran.stderr
    assert [path for path in home.folder.rglob("*") if path.is_file()] == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("command", [("models", "check"), ("selftest", "--quick")])
def test_that_every_network_runtime_a_command_loads_was_silenced_before(home, command):
    ran = home.run(sys.executable, "-c", TELL_WHAT_IS_LOADED, *command)
    loaded = [line.split()[1:] for line in ran.stderr.splitlines() if line.startswith("LOADED")]
    assert loaded == [["onnxruntime", "1"]]


@pytest.mark.slow
@pytest.mark.timeout(900)
@needs_strace
def test_that_the_demonstration_opens_no_internet_socket(watched, home, tmp_path):
    ran = watched(sys.executable, "-m", "hccdesk", "demo", "--out", tmp_path / "demo")
    assert ran.returncode == 0, ran.stderr
    assert [line for line in sockets(tmp_path) if INTERNET.search(line)] == []
    assert [path for path in home.folder.rglob("*") if "icrosoft" in path.name] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
@needs_strace
def test_that_the_window_with_a_case_in_it_opens_no_internet_socket(watched, sample, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    inputs = (sample.ct_folder, sample.ct_roi, sample.slide, sample.slide_roi, sample.clinical)
    ran = watched(sys.executable, WINDOW, out, *inputs)
    assert "analysed" in ran.stdout.splitlines(), ran.stderr[-2000:]
    assert (out / "report.pdf").is_file()
    assert [line for line in sockets(tmp_path) if INTERNET.search(line)] == []
    assert sockets(tmp_path)  # its own, for the second start: the watching works


@pytest.mark.slow
@pytest.mark.timeout(900)
@needs_strace
def test_that_a_cohort_is_described_without_an_internet_socket(watched, hccdesk, tmp_path):
    table = tmp_path / "cohort"
    assert hccdesk(*PHANTOMS, "--patients", 60, "--out", table).returncode == 0
    ran = watched(sys.executable, "-m", "hccdesk", "cohort", "describe", table / "cohort.csv", "--out", tmp_path / "d")
    assert ran.returncode == 0, ran.stderr
    assert [line for line in sockets(tmp_path) if INTERNET.search(line)] == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
@needs_namespaces
def test_that_every_journey_goes_to_its_end_where_there_is_no_network_at_all():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", "tests/journeys"]
    ran = subprocess.run(
        ["unshare", "-rn", *command], cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=3500
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]


def test_that_of_qts_network_only_what_stays_on_this_machine_is_used():
    used = re.compile(r"from PySide6\.QtNetwork import (?P<names>[^\n]+)|import PySide6\.(QtNetwork|QtWebEngine\w*)")
    found = {
        name.strip()
        for path in (REPOSITORY / "hccdesk").rglob("*.py")
        for match in used.finditer(path.read_text(encoding="utf-8"))
        for name in (match["names"] or "everything").split(",")
    }
    assert found == {"QLocalServer", "QLocalSocket"}


def test_that_no_module_of_ours_speaks_a_protocol_of_the_internet():
    asks = re.compile(
        r"^\s*(?:import|from)\s+(socket|ssl|http|urllib\.request|urllib3|requests|httpx|ftplib|smtplib|asyncio|aiohttp"
        r"|pynetdicom|xmlrpc|socketserver|imaplib|poplib|telnetlib)\b",
        re.MULTILINE,
    )
    found = {
        (path.relative_to(REPOSITORY).as_posix(), match[1])
        for path in (REPOSITORY / "hccdesk").rglob("*.py")
        for match in asks.finditer(path.read_text(encoding="utf-8"))
    }
    assert {pair for pair in found if not pair[0].startswith(DELIVERY)} == {(WATCHER, "socket")}
    assert {module for path, module in found if path.startswith(DELIVERY)} == {"pynetdicom", "socket", "ssl"}
    assert not re.search(
        r"socket\.(socket|create_\w+|socketpair)\(", (REPOSITORY / WATCHER).read_text(encoding="utf-8")
    )


def test_that_nothing_loads_what_speaks_with_a_pacs_before_somebody_asks_for_one():
    """Only functions of `workflow` import it, when they are called."""
    asks = re.compile(r"^(\s*)(?:import|from)\s+hccdesk\.delivery\.pacs_\w+", re.MULTILINE)
    found = {
        (path.relative_to(REPOSITORY).as_posix(), bool(match[1]))
        for path in (REPOSITORY / "hccdesk").rglob("*.py")
        if not path.name.startswith("pacs_") or path.parent.name != "delivery"
        for match in asks.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == {
        ("hccdesk/workflow/delivery_queue.py", True),
        ("hccdesk/workflow/echo_pacs.py", True),
        ("hccdesk/workflow/fetch_series.py", True),
        ("hccdesk/workflow/find_studies.py", True),
    }


@needs_strace
def test_that_without_a_pacs_its_commands_open_no_socket_either(watched, hccdesk, tmp_path):
    library = tmp_path / "library"
    for command in (("list",), ("queue", "--library", library), ("retry", "--library", library)):
        ran = watched(sys.executable, "-m", "hccdesk", "pacs", *command)
        assert ran.returncode == 0, ran.stderr
        assert [line for line in sockets(tmp_path) if INTERNET.search(line)] == []
    added = ("add", "main", "--host", "127.0.0.1", "--port", 1, "--called-ae", "MAIN")
    for command in (added, ("list",), ("queue", "--library", library)):
        ran = watched(sys.executable, "-m", "hccdesk", "pacs", *command)
        assert ran.returncode == 0, ran.stderr
        assert [line for line in sockets(tmp_path) if INTERNET.search(line)] == []
    watched(sys.executable, "-m", "hccdesk", "pacs", "echo", "main")
    assert [line for line in sockets(tmp_path) if INTERNET.search(line)]  # the watching works


@pytest.mark.parametrize("library", ["onnxruntime", "openvino"])
def test_that_a_network_runtime_is_loaded_in_one_place_only_where_it_is_silenced(library):
    asks = re.compile(rf"^\s*(?:import|from)\s+{library}\b", re.MULTILINE)
    found = [
        f"{path.relative_to(REPOSITORY).as_posix()}"
        for path in (REPOSITORY / "hccdesk").rglob("*.py")
        for _ in asks.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == ["hccdesk/inference/runtimes.py"]
