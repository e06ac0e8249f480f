import subprocess
import sys

import pytest

from hccdesk.cli import main as cli
from hccdesk.domain.errors import Cancelled, DeviceError, InputError, InputFaults


def run_main(monkeypatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hccdesk", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def failing_with(error: Exception):
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_that_help_lists_every_command(command, monkeypatch, capsys):
    assert run_main(monkeypatch, "--help") == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize("command", ["demo", "inspect", "analyse", "version"])
def test_that_the_listed_help_is_the_commands_own(command):
    own = cli._imported(command).__doc__.strip().splitlines()[0]
    assert own == cli.COMMANDS[command]


def test_that_wrong_usage_is_exit_code_2(monkeypatch):
    assert run_main(monkeypatch, "nonsense") == 2
    assert run_main(monkeypatch, "analyse", "--regimen", "unheard-of", "--out", "x") == 2


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (
            InputError("it is torn.", where="a.dcm", what_to_do="Export it again."),
            3,
            ["a.dcm: it is torn. Export it again."],
        ),
        (InputFaults([InputError("one"), InputError("two")]), 3, ["one", "two"]),
        (DeviceError("no GPU here.", what_to_do="Use --device cpu."), 3, ["no GPU here. Use --device cpu."]),
        (Cancelled(), 130, ["stopped."]),
    ],
)
def test_that_a_refusal_is_one_line_a_fault_on_stderr(error, code, lines, monkeypatch, capsys):
    monkeypatch.setattr(cli, "_imported", lambda name: failing_with(error))
    assert run_main(monkeypatch, "version") == code
    assert capsys.readouterr().err.splitlines() == [f"hccdesk: {line}" for line in lines]


def test_that_an_internal_fault_names_a_log_that_quotes_no_patient(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("hccdesk.cli.faults.user_log_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr(cli, "_imported", lambda name: failing_with(KeyError("Zhang^Wei")))
    assert run_main(monkeypatch, "version") == 4
    said = capsys.readouterr().err
    log = next(tmp_path.iterdir())
    assert str(log) in said
    assert "Traceback" not in said
    assert "Zhang" not in said + log.read_text(encoding="utf-8")
    assert "KeyError" in log.read_text(encoding="utf-8")


def test_that_verbose_shows_where_the_fault_arose(capsys):
    assert cli.exit_code_of(InputError("torn"), verbose=True) == 3
    assert "InputError" in capsys.readouterr().err


def test_that_training_without_torch_says_what_to_install(capsys):
    assert cli.exit_code_of(ModuleNotFoundError("no torch", name="torch"), verbose=False) == 3
    assert "pip install 'hccdesk[train]'" in capsys.readouterr().err


def test_that_the_command_line_starts_without_qt_networks_or_torch():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, hccdesk.cli.main; print(*sorted({m.split('.')[0] for m in sys.modules}))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"PySide6", "torch", "onnxruntime", "SimpleITK", "scipy", "reportlab"} & set(loaded)


def test_that_control_sequences_in_names_of_files_do_not_reach_the_terminal(capsys):
    cli.exit_code_of(InputError("torn", where="\x1b[2Jevil.dcm"), verbose=False)
    assert "\x1b" not in capsys.readouterr().err


def test_that_a_fault_is_still_told_where_no_log_can_be_written(monkeypatch, capsys, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("hccdesk.cli.faults.user_log_path", lambda *_, **__: tmp_path / "file" / "log")
    monkeypatch.setattr("hccdesk.cli.faults.tempfile.gettempdir", lambda: str(tmp_path / "file"))
    assert cli.exit_code_of(KeyError("x"), verbose=False) == 4
    assert "no log could be written" in capsys.readouterr().err


def test_that_a_western_windows_console_does_not_stop_the_help():
    ran = subprocess.run(
        [sys.executable, "-m", "hccdesk", "--help"],
        capture_output=True,
        env={"PYTHONIOENCODING": "cp1252"},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
