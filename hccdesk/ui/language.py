"""The language of the window: which of Qt's catalogues our own words come from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from hccdesk import resources

ENGLISH, CHINESE = "en", "zh"
_CATALOGUE = {ENGLISH: None, CHINESE: "zh_CN"}

_current = ENGLISH
_translator: QTranslator | None = None


def current() -> str:
    """`en` or `zh`."""
    return _current


def use(language: str) -> None:
    """Speak `language` from now on; what is already on the screen is built anew by the window."""
    global _current, _translator  # noqa: PLW0603 - Qt installs translators on the one application
    if _translator is not None:
        QCoreApplication.removeTranslator(_translator)
        _translator = None
    _current = language if language in _CATALOGUE else ENGLISH
    catalogue = _CATALOGUE[_current]
    if catalogue:
        _translator = QTranslator()
        folder = resources.assets_folder() / "i18n" / "ui"
        if _translator.load(f"hccdesk_{catalogue}", str(folder)):
            QCoreApplication.installTranslator(_translator)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Our own word, marked for the catalogue, to be translated when it is shown."""
    return text


def translate(context: str, text: str) -> str:
    """Our own word in the language of the window, for code without a widget's `tr`."""
    return QCoreApplication.translate(context, text)
