"""The page in a real Chromium: silent, self-contained, accessible, and whole on a phone, a screen and paper."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

import reconcile
from reconcile import Options
from reconcile.reports import html
from reconcile.reports.dossier import dossier
from reconcile.studies import timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
KYIV, LATER = "cases/kyiv-2025-06-06.yaml", "cases/kyiv-2025-06-06-later.yaml"
HOSTILE = "tests/reports/hostile.yaml"
PAGES = {"kyiv": [KYIV], "later": [LATER], "hostile": [HOSTILE], "several": [KYIV, HOSTILE]}

PHONE, SCREEN = 390, 1280
GROUND = "getComputedStyle(document.body).backgroundColor"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once. A machine without one skips these tests; where they decide on a change, they fail."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Write each page to a file, and return their addresses."""
    folder = tmp_path_factory.mktemp("pages")
    addresses = {}
    for name, cases in PAGES.items():
        loaded = [reconcile.load(ROOT / case) for case in cases]
        file = folder / f"{name}.html"
        text = html.dumps(dossier(reconcile.report(case), timeline(case, Options())) for case in loaded)
        file.write_text(text, encoding="utf-8")
        addresses[name] = file.as_uri()
    return addresses


class Visit:
    """A page that is open, and what came of opening it: messages on the console, dialogues, requests."""

    def __init__(self, browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]) -> None:
        self.events: list[str] = []
        self.requests: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
        self.page.on("console", lambda message: self.events.append(message.text))
        self.page.on("pageerror", lambda error: self.events.append(str(error)))
        self.page.on("dialog", lambda dialog: self.events.append(dialog.message))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)


@pytest.fixture
def visit(browser: Browser, pages: dict[str, str]) -> Iterator[Callable[..., Visit]]:
    """Return a way to open a page, by name; all are closed in the end."""
    opened: list[Visit] = []

    def opens(name: str, width: int = SCREEN, scheme: Literal["light", "dark"] = "light") -> Visit:
        opened.append(Visit(browser, pages[name], width, scheme))
        return opened[-1]

    yield opens
    for each in opened:
        each.page.close()


@pytest.mark.parametrize("name", PAGES)
def test_it_is_silent_and_asks_for_nothing_else(name: str, visit: Callable[..., Visit], pages: dict[str, str]) -> None:
    opened = visit(name)
    assert opened.events == []
    assert opened.requests == [pages[name]]


def test_a_hostile_case_runs_nothing(visit: Callable[..., Visit]) -> None:
    page = visit("hostile").page
    page.get_by_role("link", name="https://e.example").first.hover()
    assert page.title().startswith("</title><script>")
    assert page.evaluate("document.scripts.length + document.images.length + document.styleSheets.length") == 2
    assert page.evaluate("[...document.links].filter(link => !/^(https?|file):$/.test(link.protocol)).length") == 0


@pytest.mark.parametrize(("name", "scheme"), [("hostile", "light"), ("later", "dark"), ("several", "light")])
def test_it_is_accessible(name: str, scheme: str, visit: Callable[..., Visit]) -> None:
    page = visit(name, scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page)
    assert found.response["passes"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_it_never_scrolls_sideways(name: str, visit: Callable[..., Visit]) -> None:
    page = visit(name).page
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (SCREEN, PHONE):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert (
            page.evaluate("""
            [...document.querySelectorAll('body *')]
                .filter(each => each.getBoundingClientRect().right > innerWidth && !each.closest('.scroll, .unseen'))
                .map(each => each.outerHTML)
        """)
            == []
        )


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_the_first_view_says_what_it_is_and_what_to_ask(width: int, visit: Callable[..., Visit]) -> None:
    page = visit("kyiv", width).page
    for words in ("4–7+", "It is unclear whether the 3 firefighters", "One question settles it: A2", "if not: 7+"):
        expect(page.get_by_text(words).first).to_be_in_viewport(ratio=1)


def test_the_keyboard_reaches_everything(visit: Callable[..., Visit]) -> None:
    page = visit("later", PHONE).page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the report")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    assert (
        page.evaluate("""
        [...document.querySelectorAll('body *')]
            .filter(each => ['auto', 'scroll'].includes(getComputedStyle(each).overflowX) && each.tabIndex < 0).length
    """)
        == 0
    )


def test_a_question_leads_to_its_card(visit: Callable[..., Visit]) -> None:
    page = visit("kyiv").page
    page.get_by_role("link", name="One question settles it: A2").click()
    card = page.locator(":target")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text("Are the 3 firefighters killed in Kyiv")


def test_the_screen_may_be_dark_but_paper_is_light_and_has_everything(visit: Callable[..., Visit]) -> None:
    page = visit("kyiv", scheme="dark").page
    assert page.evaluate(GROUND) == "rgb(20, 24, 29)"
    hidden = page.locator("details:not([open]) > pre")
    expect(hidden).not_to_be_visible()
    page.emulate_media(media="print")
    expect(hidden).to_be_visible()
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/Type /Page\n") > 3
