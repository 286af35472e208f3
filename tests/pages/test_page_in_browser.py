"""The page in a browser: nothing asked of the network, nothing to complain of, readable on a phone and in print."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.workflow.conftest import Finished

import paneloom
from paneloom.wording import LANGUAGES, Language

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDTHS = {"desktop": 1280, "phone": 390}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """The page in each language."""
    chinese = tmp_path_factory.mktemp("中文 page")
    paneloom.load(finished.folder).run(output=chinese, language="zh")
    return {"en": finished.output / "report.html", "zh": chinese / "report.html"}


class Visit:
    """A page that is open, with everything it said and asked for."""

    def __init__(self, browser: Browser, path: Path, width: int) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        self.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("device", WIDTHS)
def test_the_page_opens(
    browser: Browser,
    pages: dict[Language, Path],
    finished: Finished,
    tmp_path: Path,
    device: str,
    language: Language,
) -> None:
    visit = Visit(browser, pages[language], WIDTHS[device])
    page = visit.page
    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith(("file:", "data:"))] == []
    assert sum(url.startswith("file:") for url in visit.asked) == 1
    assert page.title() == {"en": "A small study (simulated data)", "zh": "一个小研究（模拟数据）"}[language]
    assert page.evaluate("document.documentElement.lang") == {"en": "en", "zh": "zh-Hans"}[language]
    assert page.locator("table").count() == len(finished.results.tables)
    assert page.locator("caption").count() == len(finished.results.tables)
    drawn = page.evaluate("[...document.images].map(image => image.complete && image.naturalWidth > 0)")
    assert drawn == [True] * len(finished.results.figures)
    # Only tables scroll sideways, never the page.
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[device]
    shot = tmp_path / "page.png"
    page.screenshot(path=shot, full_page=True)
    assert shot.stat().st_size > 50_000
    page.close()


def test_the_style_of_the_page_is_let_in(browser: Browser, pages: dict[Language, Path]) -> None:
    page = Visit(browser, pages["en"], 1280).page
    rule = "getComputedStyle(document.querySelector('table.table thead tr > *')).borderTopWidth"
    assert page.evaluate(rule) == "2px"
    page.close()


def test_a_wide_table_scrolls_on_a_phone(browser: Browser, pages: dict[Language, Path]) -> None:
    page = Visit(browser, pages["en"], 390).page
    wide = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth).length"
    )
    assert wide > 0
    page.close()


def test_text_lines_are_not_too_long(browser: Browser, pages: dict[Language, Path]) -> None:
    page = Visit(browser, pages["en"], 1600).page
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('main p')].map(p =>"
        " p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)))"
    )
    assert widest < 60
    page.close()


def test_every_link_of_the_contents_leads_to_a_chapter(browser: Browser, pages: dict[Language, Path]) -> None:
    page = Visit(browser, pages["en"], 1280).page
    targets = page.evaluate("[...document.querySelectorAll('nav a')].map(a => a.getAttribute('href'))")
    assert len(targets) == 10
    for target in targets:
        assert page.locator(f"section{target} > h2").count() == 1
    page.close()


def test_the_page_prints(browser: Browser, pages: dict[Language, Path]) -> None:
    page = Visit(browser, pages["en"], 1280).page
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 4
    page.close()
