"""`hccdesk selftest`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from hccdesk import resources
from hccdesk.cli.faults import REFUSED
from hccdesk.cli.options import DeviceOption, Language, VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.domain.errors import Cancelled
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.selftest import SelftestReport
from hccdesk.workflow.record_selftest import record_selftest
from hccdesk.workflow.say_selftest import say_selftest
from hccdesk.workflow.selftest import SelftestRequest
from hccdesk.workflow.selftest import selftest as run_selftest
from hccdesk.workflow.write_selftest import refuse_other_suffix, write_selftest
from hccdesk.workflow.write_selftest_reference import write_list_of_files, write_selftest_reference


def selftest(
    quick: Annotated[bool, typer.Option("--quick", help="Leave out the reference case (about half a minute).")] = False,
    device: DeviceOption = DeviceChoice.AUTO,
    out: Annotated[
        Path | None, typer.Option(help="Also write the whole summary to this .txt, .json or .pdf file.", dir_okay=False)
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the summary.")] = Language.EN,
    verbose: VerboseOption = False,
    write_reference: Annotated[bool, typer.Option("--write-reference", hidden=True)] = False,
    write_list: Annotated[bool, typer.Option("--write-list", hidden=True)] = False,
) -> None:
    """Whether this installation computes what it should; a dated summary to file."""
    if write_list or write_reference:
        _write(whole=write_reference)
        return
    if out is not None:
        refuse_other_suffix(out)
    report = _run(SelftestRequest(device=device, quick=quick, own_library=resources.library_folder()))
    for line in say_selftest(report, language.value):
        typer.echo(line)
    unrecorded = record_selftest(report, resources.library_folder())  # before a file that perhaps cannot be written
    if unrecorded is not None:
        typer.echo(f"Note     {unrecorded}", err=True)
    if out is not None:
        typer.echo(f"\nSummary  {write_selftest(report, out, language.value)}")
    if not report.passed:
        raise typer.Exit(REFUSED)


def _run(request: SelftestRequest) -> SelftestReport:
    try:
        with progress_bar() as progress:
            return run_selftest(request, progress)
    except KeyboardInterrupt:
        raise Cancelled from None


def _write(*, whole: bool) -> None:
    """For maintainers: what later checks are compared with."""
    assets = resources.assets_folder()
    with TemporaryDirectory() as scratch, progress_bar() as progress:
        if whole:
            write_selftest_reference(assets, Path(scratch), progress)
        else:
            write_list_of_files(assets)
