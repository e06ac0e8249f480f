"""A bundle that is to be asked about many patients, with everything it needs, each trusted before it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.errors import InputError, ModelBundleError
from hccdesk.domain.manifest import BackboneReference, ModelBundle, ModelKind
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import choose
from hccdesk.store.bundle_trust import Trust, read_trusted_bundle, trust_of
from hccdesk.store.model_bundles import find_bundles
from hccdesk.survival.nomogram_bundle import needs_ct_response
from hccdesk.workflow.installed_models import InstalledModels, bundle_folders
from hccdesk.workflow.networks import Networks
from hccdesk.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class ScoringModels:
    """`bundle` is asked; `head` is the CT model of a nomogram that needs one; `networks` opens their backbone."""

    bundle: ModelBundle
    head: ModelBundle | None
    networks: Networks

    @property
    def all_trained(self) -> tuple[ModelBundle, ...]:
        """The bundles whose training patients must not be asked about."""
        return (self.bundle, self.head) if self.head else (self.bundle,)


def scoring_models(folder: Path, workbench: Workbench, progress: Progress) -> ScoringModels:
    """The bundle in `folder`; what it needs is looked for beside it, then among the installed ones.

    Raises `ModelBundleError` for a bundle that is damaged or that nobody vouches for, and for one that needs another
    that is not here; `InputError` for a backbone, which predicts nothing.
    """
    trust = trust_of(workbench.site_folder)
    bundle = read_trusted_bundle(folder, trust)
    if bundle.manifest.kind is ModelKind.BACKBONE:
        raise InputError("a backbone predicts nothing: there is nothing to validate.", where=folder)
    places = (*find_bundles(folder.absolute().parent), *bundle_folders(workbench.models_folder, workbench.site_folder))
    needs_ct = bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM and needs_ct_response(bundle)
    head = _named(bundle, places, trust) if needs_ct else None
    if bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM and head is None:
        backbones: tuple[ModelBundle, ...] = ()
    else:
        backbones = (_named(head or bundle, places, trust),)
    installed = InstalledModels(backbones, None, None, ())
    return ScoringModels(bundle, head, Networks(installed, choose(workbench.device), progress))


def _named(bundle: ModelBundle, places: Iterable[Path], trust: Trust) -> ModelBundle:
    """The very model that `bundle` was trained on."""
    wanted = bundle.manifest.backbone
    for place in dict.fromkeys(places):
        found = _read(place, trust) if wanted and place.name == wanted.model_id else None
        if found and found.reference == wanted:
            return found
    raise ModelBundleError(
        Sentence.of(
            "the model {model_id} needs another that is not here ({wanted}).",
            model_id=bundle.manifest.model_id,
            wanted=_said(wanted),
        ),
        what_to_do="Put the bundle it was trained with beside it.",
    )


def _read(place: Path, trust: Trust) -> ModelBundle | None:
    try:
        return read_trusted_bundle(place, trust)
    except ModelBundleError:
        return None


def _said(wanted: BackboneReference | None) -> str | Sentence:
    return f"{wanted.model_id}, {wanted.sha256[:12]}" if wanted else Sentence.of("none named")
