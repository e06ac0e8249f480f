"""The pictures of the pages that are held: which are those of the report as it stands, and which are let go."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QImage

KEPT_AROUND = 3
"""Pages kept before and after those in sight: enlarged, each takes tens of megabytes."""


class PagePictures:
    """One picture for each page, at the width it was last drawn at."""

    def __init__(self) -> None:
        self._images: dict[int, QImage] = {}
        self._current: set[int] = set()

    def get(self, page: int) -> QImage | None:
        """What there is of a page, an older setting's included."""
        return self._images.get(page)

    def put(self, page: int, image: QImage) -> None:
        """A page as it stands."""
        self._images[page] = image
        self._current.add(page)

    def outdate(self, places: Mapping[int, int]) -> None:
        """The report was set anew: pictures move to their pages' new places and wait there to be replaced."""
        self._images = {places[page]: image for page, image in self._images.items() if page in places}
        self._current.clear()

    def clear(self) -> None:
        """Nothing is held."""
        self._images.clear()
        self._current.clear()

    def lacks(self, page: int, width_px: int) -> bool:
        """Whether the page should be drawn, for another setting or another width; a pixel makes no difference."""
        return page not in self._current or abs(self._images[page].width() - width_px) > 1

    def let_go_far_from(self, shown: tuple[int, ...]) -> None:
        """Keep what is in sight and near it."""
        for page in [n for n in self._images if not shown[0] - KEPT_AROUND <= n <= shown[-1] + KEPT_AROUND]:
            del self._images[page]
            self._current.discard(page)
