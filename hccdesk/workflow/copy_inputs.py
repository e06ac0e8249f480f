"""Copy the inputs of a case into the folder of a library ahead of its record, so that no saving waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import Progress
from hccdesk.store.input_copies import copy_input


def copy_inputs(library: Path, case_id: str, found: Sequence[InputFiles], progress: Progress) -> tuple[StoreError, ...]:
    """Copy what is not there yet; gives why an input was not copied, which is referenced then.

    `CaseLibrary.keep_inputs` finds the copies and puts them on record. Raises `InputError` where a source is gone or
    is another one than was read, `Cancelled` where that was asked for.
    """
    refused = []
    for one in found:
        try:
            copy_input(one, library / "inputs" / case_id / one.role, progress)
        except StoreError as error:
            refused.append(error)
    return tuple(refused)
