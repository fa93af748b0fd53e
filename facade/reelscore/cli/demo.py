# ruff: noqa: RUF009 - fields of options are declared by a function, as those of attrs
"""``demo``: a video and a song at the same time, through the public API, in a sandbox on this computer."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

import reelscore as rs
from reelscore.cli.commands import Common, command, option
from reelscore.cli.live import Board, Line
from reelscore.cli.output import Output, amount, table

LYRICS = """[Verse]
A red fox walks where the snow lies deep,
soft are her steps while the villages sleep

[Chorus]
Run, little fox, run home"""


@attrs.frozen(kw_only=True)
class DemoOptions(Common):
    out: Path = option(
        Path("reelscore-demo"), "--out", "-o", metavar="FOLDER", help="Folder for the files.", show_default=True
    )
    speed: float = option(
        20.0, "--speed", min=1.0, help="How much faster than life the sandbox runs.", show_default=True
    )


@attrs.frozen(kw_only=True)
class Shown:
    """One of the two tasks, from quote to file."""

    operation: str
    id: str
    before: Decimal
    quoted: Decimal
    charged: Decimal
    left: Decimal
    files: tuple[Path, ...]

    @property
    def adds_up(self) -> bool:
        """Whether what was quoted is what was charged, and what is gone."""
        return self.quoted == self.charged == self.before - self.left

    def document(self) -> dict[str, Any]:
        told = attrs.asdict(self, filter=lambda field, _: field.name != "files")
        return {**told, "adds_up": self.adds_up, "files": [str(path) for path in self.files]}


def demo(options: DemoOptions, out: Output) -> int:
    """Make a video and a song in a sandbox on this computer: no key, no network, no money."""
    from reelscore import sandbox

    started = time.monotonic()
    with sandbox.running(speed=options.speed) as vendors, tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.sqlite"
        px = rs.AsyncPixVerse(sandbox=vendors, ledger=ledger)
        suno = rs.AsyncSuno(sandbox=vendors, ledger=ledger)
        shown = asyncio.run(_both(px, suno, options=options, out=out))
        books = {host: vendors.balance(host) for host in ("pixverse.ai", "kie.ai")}
    seconds = time.monotonic() - started
    return _told(shown, books, seconds=seconds, out=out)


async def _both(px: Any, suno: Any, *, options: DemoOptions, out: Output) -> list[Shown]:
    shot = rs.pixverse.TextToVideo(
        prompt="a red fox in snow", model="v5.6", duration=8, quality="720p", aspect_ratio="16:9"
    )
    song = rs.suno.Generate(
        prompt=LYRICS, style="folk, soft guitar", title="Little Fox", model="V5", instrumental=False
    )
    async with px, suno:
        with Board(out) as board:
            made = await asyncio.gather(
                _made(px, shot, line=board.line("pixverse.text-to-video", shot), folder=options.out),
                _made(suno, song, line=board.line("suno.generate", song), folder=options.out),
            )
    return list(made)


async def _made(client: Any, request: Any, *, line: Line, folder: Path) -> Shown:
    before = _credits(await client.balance())
    quoted = request.quote().credits
    line.start()
    task = await client.submit(request)
    line.submitted(task)
    result = await task.wait(on_progress=line.progress)
    line.to("saving")
    files = await client.save_all(result, folder, overwrite=True)
    line.end()
    left = _credits(await client.balance())
    # A vendor that does not name the charge shows it on the account.
    charged = before - left if task.charge is None else task.charge
    word = f"{request.vendor}.{request.operation.replace('_', '-')}"
    return Shown(operation=word, id=task.ref, before=before, quoted=quoted, charged=charged, left=left, files=files)


def _credits(result: Any) -> Decimal:
    found: Decimal = result.total if hasattr(result, "total") else result.credits
    return found


def _told(shown: Sequence[Shown], books: Mapping[str, Decimal], *, seconds: float, out: Output) -> int:
    agrees = all(each.adds_up and books[each.id.partition("/")[0]] == each.left for each in shown)
    for each in shown:
        for path in each.files:
            out.line(str(path))
    columns = ("what", "before", "quoted", "charged", "left")
    cells = [(each.operation, *(amount(getattr(each, name)) for name in columns[1:])) for each in shown]
    out.talk(table(columns, cells, right=columns[1:]))
    out.say(f"the three {'add up' if agrees else 'DO NOT ADD UP'}; {seconds:.1f} s", style="bold")
    if out.json:
        tasks = [each.document() for each in shown]
        out.document({"tasks": tasks, "adds_up": agrees, "seconds": round(seconds, 1)})
    return 0 if agrees else 1


COMMANDS = {"demo": command("demo", demo, options=DemoOptions)}
