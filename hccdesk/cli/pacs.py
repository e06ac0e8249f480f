"""`hccdesk pacs`: the PACS that are set up, their test, looking and fetching, and what waits to be delivered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hccdesk import resources
from hccdesk.cli.options import VerboseOption
from hccdesk.cli.pacs_lines import answer_lines, delivery_lines, node_line, printable, study_lines
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.delivery import DeliveryOutcome, DeliveryState, PacsNode, QueuedDelivery, StudyQuery, TlsChoice
from hccdesk.domain.errors import DeliveryError, InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.audit_record import record_act
from hccdesk.workflow.delivery_events import delivery_events
from hccdesk.workflow.delivery_queue import delivery_queue
from hccdesk.workflow.echo_pacs import echo_pacs
from hccdesk.workflow.fetch_series import fetch_series
from hccdesk.workflow.find_studies import find_studies
from hccdesk.workflow.pacs_nodes import keep_pacs_nodes, pacs_node, pacs_nodes

app = typer.Typer(
    help="The PACS set up here. Off until one is added: without one, no connection is ever made.",
    no_args_is_help=True,
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of the PACS, as `list` prints it.")]
LibraryOption = Annotated[Path | None, typer.Option(help="Another library of cases.", file_okay=False)]


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What you want to call it.")],
    host: Annotated[str, typer.Option(help="Its address.")],
    port: Annotated[int, typer.Option(help="Its DICOM port.")],
    called_ae: Annotated[str, typer.Option(help="Its AE title.")],
    calling_ae: Annotated[str, typer.Option(help="Our AE title, as it is entered there.")] = "HCCDESK",
    timeout: Annotated[float, typer.Option(help="Longest wait for each step, in seconds.")] = 30.0,
    move: Annotated[bool, typer.Option("--move", help="Fetch by C-MOVE rather than by C-GET.")] = False,
    receive_port: Annotated[int, typer.Option(help="Port of ours while images come by C-MOVE.")] = 11112,
    tls_authority: Annotated[
        Path | None, typer.Option(help="Encrypt: certificate (PEM) of the authority of the PACS.", dir_okay=False)
    ] = None,
    tls_certificate: Annotated[Path | None, typer.Option(help="A certificate of ours (PEM).", dir_okay=False)] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its key (PEM, no passphrase).", dir_okay=False)] = None,
    any_host_name: Annotated[
        bool, typer.Option("--any-host-name", help="Take a certificate that does not name the host.")
    ] = False,
    verbose: VerboseOption = False,
) -> None:
    """Set a PACS up. Nothing is sent by that: `echo` tries it."""
    tls = _tls(tls_authority, tls_certificate, tls_key, any_host_name)
    node = PacsNode(name, host, port, called_ae, calling_ae, tls, timeout, not move, receive_port)
    keep_pacs_nodes((*pacs_nodes(), node))
    _record(AuditEvent(AuditAction.PACS_CHANGED, detail=f"added {name}"))
    typer.echo(printable(node_line(node)))
    if tls is None:
        typer.echo("not encrypted: names and reports travel readable; use it within a protected network only", err=True)


@app.command("list")
def list_nodes(verbose: VerboseOption = False) -> None:
    """Every PACS that is set up."""
    for node in pacs_nodes():
        typer.echo(printable(node_line(node)))


@app.command("remove")
def remove(name: NameArgument, verbose: VerboseOption = False) -> None:
    """Forget a PACS; what waits for it stays in the queue."""
    gone = pacs_node(name)
    keep_pacs_nodes([node for node in pacs_nodes() if node.name != gone.name])
    _record(AuditEvent(AuditAction.PACS_CHANGED, detail=f"removed {name}"))
    typer.echo(printable(f"{gone.name} was removed."))


@app.command("echo")
def echo(name: NameArgument, verbose: VerboseOption = False) -> None:
    """Whether it answers, and what it takes from us (C-ECHO)."""
    with progress_bar() as progress:
        answer = echo_pacs(pacs_node(name), progress)
    for line in answer_lines(answer):
        typer.echo(printable(line))


@app.command("find")
def find(
    name: NameArgument,
    patient_id: Annotated[str, typer.Option(help="Patient ID.")] = "",
    patient_name: Annotated[str, typer.Option(help="Name, or a part of it, in any script.")] = "",
    accession_number: Annotated[str, typer.Option(help="Accession number.")] = "",
    date_from: Annotated[str, typer.Option("--from", help="Study date from, as in 20260131.")] = "",
    date_to: Annotated[str, typer.Option("--to", help="Study date to.")] = "",
    verbose: VerboseOption = False,
) -> None:
    """Look for a patient's studies (C-FIND): each with its series, CT in front."""
    query = StudyQuery(patient_id, patient_name, accession_number, date_from, date_to)
    with progress_bar() as progress:
        studies = find_studies(pacs_node(name), query, progress)
    for study in studies:
        for line in study_lines(study):
            typer.echo(printable(line))
    if not studies:
        typer.echo("nothing matches")


@app.command("fetch")
def fetch(
    name: NameArgument,
    study: Annotated[str, typer.Option(help="UID of the study, as `find` prints it.")],
    out: Annotated[Path, typer.Option(help="Folder in which a new one is made.", file_okay=False)],
    series: Annotated[list[str] | None, typer.Option(help="UID of a series; every CT series without it.")] = None,
    verbose: VerboseOption = False,
) -> None:
    """Bring series here (C-GET or C-MOVE): all of it, or nothing."""
    with progress_bar() as progress:
        folder = fetch_series(pacs_node(name), study, series or (), out, progress)
    n_files = sum(1 for _ in folder.iterdir())
    _record(AuditEvent(AuditAction.IMAGES_FETCHED, detail=f"{n_files} {name}"))
    typer.echo(f"{n_files} images: {folder}")


@app.command("queue")
def queue(
    forget: Annotated[int | None, typer.Option(help="Number of an entry to take away, with its copy.")] = None,
    library: LibraryOption = None,
    verbose: VerboseOption = False,
) -> None:
    """What waits for a PACS, what arrived, what failed and why."""
    deliveries = delivery_queue(library or resources.library_folder())
    if forget is not None:
        _require_number(deliveries.entries(), forget)
        deliveries.forget(forget)
    for entry in deliveries.entries():
        for line in delivery_lines(entry):
            typer.echo(printable(line))


@app.command("retry")
def retry(
    due: Annotated[bool, typer.Option("--due", help="Only what is due; what failed for good is left.")] = False,
    number: Annotated[int | None, typer.Option(help="Only this entry of those that did not arrive.")] = None,
    library: LibraryOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Send what waits, read each back, compare. Exit code 3 where something did not arrive."""
    folder = library or resources.library_folder()
    deliveries, only = delivery_queue(folder), None
    if number is not None:
        _require_number((one for one in deliveries.entries() if one.state is not DeliveryState.DELIVERED), number)
        only = [number]
    with progress_bar() as progress:
        outcome = deliveries.run(pacs_nodes(), datetime.now(UTC), progress, all_now=not due, only=only)
    for event in delivery_events(outcome):
        _record(event, folder)
    for entry in (*outcome.delivered, *outcome.waiting, *outcome.failed):
        for line in delivery_lines(entry):
            typer.echo(printable(line))
    _refuse_undelivered(outcome)


def _require_number(entries: Iterable[QueuedDelivery], number: int) -> None:
    if all(entry.number != number for entry in entries):
        raise InputError(Sentence.of("the queue has no number {number}.", number=number))


def _refuse_undelivered(outcome: DeliveryOutcome) -> None:
    n_left = len(outcome.waiting) + len(outcome.failed)
    if n_left:
        raise DeliveryError(
            Sentence.of("{n} objects are NOT delivered.", n=n_left), what_to_do="`hccdesk pacs queue` says why."
        )


def _tls(authority: Path | None, certificate: Path | None, key: Path | None, any_host: bool) -> TlsChoice | None:
    if authority is None:
        if certificate or key or any_host:
            raise InputError(
                "TLS needs the certificate of the authority of the PACS.", what_to_do="Name it: --tls-authority FILE."
            )
        return None
    named = [None if path is None else path.absolute() for path in (certificate, key)]
    return TlsChoice(authority.absolute(), named[0], named[1], check_host_name=not any_host)


def _record(event: AuditEvent, folder: Path | None = None) -> None:
    """Keep what was done in the audit trail; that it could not be is a warning, as it is done already."""
    fault = record_act(folder or resources.library_folder(), event)
    if fault is not None:
        typer.echo(f"hccdesk: not recorded in the audit trail: {' '.join(str(fault).split())}", err=True)
