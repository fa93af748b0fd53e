"""``demo``: a video and a song at the same time, through the public API, in a sandbox on this computer."""

from __future__ import annotations

import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import reelscore as rs
from reelscore.catalog.operations import word_of
from reelscore.catalog.values import amount
from reelscore.cli.commands import commands, option
from reelscore.cli.output import Output
from reelscore.cli.progress import Done, work
from reelscore.client.task import RunOptions

LYRICS = """[Verse]
A red fox walks where the snow lies deep,
soft are her steps while the villages sleep

[Chorus]
Run, little fox, run home"""
SHOT = rs.pixverse.TextToVideo(
    prompt="a red fox in snow", model="v5.6", duration=8, quality="720p", aspect_ratio="16:9"
)
SONG = rs.suno.Generate(prompt=LYRICS, style="folk, soft guitar", title="Little Fox", model="V5", instrumental=False)


def demo(
    out: Output,
    *,
    folder: Path = option(Path("reelscore-demo"), "--out", "-o", metavar="FOLDER", help="Folder for the files."),
    speed: float = option(20.0, "--speed", min=1.0, help="How much faster than life the sandbox runs."),
) -> int:
    """Make a video and a song in a sandbox on this computer: no key, no network, no money."""
    from reelscore import sandbox

    started = time.monotonic()
    requests: dict[str, Any] = {"pixverse.ai": SHOT, "kie.ai": SONG}
    with sandbox.running(speed=speed) as vendors, tempfile.TemporaryDirectory() as temporary:
        ledger = Path(temporary) / "ledger.sqlite"
        clients: dict[tuple[str, str], Any] = {
            ("pixverse", "pixverse.ai"): rs.AsyncPixVerse(sandbox=vendors, ledger=ledger),
            ("suno", "kie.ai"): rs.AsyncSuno(sandbox=vendors, ledger=ledger),
        }
        before = {host: vendors.balance(host) for host in requests}
        done = [
            Done(op=word_of(each), host=host, asked=each, request=each.to_json()) for host, each in requests.items()
        ]
        work(done, out, options=RunOptions(save_to=folder, overwrite=True), clients=clients)
        left = {host: vendors.balance(host) for host in requests}
    for each in done:
        if each.error is not None:
            raise each.error
    tasks = [_told(each, before[each.host], left[each.host]) for each in done]
    agrees = all(each["adds_up"] for each in tasks)
    seconds = time.monotonic() - started
    for path in (path for each in tasks for path in each["files"]):
        out.line(path)
    columns = ("operation", "before", "quoted", "charged", "left")
    cells = [(each["operation"], *(amount(each[name]) for name in columns[1:])) for each in tasks]
    out.talk(("what", *columns[1:]), cells, right=columns[1:])
    out.say(f"the three {'add up' if agrees else 'DO NOT ADD UP'}; {seconds:.1f} s", style="bold")
    out.document({"tasks": tasks, "adds_up": agrees, "seconds": round(seconds, 1)})
    return 0 if agrees else 1


def _told(done: Done, before: Decimal, left: Decimal) -> dict[str, Any]:
    """One of the two, from quote to file: what was quoted is what was charged, and what is gone."""
    quoted = None if done.row is None else done.row.quoted
    # A vendor that does not name the charge shows it on the account.
    charged = before - left if done.row is None or done.row.charged is None else done.row.charged
    figures = {"before": before, "quoted": quoted, "charged": charged, "left": left}
    adds_up = quoted == charged == before - left
    files = [str(path) for path in done.files]
    return {"operation": done.op, "id": done.ref, **figures, "adds_up": adds_up, "files": files}


KEYS = "tasks: [operation id before quoted charged left adds_up files], adds_up, seconds"
COMMANDS = commands(demo=(demo, KEYS))
