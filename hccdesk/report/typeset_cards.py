"""Cards as flowables: the one number large, its meaning beside it, the verdict in words."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer

from hccdesk.report.blocks import Card, CardRow, Cell, KeyNumber
from hccdesk.report.figure_blocks import Gauge
from hccdesk.report.palette import colour
from hccdesk.report.tagged_flowables import LayoutTable as Table
from hccdesk.report.tagged_flowables import TaggedFigure
from hccdesk.report.tone import Tone
from hccdesk.report.typography import GRID_PT, Size, set_text
from hccdesk.report.vector.gauge import gauge_drawing
from hccdesk.report.vector.lettering import width_pt

_PAD = GRID_PT
_HERO_PT = 70.0
_BADGE_PAD_PT = 12.0


def card_row(block: CardRow, width: float, language: str) -> list[Flowable]:
    """Cards of equal width and height."""
    count = len(block.cards)
    each = (width - GRID_PT * (count - 1)) / count
    cells: list[object] = []
    widths: list[float] = []
    for number, card in enumerate(block.cards):
        cells += [_card(card, each - 2 * _PAD, language)] + ([""] if number < count - 1 else [])
        widths += [each] + ([GRID_PT] if number < count - 1 else [])
    made = Table([cells], widths)
    made.setStyle(_style(block.cards))
    return [made, Spacer(0, GRID_PT)]


def _style(cards: tuple[Card, ...]) -> list[tuple[object, ...]]:
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
    ]
    for number, card in enumerate(cards):
        at = (2 * number, 0)
        ground = "raised" if card.tone is Tone.GREYED else "panel"
        style += [("BACKGROUND", at, at, colour(ground)), ("BOX", at, at, 0.8, colour("disabled"))]
    return style


def _card(card: Card, width: float, language: str) -> list[Flowable]:
    made = [*_top(card, width, language), Spacer(0, GRID_PT / 2), *_numbers(card, width, language)]
    if card.gauge is not None:
        made += [_gauge(card.gauge, width, card.tone), Spacer(0, GRID_PT / 2)]
    made += [set_text(line.text, Size.SMALL, line.tone, before=1, language=language) for line in card.lines]
    return made


def _top(card: Card, width: float, language: str) -> list[Flowable]:
    """Title and badges: the first badge beside the title where there is room, the others beneath."""
    title: list[Flowable] = [set_text(card.title, Size.HEADING, bold=True, language=language)]
    under = [set_text(card.subtitle, Size.SMALL, Tone.MUTED, language=language)] if card.subtitle else []
    badges = [_badge(badge, language) for badge in card.badges]
    room = width_pt(card.badges[0].text, Size.SMALL.value[0], bold=True) + _BADGE_PAD_PT if badges else 0.0
    if not badges or width - room < width_pt(card.title, Size.HEADING.value[0], bold=True) + GRID_PT / 2:
        return [*title, *under, *badges]
    made = Table([[title, badges[0]]], [width - room, room])
    made.setStyle([*_flush(), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)])
    return [made, *under, *badges[1:]]


def _gauge(gauge: Gauge, width: float, tone: Tone) -> Flowable:
    words = f"{gauge.value:.2f} · {gauge.threshold:.2f} · 0 {gauge.low_words} · {gauge.high_words} 1"
    return TaggedFigure(gauge_drawing(gauge, width, tone), words)


def _badge(badge: Cell, language: str) -> Flowable:
    ground = "caution_ground" if badge.tone is Tone.CAUTION else None
    return set_text(badge.text, Size.SMALL, badge.tone, bold=True, before=3, after=1, language=language, ground=ground)


def _numbers(card: Card, width: float, language: str) -> list[Flowable]:
    if not card.numbers:
        return [] if card.verdict is None else [_verdict(card.verdict, language)]
    if len(card.numbers) == 1:
        return [_one_number(card.numbers[0], card, width, language)]
    return [_several_numbers(card, width, language)]


def _one_number(number: KeyNumber, card: Card, width: float, language: str) -> Flowable:
    hero = set_text(number.value, Size.HERO, card.tone, bold=True)
    beside = [set_text(number.words, Size.SMALL, Tone.MUTED, language=language)]
    if card.verdict is not None:
        beside.append(_verdict(card.verdict, language))
    made = Table([[hero, beside]], [_HERO_PT, width - _HERO_PT])
    made.setStyle([*_flush(), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    return made


def _several_numbers(card: Card, width: float, language: str) -> Flowable:
    cells = [
        [
            set_text(number.value, Size.NUMBER, card.tone, bold=True),
            set_text(number.words, Size.SMALL, Tone.MUTED, language=language),
        ]
        for number in card.numbers
    ]
    made = Table([cells], [width / len(cells)] * len(cells))
    made.setStyle([*_flush(), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return made


def _verdict(verdict: Cell, language: str) -> Flowable:
    return set_text(verdict.text, Size.HEADING, verdict.tone, bold=True, language=language)


def _flush() -> list[tuple[object, ...]]:
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), GRID_PT / 2),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), GRID_PT / 2),
    ]
