import base64
import hashlib
import re
import shutil
import subprocess
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reelscore.cli.gallery import Card, Media, Place, card, write
from reelscore.effects import CallKind, HttpCall
from reelscore.ledger.records import CallRecord, CallStatus
from reelscore.sandbox.media import mp3, png, video
from tests.cli.conftest import Made

FILM = video(1, width=180, height=320, sound=False)
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


def test_the_page_holds_the_saved_file_with_its_facts_and_names_no_address(page: Path, made: Made) -> None:
    text, addresses = page.read_text(), Addresses()
    addresses.feed(text)
    [head, data] = addresses.found[0].split(",")

    assert (len(addresses.found), head) == (1, "data:video/mp4;base64")
    assert base64.b64decode(data) == (made.shell.folder / "out" / f"a red fox-{made.task['task_id']}.mp4").read_bytes()
    assert {"link", "iframe", "a"} & set(addresses.tags) == set()
    assert "default-src 'none'" in text
    assert [word for word in ("90 credits", "a red fox", "v5.6", "720p") if word not in text] == []


def test_the_page_runs_its_own_script_and_no_other(page: Path) -> None:
    text = page.read_text()
    [script] = re.findall("<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert f"script-src 'sha256-{digest}'" in text
    assert [word for word in ("eval", "innerHTML") if word in script] == []


def row(**changes: object) -> CallRecord:
    fields = {
        "intent": "i", "status": CallStatus.SAVED, "host": "kie.ai", "account": "a", "operation": "generate",
        "model": "V5", "state": "succeeded",
        "role": CallKind.PAID, "request": {"prompt": "</p><script>alert(1)</script>", "title": '"><img src=x>'},
        "digest": "", "call": HttpCall(method="POST", path="/"), "created": 0.0, "updated": 0.0, "owner": "",
        "alive": False,
    }  # fmt: skip
    return CallRecord(**{**fields, **changes})  # type: ignore[arg-type]


def written(folder: Path, *cards: Card, place: Place | None = None, title: str = "all") -> str:
    with (folder / "page.html").open("w") as file:
        write(file, cards, place=place, title=title)
    return (folder / "page.html").read_text()


def saved(folder: Path, name: str, data: bytes, url: str = "") -> dict[str, object]:
    (folder / name).write_bytes(data)
    return {"path": str(folder / name), "url": url, "sha256": "5ad" * 20}


def test_words_of_a_prompt_are_never_markup(tmp_path: Path) -> None:
    bad = row(request={"prompt": "</p><script>alert(1)</script>", "title": '"><img src=x>', "style": '"><a href=x>'})
    addresses = Addresses()
    addresses.feed(written(tmp_path, Card(row=bad, text="<i>", why="<b>"), title="<i>"))

    assert addresses.found == []
    assert {"img", "b", "i", "a"} & set(addresses.tags) == set()
    assert addresses.tags.count("script") == 1


def test_each_host_is_told_in_its_own_unit_and_play_money_in_no_money(tmp_path: Path) -> None:
    rows = [
        row(intent=unit, unit=unit, charged=Decimal(charged))
        for unit, charged in (("kie.ai", 12), ("kie.ai (sandbox)", 100))
    ]
    rows.append(row(intent="untold", host="sunoapi.org", unit="sunoapi.org", charged=None, quoted=Decimal(10)))
    told = (
        "kie.ai charged 12 credits (0.0600 USD (pay-as-you-go)), kie.ai (sandbox) charged 100 credits, "
        "sunoapi.org quoted 10 credits"
    )

    assert told in written(tmp_path, *(Card(row=each) for each in rows))


def test_a_file_that_is_too_large_is_named_instead(tmp_path: Path) -> None:
    media = Media(path=tmp_path / "long.mp4", mime="video/mp4", bytes=2000)
    text = written(tmp_path, Card(row=row(), media=[media]), place=Place(most=1000))

    assert "long.mp4 is larger than the page may hold" in text
    assert "<video" not in text


def test_a_clip_keeps_the_shape_that_was_asked_for(tmp_path: Path) -> None:
    film = card(row(request={"aspect_ratio": "9:16"}, files=(saved(tmp_path, "a.mp4", FILM),)))
    text = written(tmp_path, film)

    assert '<video controls preload=metadata style="aspect-ratio: 9 / 16"' in text
    assert "object-fit: cover" not in text.partition("video, .picture")[2].partition("}")[0]


def test_tracks_of_a_song_are_one_card_with_a_player_each_in_their_order(tmp_path: Path) -> None:
    names = [("b.mp3", mp3(1), "u1"), ("a.mp3", mp3(1), "u2"), ("b.png", png(8, 8), ""), ("a.png", png(8, 8), "")]
    files = [saved(tmp_path, *each) for each in reversed(names)]
    song = card(row(files=tuple(files), urls=("u1", "u2")))
    text = written(tmp_path, song, place=Place(folder=tmp_path, most=None))
    addresses = Addresses()
    addresses.feed(text)

    assert addresses.tags.count("article") == 1
    assert addresses.found == ["b.png", "b.mp3", "a.png", "a.mp3"]


def test_a_file_in_two_folders_is_shown_once_and_pictures_of_one_task_are_a_grid(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    files = [saved(tmp_path / folder, name, png(8, 8)) for folder in ("", "again") for name in ("a.png", "b.png")]

    text = written(tmp_path, card(row(files=tuple(files))))

    assert text.count('<img class="picture"') == 2
    assert text.count('<div class="pictures">') == 1


def test_words_and_failures_have_their_cards(tmp_path: Path) -> None:
    lyrics = saved(tmp_path, "fox.txt", b"[Verse]\nSnow & ice\n")
    text = written(
        tmp_path,
        card(row(intent="l", operation="lyrics", files=(lyrics,))),
        card(row(intent="f", state="failed", error="the prompt was refused")),
    )

    assert "Snow &amp; ice</pre>" in text
    assert "failed: the prompt was refused" in text


def test_a_page_to_share_names_no_folder_and_no_hash(tmp_path: Path) -> None:
    (tmp_path / "films").mkdir()
    file = saved(tmp_path / "films", "a fox.mp4", FILM)
    made = card(row(files=(file,), request={"prompt": "a fox", "img_id": str(tmp_path / "fox.png")}))
    gone = card(row(intent="g", files=({"path": str(tmp_path / "gone.mp4")},)))
    text = written(tmp_path, made, gone, place=Place(folder=tmp_path, most=None))

    assert 'src="films/a%20fox.mp4"' in text
    assert str(tmp_path) not in text
    assert "5ad5ad" not in text
    assert "gone.mp4 is no longer where it was saved" in text


def test_cards_can_be_filtered_sorted_searched_and_copied(tmp_path: Path) -> None:
    cards = [
        Card(row=row(intent=str(day), created=day * 86_400.0, quoted=Decimal(day), request={"prompt": "a fox"}))
        for day in (1, 3, 2)
    ]
    text = written(tmp_path, *cards)

    assert re.findall('class="day">([^<]+)', text) == ["1970-01-04", "1970-01-03", "1970-01-02"]
    assert re.findall('data-price="([^"]+)"', text) == ["3", "2", "1"]
    assert text.count('data-kind="not saved" data-host="kie.ai"') == 3
    assert 'data-copy="a fox">Copy prompt' in text
    assert all(f'name="{name}"' in text for name in ("text", "kind", "host", "sort"))


def test_many_files_are_linked_unless_the_page_is_to_hold_them(made: Made) -> None:
    linked = made.shell("gallery", "--link", "--json").document
    text = (made.shell.folder / "gallery.html").read_text()

    assert linked["embedded"] == 0
    assert f'src="out/a%20red%20fox-{made.task["task_id"]}.mp4"' in text
    assert made.shell("gallery", "--embed", "--json").document["embedded"] == 1


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_plays_the_page_without_a_network(page: Path, tmp_path: Path) -> None:
    quiet = "no-sandbox disable-gpu no-first-run disable-background-networking disable-component-update disable-sync"
    options = [f"--{word}" for word in ("headless", *quiet.split(), f"user-data-dir={tmp_path / 'profile'}")]
    shot = tmp_path / "page.png"

    def browsed(*asked: str) -> str:
        command = [str(CHROMIUM), *options, *asked, page.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=900, check=True).stdout

    assert "<video controls" in browsed("--virtual-time-budget=4000", "--dump-dom")
    _ = browsed(f"--screenshot={shot}")
    assert shot.stat().st_size > 10_000
