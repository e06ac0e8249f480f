"""`hccdesk models`: what is installed, what is taken, and from whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk import resources
from hccdesk.cli.options import DeviceOption, VerboseOption
from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle, ModelManifest
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.audit_record import record_act
from hccdesk.workflow.check_models import ModelCheck, check_models
from hccdesk.workflow.install_model import install_model, remove_model
from hccdesk.workflow.installed_models import installed_models
from hccdesk.workflow.model_keys import forget_key, name_key, named_keys, own_key_pem

app = typer.Typer(
    help="What is installed, whether it is what it says, and whose models are taken.", no_args_is_help=True
)

FolderOption = Annotated[Path | None, typer.Option(help="Another folder of bundles.", file_okay=False)]


@app.command("list")
def list_models(folder: FolderOption = None, verbose: VerboseOption = False) -> None:
    """Every installed model: what it computes, what it was made from, its regimen, why it is trusted or not used."""
    installed = installed_models(folder or resources.models_folder(), resources.site_folder())
    for bundle in installed.all:
        _print(bundle, "" if bundle.manifest.offered else "  NOT OFFERED to patients")
    for bundle in installed.silent:
        _print(bundle, "  another model speaks in its place")
    for refused in installed.refused:
        typer.echo(f"{refused.name}  NOT USED\n    {refused.fault.what} {refused.fault.what_to_do}")


@app.command("check")
def check(
    folder: FolderOption = None, device: DeviceOption = DeviceChoice.AUTO, verbose: VerboseOption = False
) -> None:
    """Verify every file of every bundle, and run each on its own test input against the output it should give."""
    checks = check_models(folder or resources.models_folder(), device, resources.site_folder())
    for one in checks:
        typer.echo(_line(one))
    failed = {one.model_id for one in checks if not one.passed}
    if failed:
        raise ModelBundleError(
            Sentence.of(
                "{n_failed} of {n_checks} model bundles failed.",
                n_failed=len(failed),
                n_checks=len({one.model_id for one in checks}),
            ),
            what_to_do="Models of your own: remove and install them again. Others: install hccdesk again.",
        )


@app.command("install")
def install(
    folder: Annotated[Path, typer.Argument(help="Folder of the bundle.", file_okay=False, exists=True)],
    device: DeviceOption = DeviceChoice.AUTO,
    verbose: VerboseOption = False,
) -> None:
    """Add a model of your own or of somebody you trust, once it is whole and passes its own test."""
    bundle = install_model(folder, resources.models_folder(), resources.site_folder(), device)
    named = f"{bundle.manifest.model_id} {bundle.manifest.version}"
    _record(AuditEvent(AuditAction.MODEL_INSTALLED, None, bundle.manifest_sha256 or None, (named,)))
    _print(bundle)


@app.command("remove")
def remove(
    model_id: Annotated[str, typer.Argument(help="Name of the model, as `list` prints it.")],
    verbose: VerboseOption = False,
) -> None:
    """Delete a model that was installed here; models that hccdesk ships stay."""
    remove_model(model_id, resources.site_folder())
    _record(AuditEvent(AuditAction.MODEL_REMOVED, models=(model_id,)))
    typer.echo(f"{model_id} was removed.")


@app.command("key")
def key(verbose: VerboseOption = False) -> None:
    """Print this workstation's public key, for others to trust the models trained here."""
    own_id, pem = own_key_pem(resources.site_folder())
    typer.echo(f"key {own_id}; compare this with whoever you give it to, on another way than the file's", err=True)
    typer.echo(pem, nl=False)


@app.command("trust")
def trust(
    key_file: Annotated[
        Path, typer.Argument(metavar="KEYFILE", help="What `hccdesk models key` printed there.", dir_okay=False)
    ],
    name: Annotated[str, typer.Option(help="Whose key it is, in your words.")],
    verbose: VerboseOption = False,
) -> None:
    """Take models signed by this key from now on."""
    named = name_key(resources.site_folder(), key_file, name)
    _record(AuditEvent(AuditAction.KEY_TRUSTED, detail=named.key_id))
    typer.echo(f"Models signed by {named.name} (key {named.key_id}) are taken from now on.")


@app.command("trusted")
def trusted(verbose: VerboseOption = False) -> None:
    """Whose models are taken besides those that hccdesk ships and those trained here."""
    ring = named_keys(resources.site_folder())
    for one in ring.keys:
        typer.echo(f"{one.key_id}  {one.name}")
    for doubt in ring.doubts:
        typer.echo(f"NOT USED  {doubt}")


@app.command("untrust")
def untrust(
    key_id: Annotated[str, typer.Argument(help="Id of the key, or its first 8 digits or more.")],
    verbose: VerboseOption = False,
) -> None:
    """Take no more models signed by this key; those installed are refused from now on."""
    gone = forget_key(resources.site_folder(), key_id)
    _record(AuditEvent(AuditAction.KEY_UNTRUSTED, detail=gone.key_id))
    typer.echo(f"Models signed by {gone.name} (key {gone.key_id}) are no longer taken.")


def _record(event: AuditEvent) -> None:
    """Keep what was done in the audit trail; that it could not be is a warning, as it is done already."""
    fault = record_act(resources.library_folder(), event)
    if fault is not None:
        typer.echo(f"hccdesk: not recorded in the audit trail: {' '.join(str(fault).split())}", err=True)


def _print(bundle: ModelBundle, standing: str = "") -> None:
    manifest = bundle.manifest
    made_from = f"{manifest.cohort_kind.value} patients{' (DEMONSTRATION)' if manifest.is_demonstration else ''}"
    regimen = _regimen(manifest)
    typer.echo(f"{manifest.model_id} {manifest.version}  {manifest.kind.value}{standing}")
    typer.echo(f"    {manifest.title}; made from {made_from}; {regimen}; {bundle.grounds}")


def _regimen(manifest: ModelManifest) -> str:
    if manifest.regimen:
        return f"for {manifest.regimen.label}"
    return "for none of our regimens" if "treatments_given" in manifest.applicability else "for any regimen"


def _line(one: ModelCheck) -> str:
    return f"{'ok    ' if one.passed else 'FAILED'}  {one.model_id}: {one.finding}"
