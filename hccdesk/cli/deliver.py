"""`hccdesk deliver`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hccdesk import resources
from hccdesk.cli.options import Language, LanguageOption, VerboseOption
from hccdesk.cli.pacs_lines import delivery_lines, printable
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.domain.delivery import ChartFolder, DeliveryOutcome, ObjectKind, PacsNode
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.report_options import Paper, ReportOptions
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.audit_record import record_act
from hccdesk.workflow.deliver_result import DeliveryRequest, deliver_result
from hccdesk.workflow.delivery_events import delivery_events
from hccdesk.workflow.pacs_nodes import pacs_node
from hccdesk.workflow.send_chart import send_chart
from hccdesk.workflow.workbench import open_workbench

_NAMES = {
    ObjectKind.PDF: "Report (Encapsulated PDF)",
    ObjectKind.SEG: "Tumour regions (SEG)",
    ObjectKind.SR: "Measurements (SR TID 1500)",
    ObjectKind.SALIENCY: "Explanation map (secondary capture)",
    ObjectKind.FHIR: "Report (FHIR R4)",
}


def deliver(
    result: Annotated[Path, typer.Argument(metavar="RESULT.json", help="A result.json, or the folder that holds it.")],
    out: Annotated[Path, typer.Option(help="Folder for the objects.", file_okay=False)],
    ct: Annotated[
        Path | None, typer.Option(help="Folder of the CT that was analysed: the objects join its study.")
    ] = None,
    roi: Annotated[Path | None, typer.Option(help="The tumour mask that was analysed.", dir_okay=False)] = None,
    roi_label: Annotated[str | None, typer.Option(help="Number or name of its label, if several.")] = None,
    pacs: Annotated[
        str | None, typer.Option(metavar="NAME", help="Send the DICOM objects to this PACS, read back and compare.")
    ] = None,
    fhir: Annotated[bool, typer.Option("--fhir/--no-fhir", help="A FHIR R4 bundle beside the objects.")] = True,
    language: LanguageOption = Language.EN,
    paper: Annotated[Paper, typer.Option(help="Size of the report's sheet.")] = Paper.A4,
    verbose: VerboseOption = False,
) -> None:
    """Make what goes into the chart from a result.json: PDF, SEG, SR and explanation map as DICOM, a FHIR bundle.

    Without --ct there is no study to file DICOM in: the FHIR bundle alone is made. A CT that is not the result's own
    is refused. Nothing is sent without --pacs. A board.json beside the result is followed: signed, the report is final.
    """
    node = pacs_node(pacs) if pacs else None
    wanted = frozenset(ObjectKind) - (frozenset() if fhir else {ObjectKind.FHIR})
    report = ReportOptions(language.value, paper)
    request = DeliveryRequest(result, out, ct, roi, roi_label, report, wanted)
    with open_workbench() as workbench, progress_bar() as progress:
        chart = deliver_result(request, workbench, progress)
    _say(chart)
    if node is not None:
        _send(chart, node)


def _say(chart: ChartFolder) -> None:
    for thing in chart.objects:
        typer.echo(printable(f"{_NAMES[thing.kind]}  {thing.path}"))
    for kind, reason in chart.left_out:
        typer.echo(f"{_NAMES[kind]}  not made: {reason.text}")
    for note in chart.notes:
        typer.echo(printable(f"note: {note.text}"), err=True)


def _send(chart: ChartFolder, node: PacsNode) -> None:
    """Queue, send, read back; what did not arrive stays in the queue, and the exit code says so."""
    library = resources.library_folder()
    with progress_bar() as progress:
        outcome = send_chart(chart, node, library, None, datetime.now(UTC), progress=progress)
    for event in delivery_events(outcome):
        fault = record_act(library, event)
        if fault is not None:
            typer.echo(printable(f"hccdesk: not recorded in the audit trail: {fault}"), err=True)
    _say_outcome(outcome)


def _say_outcome(outcome: DeliveryOutcome) -> None:
    behind = (*outcome.waiting, *outcome.failed)
    for entry in (*outcome.delivered, *behind):
        for line in delivery_lines(entry):
            typer.echo(printable(line))
    if behind:
        raise DeliveryError(
            Sentence.of("{n} objects are NOT delivered.", n=len(behind)),
            what_to_do="They stay in the queue; `hccdesk pacs retry` tries again.",
        )
