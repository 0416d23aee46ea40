"""The one-file page: complete, small, silent on the network, safe with hostile text, usable."""

import re
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from texts import BUNDLE, STANDARD, Run, standard_for, write

import civscore
from civscore.exact import text_of
from civscore.reports import thumbnails
from civscore.reports.files import html
from civscore.sentences import Language

FIXTURES = Path(__file__).parents[1] / "fixtures"
BUNDLES = sorted(file.parent for file in FIXTURES.glob("*/*/bundle.toml"))
SHOWN = [
    FIXTURES / "civilized-community" / name
    for name in ("wenmiaoping", "example-biaobing", "example-veto")
]
LARGEST = 300_000
CHROMIUM = which("chromium")


def name_of(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def assessed(folder: Path) -> civscore.Assessment:
    plan = standard_for(folder)
    return civscore.assess(plan, civscore.load_bundle(folder, plan))


def note_address(addresses: list[str], request: Any) -> None:
    addresses.append(request.url)


class Words(HTMLParser):
    """What a page says, its ids and links, and whether every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.said: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        named = dict(attrs)
        self.ids += [str(named["id"])] if "id" in named else []
        self.links += [str(named[key]) for key in ("href", "src") if key in named]
        if tag not in {"meta", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.said))


@pytest.mark.parametrize(
    ("folder", "language"),
    [*((folder, "zh") for folder in BUNDLES), *((folder, "en") for folder in SHOWN)],
    ids=lambda one: one if isinstance(one, str) else name_of(one),
)
def test_a_page_says_everything_and_asks_for_nothing(folder: Path, language: Language) -> None:
    found = assessed(folder)
    page = html.render(found, language)
    words = Words(page.decode())
    assert not words.open
    assert len(page) < LARGEST
    assert len(words.ids) == len(set(words.ids))
    assert words.tags.isdisjoint({"script", "link", "iframe", "object", "base", "form"})
    assert all(link.startswith(("#", "data:image/jpeg;base64,")) for link in words.links)
    assert {link[1:] for link in words.links if link.startswith("#")} <= {*words.ids}
    for result in found.criteria:
        assert f"c-{result.id}" in words.ids
        assert result.because.text(language) in words.text
    for number in (found.total.earned, found.total.unproven, found.total.lost):
        assert text_of(number) in words.text


def test_the_same_input_gives_the_same_bytes() -> None:
    assert html.render(assessed(SHOWN[1])) == html.render(assessed(SHOWN[1]))


def test_photographs_stand_in_the_page_as_small_pictures() -> None:
    links = Words(html.render(assessed(SHOWN[1])).decode()).links
    pictures = [link for link in links if link.startswith("data:")]
    assert pictures
    assert sum(map(len, pictures)) <= thumbnails.ALL_TOGETHER


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """In a name, a title, a reason: wherever somebody may write."""
    evil = '<script>alert(1)</script>" onload="x" {{{{ 7*7 }}}} {% raw %} &amp;'
    standard = write(tmp_path, "standard.toml", STANDARD)
    plan = civscore.load_standard(standard)
    text = re.sub(r"(?m)^name = .*$", f"name = '''{evil}'''", BUNDLE, count=1)
    assert evil in text
    found = civscore.assess(plan, civscore.load_bundle(write(tmp_path, "bundle.toml", text), plan))
    words = Words(html.render(found).decode())
    assert "script" not in words.tags
    assert evil in "".join(words.said)


def test_the_command_writes_the_page(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "报告.html"
    ran = run("report", "civilized-community", SHOWN[0], "-o", target)
    assert (ran.status, ran.err) == (0, "")
    assert target.read_bytes() == html.render(assessed(SHOWN[0]))


def test_an_ending_nobody_writes_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    ran = run("report", "civilized-community", SHOWN[0], "-o", tmp_path / "报告.rtf")
    assert ran.status == 2
    assert ".html" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not CHROMIUM, reason="no chromium: apt-get install chromium fonts-noto-cjk")
@pytest.mark.parametrize("folder", SHOWN, ids=name_of)
def test_a_real_browser_finds_nothing_to_complain_of(folder: Path, tmp_path: Path) -> None:
    """Axe finds no violation, nothing is wider than a phone, and no request leaves the page."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
    from playwright.sync_api import sync_playwright

    page = tmp_path / "page.html"
    page.write_bytes(html.render(assessed(folder)))
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme, width in (("light", 390), ("dark", 390), ("light", 1280), ("dark", 1280)):
            asked: list[str] = []
            setting: Any = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
            tab = browser.new_page(**setting)
            tab.on("request", partial(note_address, asked))
            tab.goto(page.as_uri())
            found = Axe().run(tab, options={"resultTypes": ["violations"]})  # all rules, no passes
            assert found.response["violations"] == []
            assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert asked == [page.as_uri()]
            tab.close()
        browser.close()
