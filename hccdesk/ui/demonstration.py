"""The mark of a demonstration model: whose numbers must carry it, and the word. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.manifest import ModelManifest
from hccdesk.ui.language import translate


def is_demonstration(model_id: str, models: Sequence[ModelManifest]) -> bool:
    """Whether a model's numbers must carry the mark; a model we do not know must."""
    return next((model.is_demonstration for model in models if model.model_id == model_id), True)


def demonstration_word() -> str:
    """The word, with its sign."""
    return translate("Results", "⚠ DEMONSTRATION")
