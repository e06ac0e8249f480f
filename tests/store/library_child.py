"""What happens in a process of its own: with less rights, or with a limit that cannot be lifted again."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path


def in_a_child(act: Callable[[], None], said: Path) -> None:
    """Carry `act` out in a forked child; fails with what it complained of, which it leaves in `said`."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            act()
            code = 0
        except BaseException:
            said.write_text(traceback.format_exc(), encoding="utf-8")
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert status == 0, said.read_text(encoding="utf-8") if said.exists() else status
