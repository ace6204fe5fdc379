"""Which files may a browser load, and how long does it keep them?"""

import gzip
import json
from pathlib import Path

import httpx
import pytest

from services.dashboard.asset import FOLDER, Assets, MissingPackages, assets
from services.dashboard.page import module
from services.kit.testing import House


@pytest.fixture
async def browser(house: House) -> httpx.AsyncClient:
    """Somebody who is not signed in: assets are for all."""
    return await house.api("dashboard")


@pytest.mark.parametrize("name", sorted(assets().paths))
async def test_an_allowed_file_is_sent_as_it_is(browser: httpx.AsyncClient, name: str) -> None:
    answer = await browser.get(f"/assets/{name}", headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert answer.content == assets().paths[name].read_bytes()


@pytest.mark.parametrize("name", ["app.py", "package.json", "..%2Fapp.py", ".npmrc", "%2e%2e", "echarts.common.js"])
async def test_nothing_else_leaves_the_house(browser: httpx.AsyncClient, name: str) -> None:
    assert (await browser.get(f"/assets/{name}")).status_code in (404, 422)
    assert (await browser.get(f"/assets/{assets().version}/{name}")).status_code in (404, 422)


async def test_a_file_of_this_version_is_kept_for_a_year(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(assets().url("page.js"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/assets/page.js", "/assets/0123456789ab/page.js"])
async def test_a_file_without_its_version_is_asked_for_again(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert "immutable" not in answer.headers["cache-control"]
    same = await browser.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_what_can_be_packed_is_sent_packed(browser: httpx.AsyncClient) -> None:
    async with browser.stream("GET", "/assets/echarts.js", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == assets().paths["echarts.js"].read_bytes()
    font = await browser.get("/assets/inter-latin.woff2", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in font.headers


def test_what_a_module_imports_is_told_with_it() -> None:
    told = assets().imports("chart.js")
    assert {"follow.js", "lane.js", "format.js"} <= set(told)
    assert len(told) == len(set(told))
    assert not {"chart.js", "echarts.js"} & set(told)
    assert assets().imports("desk.js") == []
    assert f'<link rel="modulepreload" href="{assets().url("lane.js")}">' in module("chart.js")


def test_a_package_that_is_not_installed_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    with pytest.raises(MissingPackages, match="make setup"):
        Assets(tmp_path).get("echarts.js")


def test_the_lock_file_names_no_addresses() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text())
    assert "://" not in json.dumps(lock)
    assert all(package.get("integrity") for path, package in lock["packages"].items() if path)
