"""The model bundles on this computer, each verified and trusted before anything reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import CohortKind, ModelBundle, ModelKind
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.sentence import Sentence
from hccdesk.store.bundle_trust import Trust, read_trusted_bundle, trust_of
from hccdesk.store.model_bundles import find_bundles

SITE_MODELS = "models"
"""The folder within the site folder."""


@dataclass(frozen=True, slots=True)
class RefusedBundle:
    """A bundle that is here and is not used: the name of its folder, and why."""

    name: str
    fault: ModelBundleError


@dataclass(frozen=True, slots=True)
class InstalledModels:
    """What is installed, by what it computes; a site's own model goes before a demonstration."""

    backbones: tuple[ModelBundle, ...]
    ct_response: ModelBundle | None
    haim: ModelBundle | None
    survival: tuple[ModelBundle, ...]
    refused: tuple[RefusedBundle, ...] = ()
    silent: tuple[ModelBundle, ...] = ()
    """Sound and trusted, but another model speaks in their place."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the reader of a result must know: which bundles were left out of it."""
        return tuple(
            Problem(Severity.WARNING, f"model {refused.name}", refused.fault.said, refused.fault.advice)
            for refused in self.refused
        )

    def absent(self, what: Sentence) -> Sentence:
        """`what` is missing, with the bundles that were left out and may have been it."""
        if not self.refused:
            return what
        return Sentence.of("{what}; not used: {names}", what=what, names=", ".join(one.name for one in self.refused))

    @property
    def speaking(self) -> tuple[ModelBundle, ...]:
        """The bundles that give a finding of their own, in the order of the report."""
        heads = tuple(bundle for bundle in (self.ct_response, self.haim) if bundle)
        return (*heads, *self.survival)

    @property
    def all(self) -> tuple[ModelBundle, ...]:
        """Every bundle in use."""
        return (*self.speaking, *self.backbones)

    def backbone_of(self, head: ModelBundle) -> ModelBundle:
        """The very weights the head was trained on; raises `ModelBundleError` where they are not here."""
        wanted = head.manifest.backbone
        for backbone in self.backbones:
            if wanted and (backbone.manifest.model_id, backbone.weights_sha256) == (wanted.model_id, wanted.sha256):
                return backbone
        raise ModelBundleError(
            Sentence.of(
                "the model {model_id} needs a backbone that is not installed ({backbone}).",
                model_id=head.manifest.model_id,
                backbone=wanted.model_id if wanted else Sentence.of("none named"),
            ),
            what_to_do="Install the backbone that came with it.",
        )


def installed_models(folder: Path, site_folder: Path | None = None) -> InstalledModels:
    """Every bundle in `folder` and in the site folder, verified and trusted.

    A bundle that is damaged, or that nobody vouches for, costs only itself and is told in `refused`. Of two with one
    id the one in `folder` counts. Raises `ModelBundleError` where there is none at all.
    """
    bundles, refused = read_all(bundle_folders(folder, site_folder), trust_of(site_folder))
    if not bundles and not refused:
        raise ModelBundleError("no model is installed.", where=folder, what_to_do="Install hccdesk again.")
    return _sorted_out(bundles, refused)


def bundle_folders(folder: Path, site_folder: Path | None) -> tuple[Path, ...]:
    """The folders of all bundles here: shipped ones first, then the site's."""
    return (*find_bundles(folder), *(find_bundles(site_folder / SITE_MODELS) if site_folder else ()))


def read_all(folders: Iterable[Path], trust: Trust) -> tuple[tuple[ModelBundle, ...], tuple[RefusedBundle, ...]]:
    """The bundles that may be used, in their order, and the others."""
    accepted: dict[str, ModelBundle] = {}
    refused: list[RefusedBundle] = []
    for folder in folders:
        try:
            bundle = read_trusted_bundle(folder, trust)
            _refuse_second(bundle, accepted, folder)
        except ModelBundleError as fault:
            refused.append(RefusedBundle(folder.name, fault))
        else:
            accepted[bundle.manifest.model_id] = bundle
    return tuple(accepted.values()), tuple(refused)


def _refuse_second(bundle: ModelBundle, accepted: Mapping[str, ModelBundle], folder: Path) -> None:
    if bundle.manifest.model_id in accepted:
        raise ModelBundleError(
            Sentence.of(
                "another model is installed under the same name ({model_id}).", model_id=bundle.manifest.model_id
            ),
            where=folder.name,
            what_to_do="Remove one of them: hccdesk models remove.",
        )


def _sorted_out(bundles: tuple[ModelBundle, ...], refused: tuple[RefusedBundle, ...]) -> InstalledModels:
    backbones, ct, haim, survival = (
        _of_kind(bundles, kind)
        for kind in (ModelKind.BACKBONE, ModelKind.CT_RESPONSE, ModelKind.HAIM, ModelKind.SURVIVAL_NOMOGRAM)
    )
    originals = _recalibrated_since(bundles)
    current = [[bundle for bundle in of_kind if bundle not in originals] for of_kind in (ct, haim, survival)]
    chosen = _preferred(current[0]), _preferred(current[1])
    speaking = (*chosen, *current[2])
    silent = tuple(bundle for bundle in (*ct, *haim, *survival) if all(bundle is not one for one in speaking))
    return InstalledModels(tuple(backbones), *chosen, tuple(current[2]), refused, silent)


def _recalibrated_since(bundles: Iterable[ModelBundle]) -> list[ModelBundle]:
    """Bundles of which a recalibrated version is here too: that one speaks in their place."""
    given = tuple(bundles)
    replaced = {bundle.manifest.recalibration.original for bundle in given if bundle.manifest.recalibration}
    return [bundle for bundle in given if bundle.manifest.recalibration is None and bundle.reference in replaced]


def _of_kind(bundles: Iterable[ModelBundle], kind: ModelKind) -> list[ModelBundle]:
    return [bundle for bundle in bundles if bundle.manifest.kind is kind]


def _preferred(bundles: list[ModelBundle]) -> ModelBundle | None:
    order = (CohortKind.SITE, CohortKind.PUBLIC, CohortKind.PHANTOM)
    return min(bundles, key=lambda b: (order.index(b.manifest.cohort_kind), b.manifest.model_id), default=None)
