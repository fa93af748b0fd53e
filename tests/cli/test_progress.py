"""What somebody sees who watches: a table that fits the terminal, with state and id whole, also of many requests."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from reelscore.cli.output import Output
from reelscore.cli.progress import Board, Done

PROMPT = "a red fox in snow, and what it finds there when the day is over and the village sleeps"


def watched(width: int) -> tuple[Output, io.StringIO]:
    """Where commands talk to a terminal of so many columns, and what it shows."""
    shown, out = io.StringIO(), Output()
    console = Console(file=shown, width=width, height=24, force_terminal=True, color_system=None)
    setattr(out, "err", console)  # noqa: B010 - as it caches itself
    return out, shown


def last_frame(shown: io.StringIO) -> list[str]:
    """The lines of the table as it was left."""
    frame = shown.getvalue().split("\x1b[2K")[-1]
    return [line for line in re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", frame).splitlines() if line.strip()]


@pytest.mark.parametrize("width", [60, 80, 100])
def test_state_and_id_are_whole_however_long_the_prompt(width: int) -> None:
    out, shown = watched(width)
    done = Done(op="pixverse.multi-transition", host="pixverse.ai", request={"prompt": PROMPT})

    with Board(out, of=1) as board:
        board.show(done, state="queued", id="627410861000", usual=60.0)
        board.show(done, state="running", stage="45 %")

    (last,) = last_frame(shown)
    assert [word in last for word in ("running 45 %", "627410861000", "0:00:00")] == [True] * 3
    assert ("a red fox" in last) == (width >= 80)


def test_of_many_requests_those_under_way_are_shown_and_how_many_have_ended() -> None:
    out, shown = watched(100)
    many = [Done(op="suno.generate", host="kie.ai", request={"prompt": f"fox {number}"}) for number in range(200)]

    with Board(out, of=len(many)) as board:
        for done in many:
            board.show(done)
        for done in many[:37]:
            done.ended = True
            board.show(done, state="done")
        board.show(many[37], state="running")

    assert [line.split()[:3] for line in last_frame(shown)] == [["37", "of", "200"], ["suno.generate", "fox", "37"]]


def test_on_a_terminal_sentences_break_at_spaces_and_what_is_copied_does_not() -> None:
    out, shown = watched(40)

    out.say("the vendor does not say what it charged (play money of a sandbox)")
    out.say("next: reelscore wait kie.ai/generate/a91da28bf06f64b4178592b76fc5b200")

    assert [line.rstrip() for line in shown.getvalue().splitlines()] == [
        "the vendor does not say what it charged",
        "(play money of a sandbox)",
        "next: reelscore wait kie.ai/generate/a91da28bf06f64b4178592b76fc5b200",
    ]
