"""The model bundles on this computer, each verified before anything reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import CohortKind, ModelBundle, ModelKind
from hccdesk.domain.sentence import Sentence
from hccdesk.store.model_bundles import find_bundles, read_bundle


@dataclass(frozen=True, slots=True)
class InstalledModels:
    """What is installed, by what it computes; a site's own model goes before a demonstration."""

    backbones: tuple[ModelBundle, ...]
    ct_response: ModelBundle | None
    haim: ModelBundle | None
    survival: tuple[ModelBundle, ...]

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


def installed_models(folder: Path) -> InstalledModels:
    """Every bundle in `folder`, read and verified; raises `ModelBundleError` for a damaged one."""
    bundles = [read_bundle(path) for path in find_bundles(folder)]
    if not bundles:
        raise ModelBundleError("no model is installed.", where=folder, what_to_do="Install hccdesk again.")
    return InstalledModels(
        tuple(_of_kind(bundles, ModelKind.BACKBONE)),
        _preferred(_of_kind(bundles, ModelKind.CT_RESPONSE)),
        _preferred(_of_kind(bundles, ModelKind.HAIM)),
        tuple(_of_kind(bundles, ModelKind.SURVIVAL_NOMOGRAM)),
    )


def _of_kind(bundles: Iterable[ModelBundle], kind: ModelKind) -> list[ModelBundle]:
    return [bundle for bundle in bundles if bundle.manifest.kind is kind]


def _preferred(bundles: list[ModelBundle]) -> ModelBundle | None:
    order = (CohortKind.SITE, CohortKind.PUBLIC, CohortKind.PHANTOM)
    return min(bundles, key=lambda b: (order.index(b.manifest.cohort_kind), b.manifest.model_id), default=None)
