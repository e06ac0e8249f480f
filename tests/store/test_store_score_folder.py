"""Outputs of many cases in one folder: whole or not there, held by one process, never of other inputs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hccdesk.domain.errors import StoreError
from hccdesk.store.folder_lock import FolderLock
from hccdesk.store.score_folder import SEAL_NAME, ScoreFolder

HOLD = (
    "import sys, pathlib, time\n"
    "from hccdesk.store.folder_lock import FolderLock\n"
    "with FolderLock(pathlib.Path(sys.argv[1])):\n"
    "    print('held', flush=True)\n"
    "    time.sleep(60)\n"
)


def write(number: float):
    def into(folder: Path) -> None:
        (folder / "figures").mkdir()
        (folder / "figures" / "ct.png").write_bytes(b"picture")
        (folder / "result.json").write_text(json.dumps({"number": number}))

    return into


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != ".lock"}


def test_that_outputs_are_kept_for_the_same_inputs_only(tmp_path: Path) -> None:
    with ScoreFolder(tmp_path) as folder:
        assert folder.put("row-2", "a", write(1)) == {"number": 1}
        assert folder.kept("row-2", "a") == {"number": 1}
        assert folder.kept("row-2", "b") is None
        assert folder.kept("row-3", "a") is None


@pytest.mark.parametrize("name", ["result.json", "figures/ct.png", SEAL_NAME])
@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"{}")])
def test_that_outputs_that_are_not_whole_do_not_count(name: str, damage, tmp_path: Path) -> None:
    with ScoreFolder(tmp_path) as folder:
        folder.put("row-2", "a", write(1))
        damage(tmp_path / "row-2" / name)
        assert folder.kept("row-2", "a") is None


def test_that_a_case_that_breaks_off_leaves_the_earlier_outputs(tmp_path: Path) -> None:
    def broken(folder: Path) -> None:
        (folder / "result.json").write_text("{")
        raise RuntimeError

    with ScoreFolder(tmp_path) as folder:
        folder.put("row-2", "a", write(1))
        with pytest.raises(RuntimeError):
            folder.put("row-2", "b", broken)
        assert folder.kept("row-2", "a") == {"number": 1}
    assert names(tmp_path) == {"row-2"}


def test_that_newer_outputs_take_the_place_of_older_ones(tmp_path: Path) -> None:
    with ScoreFolder(tmp_path) as folder:
        folder.put("row-2", "a", write(1))
        folder.put("row-2", "b", write(2))
        assert folder.kept("row-2", "b") == {"number": 2}
    assert names(tmp_path) == {"row-2"}


def test_that_what_a_killed_run_left_half_made_is_taken_away(tmp_path: Path) -> None:
    for left in (".part-row-2", ".old-row-3"):
        (tmp_path / left).mkdir()
        (tmp_path / left / "result.json").write_text("{")
    with ScoreFolder(tmp_path):
        assert names(tmp_path) == set()


def test_that_outputs_set_aside_are_out_of_the_way_and_not_lost(tmp_path: Path) -> None:
    with ScoreFolder(tmp_path) as folder:
        folder.put("row-2", "a", write(1))
        folder.set_aside("row-2")
        folder.set_aside("row-2")
        assert folder.kept("row-2", "a") is None
    assert json.loads((tmp_path / "outdated" / "row-2" / "result.json").read_text()) == {"number": 1}


def test_that_a_folder_is_held_by_one_process_and_free_when_that_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(StoreError, match="another run is at work"), FolderLock(tmp_path):
            pass
        other.kill()
    with FolderLock(tmp_path):
        pass


def test_that_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="cannot be written"), ScoreFolder(tmp_path / "taken"):
        pass
