"""How are the tonnes of each hour or day drawn on paper?"""

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor

from services.dashboard import wording
from services.dashboard.convention import THIN, WIDE
from services.dashboard.production.bars import HEIGHT, WIDTH, Bars

_FILL, _INK, _LINE = HexColor("#0a7d89"), HexColor("#45545e"), HexColor("#c5ced2")
_TALL, _BENEATH, _BESIDE = 0.42, 12.0, 44.0


def drawing(drawn: Bars, width: float, font: str) -> Drawing:
    """Return the bars of a time as wide as the page, a round line to compare them with, and when some begin."""
    across, words = (width - _BESIDE) / WIDTH, {"fontName": font, "fontSize": 6.5, "fillColor": _INK}
    made = Drawing(width, HEIGHT * _TALL + _BENEATH + 8)
    line = _BENEATH + (HEIGHT - drawn.line_y) * _TALL
    for y in (_BENEATH, line):
        made.add(Line(0, y, width - _BESIDE, y, strokeColor=_LINE, strokeWidth=0.5))
    for bar in drawn.bars:
        box = (bar.x * across, _BENEATH, bar.width * across, bar.height * _TALL)
        made.add(Rect(*box, fillColor=_FILL, strokeColor=None))
        made.add(String(bar.x * across, 3, bar.label, **words))
    made.add(String(width - _BESIDE + 4, line - 2, wording.quantity(drawn.line_t, "t").replace(THIN, WIDE), **words))
    return made
