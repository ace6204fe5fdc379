"""How does what a site produced become a document of one or two pages?"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from services.dashboard import saying, wording
from services.dashboard.asset import FOLDER, MissingPackages
from services.dashboard.convention import THIN, WIDE, convention
from services.dashboard.production import sheet
from services.dashboard.production.drawing import drawing
from services.dashboard.production.sheet import Cells, Told

REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
INK, FAINT, LINE, HEAD = "#15202a", "#5e6d77", "#c5ced2", "#f2f4f5"
# The frame that text flows into keeps six points on each side.
_LEFT = 18 * mm + 6
_WIDTH = A4[0] - 2 * _LEFT
_BOTTOM = 24 * mm


@dataclass(frozen=True)
class Made:
    """For whom a document was made, and when."""

    by: str
    at: datetime


def document(told: Told, names: Mapping[str, str], made: Made) -> bytes:
    """Return a PDF of A4 pages; the same input makes the same bytes.

    `names` are those of machines, by id. Numbers are written as the present reader reads them. Raises MissingPackages.
    """
    _fonts()
    local = wording.zone(told.production.timezone)
    file = io.BytesIO()
    page = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=_BOTTOM,
        title=f"{told.production.name}: {sheet.title(told, local)}",
        author=made.by,
        invariant=1,
    )
    foot = sheet.origin(told, made.by, made.at, local)
    page.build(
        _story(told, names, local),
        onFirstPage=lambda canvas, doc: _foot(canvas, doc, foot),
        onLaterPages=lambda canvas, doc: _foot(canvas, doc, foot),
    )
    return file.getvalue()


@lru_cache
def _fonts() -> None:
    """Let the document have letters for the names of people and places in most languages."""
    folder = FOLDER / "node_modules" / "dejavu-fonts-ttf" / "ttf"
    for name in (REGULAR, BOLD):
        if not (folder / f"{name}.ttf").is_file():
            raise MissingPackages(f"'{name}' comes from an npm package that is not installed; run `make setup`.")
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def _style(size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("s", fontName=REGULAR, fontSize=size, leading=size * 1.35, textColor=INK, **more)


_BODY, _SMALL = _style(8.5), _style(7)
_CELL, _FIGURE = _style(7.5), _style(7.5, alignment=TA_RIGHT)
_TITLE, _HEADING = _style(15, spaceAfter=2), _style(10, spaceBefore=8, spaceAfter=3)


def _text(words: str, style: ParagraphStyle = _BODY, *, bold: bool = False) -> Paragraph:
    """Return words as they are: markup in a machine's name is text here, too."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace(THIN, WIDE)
    return Paragraph(f"<b>{safe}</b>" if bold else safe, style)


def _story(told: Told, names: Mapping[str, str], local: ZoneInfo) -> list[Any]:
    production = told.production
    story: list[Any] = [
        _text(production.name, _TITLE, bold=True),
        _text(sheet.title(told, local), _HEADING, bold=True),
        _text(sheet.period(production.from_, production.to, local)),
        _text(saying.told(production.scope, local, names), _SMALL),
        Spacer(1, 3 * mm),
        _facts(sheet.facts(production)),
    ]
    if told.drawn and told.drawn.bars:
        heading = f"{convention().tonnes} by {'the hour' if production.step == 'hour' else production.step}"
        story.append(KeepTogether([_text(heading, _HEADING, bold=True), drawing(told.drawn, _WIDTH, REGULAR)]))
    for heading, sentences in sheet.passages(told):
        story += [_text(heading, _HEADING, bold=True), *(_text(saying.told(one, local, names)) for one in sentences)]
    for heading, cells in sheet.tables(production, names):
        story += [_text(heading, _HEADING, bold=True), _table(cells)]
    return story


def _facts(facts: Sequence[sheet.Fact]) -> Table:
    """Return the figures in four columns: what, how much, and how sure."""
    cells = [[_text(f.name, _SMALL), _text(f.value, _BODY, bold=True), _text(f.about, _SMALL)] for f in facts]
    cells += [[""]] * (-len(cells) % 4)
    rows = [cells[n : n + 4] for n in range(0, len(cells), 4)]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BOX", (0, 0), (-1, -1), 0.5, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ]
    return Table(rows, colWidths=[_WIDTH / 4] * 4, style=style)


def _table(cells: Cells) -> Table:
    styles = [_CELL if column == 0 else _FIGURE for column in range(len(cells[0]))]
    rows = [
        [_text(words, style, bold=row == 0) for words, style in zip(line, styles, strict=True)]
        for row, line in enumerate(cells)
    ]
    first = 0.24
    rest = (1 - first) / (len(cells[0]) - 1)
    lines = [
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("BACKGROUND", (0, 0), (-1, 0), HEAD),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    return Table(rows, colWidths=[_WIDTH * first, *[_WIDTH * rest] * (len(cells[0]) - 1)], style=lines, repeatRows=1)


def _foot(canvas: Any, page: Any, words: str) -> None:
    """Write beneath a page from what it was made, by whom and when, and which page it is."""
    canvas.saveState()
    note = _text(words, _style(6.5, spaceBefore=0))
    _, height = note.wrap(_WIDTH - 16 * mm, _BOTTOM)
    note.drawOn(canvas, _LEFT, max(_BOTTOM - 4 * mm - height, 4 * mm))
    canvas.setFont(REGULAR, 6.5)
    canvas.setFillColor(FAINT)
    canvas.drawRightString(A4[0] - _LEFT, _BOTTOM - 4 * mm - 6.5, f"page {page.page}")
    canvas.restoreState()
