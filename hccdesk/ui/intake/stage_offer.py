"""The suggested BCLC stage, offered to the field in which a reader confirms it. No widgets."""

from __future__ import annotations

from hccdesk.domain.clinical_record import BclcStage
from hccdesk.domain.result import NotComputed, ScoreFinding
from hccdesk.ui.language import translate

BCLC = "BCLC 2022"


def stage_offer(found: ScoreFinding | NotComputed | None) -> tuple[BclcStage | None, str]:
    """The stage and the words of the offer; nothing where none is suggested, or one is confirmed already."""
    if not isinstance(found, ScoreFinding) or found.confirmed:
        return None, ""
    return BclcStage(found.group), translate("CaseView", "Confirm {stage}").format(stage=found.group)
