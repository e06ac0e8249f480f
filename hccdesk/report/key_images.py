"""The pictures that the readers chose in the viewers, numbered, on a page of their own."""

from __future__ import annotations

from hccdesk.domain.result import Figure
from hccdesk.report.blocks import Heading, NumberedPictures, Paragraph
from hccdesk.report.document import Section
from hccdesk.report.figure_blocks import Picture
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice


def key_images(images: tuple[Figure, ...], voice: Voice) -> tuple[Section, ...]:
    """The page of key images, or nothing where none was chosen."""
    if not images:
        return ()
    pictures = tuple(
        Picture(image, voice.say("{number}. {caption}", number=number, caption=voice.tell(image.caption)))
        for number, image in enumerate(images, start=1)
    )
    about = voice.say("Chosen in the viewers for this report, in this order. For orientation, not for diagnosis.")
    heading = Heading(voice.say("Key images chosen by the readers"), 1)
    return (Section(heading, (Paragraph(about, Tone.MUTED), NumberedPictures(pictures)), new_page=True),)
