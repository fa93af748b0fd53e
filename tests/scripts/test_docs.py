"""The pages of the documentation: what they are made from is in them."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

import _docs


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("docs") / "pages"
    return {name: (folder / name).read_text(encoding="utf-8") for _, name in _docs.write_pages(folder)}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("index.md", "# reelscore"),
        ("guides.md", "def make(suno: Suno, folder: Path)"),
        ("commands.md", "## reelscore quote"),
        ("commands.md", "## reelscore market run"),
        ("rules.md", "[docs.platform.pai.video](https://docs.platform.pai.video)"),
        ("rules.md", "## pixverse.text-to-video"),
        ("prices.md", "## pixverse.text-to-video on pixverse.ai"),
        ("pixverse.md", "text_to_video(...) -> Task[Video]"),
        ("suno.md", "## generate"),
        ("library.md", "::: reelscore.errors"),
    ],
)
def test_a_page_holds_what_it_is_made_from(pages: dict[str, str], page: str, words: str) -> None:
    assert words in pages[page]


def test_a_cell_of_a_table_breaks_no_row() -> None:
    assert _docs.table(("a",), [("x|y\n<b>",)]) == "| a |\n| --- |\n| x\\|y &lt;b> |\n"


def test_a_link_that_leads_nowhere_ends_the_build(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    page = tmp_path / "pages" / "index.md"
    for text, ends in (("[there](index.md)", False), ("[nowhere](gone.md)", True), ("[nor here](index.md#gone)", True)):
        _ = page.write_text(f"# Start\n\n{text}\n", encoding="utf-8")
        with pytest.raises(SystemExit) if ends else nullcontext():
            _docs.render([{"Start": "index.md"}], tmp_path / "pages", tmp_path / "site")
