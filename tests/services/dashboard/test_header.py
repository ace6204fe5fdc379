"""Does every answer carry what keeps a page from doing more than it should?"""

import re
from pathlib import Path

import pytest

from services.dashboard.asset import FOLDER
from services.kit.testing import House
from tests.services.dashboard.browser import PAGES

TEMPLATES = sorted((FOLDER / "templates").glob("*.html"))
SCRIPTS = sorted((FOLDER / "static").glob("*.js"))


@pytest.mark.parametrize(
    "path", ["/sign-in", "/fleet", "/nowhere", "/assets/page.js", "/assets/nothing.js", "/sign-in?next="]
)
async def test_every_answer_is_guarded(house: House, path: str) -> None:
    answer = await (await house.api("dashboard")).get(path, headers=PAGES)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in answer.headers


async def test_pages_stay_out_of_caches(house: House) -> None:
    answer = await (await house.api("dashboard")).get("/sign-in")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_what_the_policy_forbids(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|<style", text)
    assert not re.search(r"<script(?![^>]*(\ssrc=|type=\"application/json\"))", text)
    assert "| safe" not in text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_own_scripts_ask_nobody_else(script: Path) -> None:
    assert not re.search(r"https?://|eval\(|new Function", script.read_text())
