"""Ctrl-C at random instants of a submission: the next one still goes, and every call that left has its row."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.field.vendor import LOOK_VIDEO, MADE_VIDEO, SUBMIT_VIDEO, Vendor, video

PROGRAM = """
import json, random, signal, sys, faulthandler
import attrs, reelscore as rs
from tests.field.vendor import SHOT
url, path, seed, tries = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
faulthandler.dump_traceback_later(40, exit=True)
luck = random.Random(seed)
armed = False
def interrupt(number, frame):
    if armed:
        raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
ledger = None if path == "memory" else rs.Ledger(path, synchronous="NORMAL")
budget = rs.Budget(10**9, per="day")
client = rs.PixVerse(api_key="k-field-123456", base_url=url, ledger=ledger, timeout=30, budget=budget)
client.submit(SHOT)
interrupted = 0
for number in range(tries):
    try:
        armed = True
        signal.setitimer(signal.ITIMER_REAL, luck.random() * 0.02 + 1e-6)
        client.submit(attrs.evolve(SHOT, prompt=str(number)))
        armed = False
    except KeyboardInterrupt:
        armed, interrupted = False, interrupted + 1
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
last = client.submit(attrs.evolve(SHOT, prompt="last"))
rows = {row.intent: str(row.status) for row in client.ledger.tasks(limit=10_000)}
actions = sorted({found.action for found in client.recover()})
print(json.dumps({"interrupted": interrupted, "rows": rows, "actions": actions, "last": last.id}))
"""


@pytest.mark.skipif(not hasattr(__import__("signal"), "setitimer"), reason="timers are POSIX")
@pytest.mark.parametrize("place", ["file", "memory"])
def test_ctrl_c_at_random_instants_blocks_nothing_and_loses_no_call(place: str, vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video("https://x/v.mp4")]}
    ledger = "memory" if place == "memory" else str(tmp_path / "l.sqlite")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, vendor.url, ledger, "7", "120"],
        capture_output=True, text=True, timeout=180, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    told = json.loads(done.stdout)
    left = [each.headers["ai-trace-id"] for each in vendor.asked_for(SUBMIT_VIDEO)]
    assert told["interrupted"] > 0
    assert told["last"]
    assert len(set(left)) == len(left)
    assert set(left) <= set(told["rows"])
    assert {told["rows"][intent] for intent in left} <= {"submitted", "unknown", "intent"}
    assert "busy" not in told["actions"]
