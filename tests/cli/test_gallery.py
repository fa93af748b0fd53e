import base64
import shutil
import subprocess
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reelscore.cli.gallery import Media, Page, write
from reelscore.effects import CallKind, HttpCall
from reelscore.ledger.records import CallRecord, CallStatus
from tests.cli.conftest import Made

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Addresses(HTMLParser):
    """Collects everything that a browser would fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [
            value or "" for name, value in attrs if name in {"src", "href", "poster", "srcset", "data", "action"}
        ]


@pytest.fixture
def page(made: Made) -> Path:
    said = made.shell("gallery", "--out", "gallery.html", "--json")
    assert said.document["embedded"] == 1
    return made.shell.folder / "gallery.html"


def test_the_page_holds_every_file_and_names_no_address(page: Path) -> None:
    addresses = Addresses()
    addresses.feed(page.read_text())

    assert len(addresses.found) == 1
    assert all(address.startswith("data:") for address in addresses.found)
    assert {"script", "link", "iframe", "a"} & set(addresses.tags) == set()
    assert "default-src 'none'" in page.read_text()


def test_the_video_in_the_page_is_the_saved_one(page: Path, made: Made) -> None:
    addresses = Addresses()
    addresses.feed(page.read_text())
    head, _, data = addresses.found[0].partition(",")

    assert head == "data:video/mp4;base64"
    assert base64.b64decode(data) == (made.shell.folder / "out" / f"a red fox-{made.task['task_id']}.mp4").read_bytes()


def test_price_prompt_and_model_stand_on_the_card(page: Path) -> None:
    text = page.read_text()

    assert all(word in text for word in ("90 credits", "a red fox", "v5.6", "720p"))


def row(**changes: object) -> CallRecord:
    fields = {
        "intent": "i", "status": CallStatus.SAVED, "host": "kie.ai", "account": "a", "operation": "generate",
        "model": "V5",
        "role": CallKind.PAID, "request": {"prompt": "</p><script>alert(1)</script>", "title": '"><img src=x>'},
        "digest": "", "call": HttpCall(method="POST", path="/"), "created": 0.0, "updated": 0.0, "owner": "",
        "alive": False,
    }  # fmt: skip
    return CallRecord(**{**fields, **changes})  # type: ignore[arg-type]


def test_words_of_a_prompt_are_never_markup(tmp_path: Path) -> None:
    with (tmp_path / "page.html").open("w") as file:
        write(file, [Page(row=row(), title='"><img src=x>', why="<b>")], title="<i>")
    addresses = Addresses()
    addresses.feed((tmp_path / "page.html").read_text())

    assert addresses.found == []
    assert {"script", "img", "b", "i"} & set(addresses.tags) == set()


def test_play_money_is_no_part_of_the_sum(tmp_path: Path) -> None:
    rows = [
        row(intent=unit, unit=unit, charged=Decimal(charged))
        for unit, charged in (("kie.ai", 12), ("kie.ai (sandbox)", 100))
    ]
    with (tmp_path / "page.html").open("w") as file:
        write(file, [Page(row=each, title="a fox") for each in rows], title="all")

    assert (
        "12 credits of kie.ai charged, 100 credits of kie.ai (sandbox) charged" in (tmp_path / "page.html").read_text()
    )


def test_a_file_that_is_too_large_is_named_instead(tmp_path: Path) -> None:
    media = Media(path=tmp_path / "long.mp4", mime="video/mp4", held=False)
    with (tmp_path / "page.html").open("w") as file:
        write(file, [Page(row=row(), title="long", media=media, why=f"larger: {media.path}")], title="x")

    assert "long.mp4" in (tmp_path / "page.html").read_text()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_plays_the_page_without_a_network(page: Path, tmp_path: Path) -> None:
    quiet = (
        "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
        "--disable-component-update"
    )
    command = [str(CHROMIUM), *quiet.split(), "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}"]
    done = subprocess.run(
        [*command, "--virtual-time-budget=4000", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=900,
        check=True,
    )
    shot = tmp_path / "page.png"
    subprocess.run([*command, f"--screenshot={shot}", page.as_uri()], capture_output=True, timeout=900, check=True)

    assert "<video controls" in done.stdout
    assert shot.stat().st_size > 10_000
