"""`hccdesk audit`: who did what to which case, whether that record is whole, and a copy of it to hand out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from hccdesk import resources
from hccdesk.cli.options import VerboseOption
from hccdesk.domain.audit import AuditFinding, AuditRow
from hccdesk.domain.case_library import PassphraseNeededError
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.audit_export import export_audit
from hccdesk.workflow.audit_trail import audit_trail
from hccdesk.workflow.audit_verification import verify_audit
from hccdesk.workflow.case_library import case_library

app = typer.Typer(help="Who did what to which case: list, verify, export.", no_args_is_help=True)

LONGEST_PASSPHRASE_BYTES = 4096

LibraryOption = Annotated[
    Path | None, typer.Option(help="Folder of the library; the one this account uses where none is named.")
]
PassphraseOption = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="File whose first line is the passphrase; asked for where needed."),
]
Found = TypeVar("Found")


@app.command("list")
def list_acts(
    case: Annotated[str | None, typer.Option("--case", help="Only the acts on this case.")] = None,
    last: Annotated[int | None, typer.Option("--last", help="Only the last so many.", min=1)] = None,
    library: LibraryOption = None,
    passphrase_file: PassphraseOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Every act: its number, time (UTC), who and where, what, on which case, with what. Changes nothing."""
    folder = library or resources.library_folder()
    acts = _unlocked(passphrase_file, lambda passphrase: audit_trail(folder, case, passphrase))
    for row in acts[-last:] if last else acts:
        typer.echo(_printable("  ".join(_fields(row))))


@app.command("verify")
def verify(
    library: LibraryOption = None, passphrase_file: PassphraseOption = None, verbose: VerboseOption = False
) -> None:
    """Check that no act was changed, put in, taken out or cut off; one line a finding. Changes nothing.

    Exit code 0 where the record is whole, 3 where it was tampered with.
    """
    folder = library or resources.library_folder()
    verdict = _unlocked(passphrase_file, lambda given: verify_audit(folder, resources.site_folder(), given))
    for finding in verdict.findings:
        typer.echo(_printable(_line(finding)))
    if not verdict.is_whole:
        raise StoreError(
            "the audit trail was tampered with.",
            where=folder,
            what_to_do="Keep the library as it is, and tell whoever answers for it; backups lie in its folder.",
        )
    head = f", head sha256 {verdict.head_sha256}" if verdict.head_sha256 else ""
    typer.echo(f"whole: {verdict.n_rows} acts{head}")


@app.command("export")
def export(
    out: Annotated[Path, typer.Option(help="The file to write, ending in .csv or .jsonl.", dir_okay=False)],
    library: LibraryOption = None,
    passphrase_file: PassphraseOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Write every act and what checking them found into a file; that is recorded as an act too."""
    folder = library or resources.library_folder()
    n_acts = _unlocked(passphrase_file, lambda passphrase: _exported(folder, out, passphrase))
    typer.echo(f"{n_acts} acts: {out}")


def _exported(folder: Path, out: Path, passphrase: str | None) -> int:
    audit_trail(folder, passphrase=passphrase)  # none, or one that cannot be read, is said before anything is opened
    library = case_library(folder)
    library.open(passphrase)
    try:
        return export_audit(library, out)
    finally:
        library.close()


def _unlocked(passphrase_file: Path | None, act: Callable[[str | None], Found]) -> Found:
    """What `act` gives; with the passphrase from the file, or asked for at a terminal, where it needs one."""
    given = _first_line(passphrase_file) if passphrase_file else None
    try:
        return act(given)
    except PassphraseNeededError:
        if given is not None:
            raise
        if not sys.stdin.isatty():
            raise InputError(
                "the library is encrypted.", what_to_do="Name a file with its passphrase: --passphrase-file FILE."
            ) from None
    return act(typer.prompt("Passphrase of the library", hide_input=True, err=True))


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            line = file.readline(LONGEST_PASSPHRASE_BYTES)
        return line.decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise InputError(
            Sentence.of(
                "the passphrase cannot be read ({reason}).", reason=error.strerror or Sentence.of("disk error")
            ),
            where=path,
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("the passphrase is no UTF-8 text.", where=path) from error


def _fields(row: AuditRow) -> Iterator[str]:
    event = row.event
    yield f"{row.sequence:>6}"
    yield f"{row.at:%Y-%m-%d %H:%M:%S}Z"
    yield f"{row.os_user}@{row.computer}"
    yield f"{event.action.value}"
    yield event.case_id or "-"
    if event.models:
        yield f"[{'; '.join(event.models)}]"
    if event.reason:
        yield f"reason: {event.reason}"
    if event.detail:
        yield event.detail
    if event.object_sha256:
        yield f"sha256 {event.object_sha256[:16]}"


def _line(finding: AuditFinding) -> str:
    return f"{'TAMPERED' if finding.is_tampering else 'note    '}  {finding.what.text}"


def _printable(line: str) -> str:
    # Reasons and names come from outside: no control sequence of theirs reaches the terminal.
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
