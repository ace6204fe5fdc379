"""Can everybody use a page, dark and light, on every screen?"""

from functools import cache
from pathlib import Path
from typing import Literal

from services.dashboard.asset import FOLDER
from tests.e2e.conftest import Visitor

AXE: Path = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SERIOUS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')} (${v.nodes.length})`)"""
WIDER = """() => {
  const width = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth > width ? [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.sheet, .desk-side'))
    .slice(0, 3).map(e => e.className || e.tagName).concat(`${document.documentElement.scrollWidth} px`) : [];
}"""


@cache
def axe() -> str:
    """Return the script that examines a page for accessibility."""
    return AXE.read_text()


async def serious(visitor: Visitor) -> list[str]:
    """Return what keeps people from using the page that somebody looks at."""
    # Handed over by the test, not loaded by the page: the content security policy stays as it is.
    await visitor.page.evaluate(axe())
    problems: list[str] = await visitor.page.evaluate(SERIOUS)
    return problems


async def assert_usable(visitor: Visitor) -> None:
    """Assert that the page is usable by everybody in both themes, and no wider than a phone or a tablet."""
    page, size = visitor.page, visitor.page.viewport_size
    for theme in THEMES:
        await page.emulate_media(color_scheme=theme)
        assert await serious(visitor) == [], (page.url, theme)
    for width in (360, 820):
        await page.set_viewport_size({"width": width, "height": 900})
        wider = await page.evaluate(WIDER)
        assert wider == [], (page.url, width)
    await page.emulate_media(color_scheme="light")
    if size:
        await page.set_viewport_size(size)
