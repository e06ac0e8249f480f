"""The manual's pages: which there are, what they say, and which belongs to a screen. No widgets."""

from __future__ import annotations

from pathlib import Path

from hccdesk import resources
from hccdesk.ui.language import CHINESE, ENGLISH

PAGES = (
    "start",
    "case",
    "ct",
    "slide",
    "results",
    "board",
    "report",
    "pacs",
    "library",
    "audit",
    "selftest",
    "glossary",
)
"""Reading order; the file of a page is `assets/help/<language>/<page>.md`."""
_PAGE_OF_SCREEN = {"cases": "case"}


def page_of(screen: str) -> str:
    """The page that speaks of a screen; the first page where none does."""
    page = _PAGE_OF_SCREEN.get(screen, screen)
    return page if page in PAGES else PAGES[0]


def folder_of(language: str) -> Path:
    """Where the pages of a language and their pictures are."""
    return resources.assets_folder() / "help" / (CHINESE if language == CHINESE else ENGLISH)


def text_of(page: str, language: str) -> str:
    """A page in Markdown; its pictures are named relative to `folder_of`."""
    return (folder_of(language) / f"{page}.md").read_text(encoding="utf-8")


def title_of(page: str, language: str) -> str:
    """A page's first heading."""
    return text_of(page, language).partition("\n")[0].removeprefix("# ").strip()


def pages_with(words: str, language: str) -> tuple[str, ...]:
    """The pages that hold all of the words, in any case; every page for no words."""
    wanted = words.lower().split()
    return tuple(page for page in PAGES if all(word in text_of(page, language).lower() for word in wanted))
