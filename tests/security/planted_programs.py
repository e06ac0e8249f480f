"""Programs that go wrong with a patient's name in hand: in the command line, in the sandbox, in the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from planted_names import LESION


def die_loudly(path: Path, name: str) -> NoReturn:
    """A decoder that prints whom it decodes, and then ends the process."""
    print(path, name, flush=True)
    print(path, name, file=sys.stderr, flush=True)
    os.abort()


def fail_loudly(path: Path, name: str) -> NoReturn:
    """A decoder whose error quotes the patient."""
    raise RuntimeError(f"{name} in {path}")


def in_the_command_line(name: str) -> None:
    """A fault of our own in the middle of a command, with a cause that quotes as well."""
    from hccdesk.cli import main  # noqa: PLC0415

    def broken(_: str) -> NoReturn:
        patient = {"name": name}
        try:
            del patient[name]
        except KeyError as error:
            raise RuntimeError(f"no {patient}") from error

    main.command_line = broken
    sys.argv = ["hccdesk", "analyse", "--clinical", name]
    main.main()


def in_the_sandbox(path: Path, name: str) -> None:
    """A crash and a fault of a decoder."""
    import planted_programs as importable  # noqa: PLC0415 - the worker imports by name, and this is __main__

    from hccdesk.domain.errors import HccdeskError  # noqa: PLC0415
    from hccdesk.sandbox.worker import Sandbox  # noqa: PLC0415

    for decoder in (importable.die_loudly, importable.fail_loudly):
        with Sandbox() as sandbox:
            try:
                sandbox.call(decoder, path, name)
            except HccdeskError as refused:
                print("refused", type(refused).__name__)


def _renamed(rois: Any) -> Any:
    return rois.renamed(rois.lesions[0].name, LESION)


def in_the_window(name: str, out: Path, paths: list[Path], broken: list[Path]) -> int:
    """The window with the patient in it: analysed, saved, a lesion named, broken files dropped, a slot that fails."""
    from hccdesk.workflow.load_runtime import load_runtime_before_qt  # noqa: PLC0415

    load_runtime_before_qt()
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    from hccdesk.domain.provenance import DeviceChoice  # noqa: PLC0415
    from hccdesk.ui import app  # noqa: PLC0415
    from hccdesk.ui.main_window import MainWindow  # noqa: PLC0415

    def fail() -> NoReturn:
        raise RuntimeError(f"{name} in a slot") from ValueError(name)

    def hands(window: MainWindow) -> None:
        session = window._session
        steps: list[Callable[[], object]] = [
            lambda: session.loader.take(tuple(paths)),
            lambda: session.model.edit_rois(_renamed(session.model.rois), f"Rename {LESION}"),
            lambda: window._analysis.start(DeviceChoice.CPU),
            lambda: (print("analysed", session.model.result_is_current, flush=True), window.outputs.save(out)),
            fail,
            lambda: session.loader.take(tuple(broken)),
            lambda: print("problems", len(session.board.problems), flush=True),
            window.close,
        ]

        def go_on() -> None:
            if not (session.compute.running or session.tiles.running or session.keeping.running):
                step = steps.pop(0)
                if not steps:
                    timer.stop()
                step()

        timer = QTimer(window)
        timer.timeout.connect(go_on)
        timer.start(400)

    show = MainWindow.show

    def shown(window: MainWindow) -> None:
        show(window)
        hands(window)

    MainWindow.show = shown
    sys.argv[1:] = []
    return app.run((), "en")


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "command-line":
        in_the_command_line(*rest)
    elif what == "sandbox":
        in_the_sandbox(Path(rest[0]), rest[1])
    else:
        split = rest.index("--broken")
        whole, broken = ([Path(path) for path in some] for some in (rest[2:split], rest[split + 1 :]))
        sys.exit(in_the_window(rest[0], Path(rest[1]), whole, broken))
