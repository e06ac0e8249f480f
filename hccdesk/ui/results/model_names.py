"""What the models are called on the screen: shortly where there is one of a kind, by their title otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import ModelKind, ModelManifest
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import words


def kind_names() -> dict[ModelKind, str]:
    """The kinds that speak about patients, in the order of the screen."""
    return {
        ModelKind.CT_RESPONSE: translate("Results", "CT · response"),
        ModelKind.HAIM: translate("Results", "Biopsy · HAIM"),
        ModelKind.SURVIVAL_NOMOGRAM: translate("Results", "PFS nomogram"),
    }


def short_name(model_id: str, models: Sequence[ModelManifest]) -> str:
    """The kind's name where the model is the only one of it."""
    found = next((model for model in models if model.model_id == model_id), None)
    if found is None:
        return model_id
    alone = sum(model.kind is found.kind for model in models) == 1 and not _tells_no_pfs(found)
    return kind_names().get(found.kind, words(found.title)) if alone else words(found.title)


def _tells_no_pfs(model: ModelManifest) -> bool:
    """Whether the kind's own name would say something else than the model does."""
    nomogram = model.kind is ModelKind.SURVIVAL_NOMOGRAM
    return nomogram and Endpoint.of_outputs(model.outputs) is not Endpoint.PFS


def full_name(model_id: str, models: Sequence[ModelManifest]) -> str:
    """The model's title."""
    return next((words(model.title) for model in models if model.model_id == model_id), model_id)
