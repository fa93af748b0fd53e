"""The examples run: one per guide, and the chain through all of them."""

import importlib
from pathlib import Path

import pytest

from reelscore.sandbox.media import png
from tests.examples import pixverse_chain
from tests.pixverse.stage import MP4, Stage

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("pixverse_*.py"))


def test_each_guide_of_the_navigation_has_an_example() -> None:
    guides = {"text", "image", "template", "first_last_frame", "extend", "lip_sync", "sound_effect", "multi_subject"}

    assert {f"pixverse_{guide}" for guide in guides | {"status", "chain"}} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_runs_and_saves_a_film(stage: Stage, name: str, tmp_path: Path) -> None:
    (tmp_path / "fox.png").write_bytes(png(64, 64))
    (tmp_path / "dog.png").write_bytes(png(64, 64, seed=1))
    (tmp_path / "fox.mp4").write_bytes(MP4)
    example = importlib.import_module(f"tests.examples.{name}")
    with stage.client() as client:
        saved: Path = example.main(client, tmp_path / "")

    assert saved.read_bytes()[4:8] == b"ftyp"


def test_the_chain_costs_what_it_told_before_its_first_step(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fox.png").write_bytes(png(64, 64))
    with stage.client() as client:
        before = client.balance().total or 0
        _ = pixverse_chain.main(client, tmp_path)
        after = client.balance().total or 0

    assert f"{before - after} credits" in capsys.readouterr().out
