"""The stages that engines name while they work, marked for the catalogue; one not listed is shown in English."""

from __future__ import annotations

from hccdesk.ui.language import QT_TRANSLATE_NOOP, translate

STAGES = (
    QT_TRANSLATE_NOOP("Stages", "Reading headers"),
    QT_TRANSLATE_NOOP("Stages", "Reading CT slices"),
    QT_TRANSLATE_NOOP("Stages", "CT slices"),
    QT_TRANSLATE_NOOP("Stages", "Reading patches"),
    QT_TRANSLATE_NOOP("Stages", "Looking for slides"),
    QT_TRANSLATE_NOOP("Stages", "Slides"),
    QT_TRANSLATE_NOOP("Stages", "Slide: reading"),
    QT_TRANSLATE_NOOP("Stages", "Slide: read"),
    QT_TRANSLATE_NOOP("Stages", "Slide: patches"),
    QT_TRANSLATE_NOOP("Stages", "Slide: explanation"),
    QT_TRANSLATE_NOOP("Stages", "Loading the model"),
    QT_TRANSLATE_NOOP("Stages", "Figures"),
    QT_TRANSLATE_NOOP("Stages", "CT"),
    QT_TRANSLATE_NOOP("Stages", "CT files"),
    QT_TRANSLATE_NOOP("Stages", "biopsy slide"),
    QT_TRANSLATE_NOOP("Stages", "clinical row"),
    QT_TRANSLATE_NOOP("Stages", "sample patient"),
    QT_TRANSLATE_NOOP("Stages", "Lesion"),
    QT_TRANSLATE_NOOP("Stages", "Report"),
    QT_TRANSLATE_NOOP("Stages", "Comparing the files"),
    QT_TRANSLATE_NOOP("Stages", "Printing"),
    QT_TRANSLATE_NOOP("Stages", "Input files"),
    QT_TRANSLATE_NOOP("Stages", "Comparing with the originals"),
    QT_TRANSLATE_NOOP("Stages", "Copying into the library (MB)"),
    QT_TRANSLATE_NOOP("Stages", "Writing the case (MB)"),
    QT_TRANSLATE_NOOP("Stages", "Unpacking the images (MB)"),
    QT_TRANSLATE_NOOP("Stages", "Making objects for the chart"),
)


def stage_word(label: str) -> str:
    """A stage in the language of the window."""
    return translate("Stages", label)
