"""A child that writes results, figures and reports into one folder until it is killed."""

from __future__ import annotations

from pathlib import Path

import library_facts as facts

from hccdesk.workflow.write_outputs import write_outputs


def write_again_and_again(folder: str, times: int) -> None:
    """Two results in turn; says which one was written."""
    for time in range(times):
        write_outputs(facts.a_result(time % 2), Path(folder))
        print(time % 2, flush=True)
