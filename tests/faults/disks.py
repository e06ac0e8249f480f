"""Real disks for children: small, read-only, pulled out; and a folder on a disk that fails when told to."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from types import TracebackType

from faulty_disk import Control
from forks import Fork, Forks


def mount_small(folder: str, size: str) -> None:
    """A disk of its own that holds so much, e.g. `3m`."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder)


def mount_read_only(folder: str) -> None:
    """The folder itself, as of a disk that cannot be written to."""
    _run("mount", "--bind", folder, folder)
    _run("mount", "-o", "remount,ro,bind", folder)


def bind(source: Path, place: Path) -> None:
    """Show a folder in another place, as a disk that was plugged in."""
    _run("mount", "--bind", str(source), str(place))


def mount_again(folder: str, options: str) -> None:
    """Change a mounted disk, e.g. its size."""
    _run("mount", "-o", f"remount,{options}", folder)


def pull_out(folder: str) -> None:
    """Unmount, whoever still has files open there."""
    _run("umount", "-l", folder)


class FaultyFolder:
    """A folder on a faulty disk: `shown` is how children see it, `backing` what lies beneath."""

    def __init__(self, forks: Forks, root: Path, kind: str = "fuse.faulty") -> None:
        self._forks, self._kind = forks, kind
        self.backing, self.shown, self.control_path = root / "backing", root / "shown", root / "control"
        self._said = root / "disk_said"
        self._server: Fork | None = None

    def __enter__(self) -> FaultyFolder:
        self.backing.mkdir(parents=True)
        self.shown.mkdir()
        self.control = Control(self.control_path)
        self._server = self._forks.start(
            "faulty_disk:serve", self.backing, self.shown, self.control_path, self._kind, said=self._said
        )
        until = time.monotonic() + 20
        while "shown" not in (self._said.read_text() if self._said.exists() else ""):
            if time.monotonic() > until:
                self._server.kill()
                raise RuntimeError(f"the faulty disk did not come: {self._server.complaint}")
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self.control["mood"] = self.control["is_cut"] = 0
        self._forks.run("disks:pull_out", self.shown, said=self._said)
        self._server.wait(20)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.strip())
