"""Calls, a clock and processes for tests of the ledger."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from reelscore.effects import HttpCall
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.records import CallRecord, NewCall
from tests.toy import TOY, Make

NOW = 1_800_000_000.0
QUOTE = Make(prompt="a fox").quote(TOY)
CALL = HttpCall(method="POST", path="/make", content=b'{"a": 1}', headers={"x": "y"}, trace_id="i1")
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}


class Watch:
    """Wall time that tests set."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> float:
        """Return it."""
        return self.time


def entry(intent: str = "i1", **changes: Any) -> NewCall:
    """Make a call of 10 credits that nothing refuses."""
    made = NewCall(
        intent=intent,
        host="toy",
        account="me",
        operation="make",
        model="v1",
        call=CALL,
        quote=QUOTE,
        request={"prompt": "a fox"},
        digest="d",
    )
    return attrs.evolve(made, **changes)


def intend(ledger: Ledger, intent: str = "i1", **changes: Any) -> None:
    """Write it."""
    ledger.run(partial(LedgerTransaction.insert_intent, entry=entry(intent, **changes)))


def row(ledger: Ledger, intent: str = "i1") -> CallRecord:
    """Read it."""
    found = ledger.read(lambda tx: tx.find_intent(intent))
    assert found is not None
    return found


def python(script: str, *arguments: object) -> str:
    """Run a script in a process of its own and return what it prints."""
    command = [sys.executable, "-W", "ignore", "-c", script, *map(str, arguments)]
    ended = subprocess.run(command, env=ENVIRONMENT, check=False, timeout=120, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2_000:]
    return ended.stdout
