"""Whether a model may speak about this patient, in a few words with a mark. No widgets."""

from __future__ import annotations

from hccdesk.domain.applicability import Scope
from hccdesk.domain.result import CaseResult
from hccdesk.ui.language import translate


def scope_words(model_id: str, result: CaseResult) -> str:
    """The model's verdict; empty where none was made."""
    scope = next((verdict.scope for verdict in result.applicability if verdict.model_id == model_id), None)
    return words_of(scope) if scope else ""


def role_of(words: str) -> str:
    """How such words look: louder the further out."""
    return {"▲": "caution", "■": "problem"}.get(words[:1], "muted")


def words_of(scope: Scope) -> str:
    """The scope with its mark."""
    return {
        Scope.INSIDE: translate("SideBySide", "● inside its scope"),
        Scope.PARTLY: translate("SideBySide", "▲ partly inside its scope"),
        Scope.OUTSIDE: translate("SideBySide", "■ outside its scope"),
    }[scope]
