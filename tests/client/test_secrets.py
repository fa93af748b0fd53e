"""After a noisy run the key is nowhere: not in logs, reprs, errors, tracebacks, ledger files or beside results."""

from __future__ import annotations

import gc
import logging
import traceback
from pathlib import Path
from typing import Any

import httpx
import pytest

from reelscore.errors import ReelscoreError
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from tests.money.scenes import WAYS, options
from tests.toy import KEY, Make
from tests.toyserver import ToyServer

NOISE = ["after accept", "during answer", "500", "502 html", "empty", "other json", "reject", "busy", "redirect", ""]


def told_of(error: BaseException) -> str:
    """Everything that is shown of an error, with what it was raised from and the fields that it carries."""
    chain = "".join(traceback.format_exception(error))
    return f"{chain} {error!r} {getattr(error, '__dict__', {})!r} {error.__cause__!r} {error.__context__!r}"


def noisy(way: str, server: ToyServer, ledger: Ledger, **more: Any) -> list[str]:
    """Make every kind of noise with one client, and give all that was shown of it."""
    shown: list[str] = []

    def blocking(client: Any) -> None:
        for number, fault in enumerate(NOISE):
            server.misbehave("make", fault)
            shown.append(_shown(lambda number=number: client.run(Make(prompt=str(number)))))
        shown.append(
            repr(
                [
                    client,
                    client.context,
                    client.request_builder(),
                    client.runtime().transport,
                    client.recover(),
                    client.ledger,
                ]
            )
        )

    async def awaiting(client: Any) -> None:
        for number, fault in enumerate(NOISE):
            server.misbehave("make", fault)
            try:
                shown.append(repr(await client.run(Make(prompt=str(number)))))
            except ReelscoreError as error:
                shown.append(told_of(error))
        shown.append(
            repr([client, client.context, client.request_builder(), client.runtime().transport, await client.recover()])
        )

    WAYS[way](blocking if way == "sync" else awaiting, **options(server, ledger, **more))
    return shown


def _shown(call: Any) -> str:
    try:
        return repr(call())
    except ReelscoreError as error:
        return told_of(error)


@pytest.mark.parametrize("way", list(WAYS))
def test_a_noisy_run_leaves_the_key_nowhere(
    way: str, server: ToyServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    with caplog.at_level(logging.DEBUG):
        shown = noisy(way, server, ledger, budget=Budget(1000))
    rows = repr(ledger.tasks(limit=1000))
    files = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ledger.close()
    gc.collect()

    assert len(shown) == len(NOISE) + 1
    assert any("SubmissionUnknown" in text for text in shown)
    assert KEY not in caplog.text + rows + "".join(shown)
    assert [name for name, found in files.items() if KEY.encode() in found] == []
    assert {"ledger.sqlite"} <= set(files)


def test_a_transport_that_puts_the_key_in_its_error_is_not_quoted(tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(f"cut while sending {request.headers['x-key']}")

    given = httpx.Client(transport=httpx.MockTransport(handler))
    ledger = Ledger(tmp_path / "ledger.sqlite")
    shown: list[str] = []

    def use(client: Any) -> None:
        with pytest.raises(ReelscoreError) as caught:
            client.make(prompt="a fox")
        shown.append(f"{caught.value} {caught.value.__cause__}")

    WAYS["sync"](use, **options("https://toy.example", ledger, http_client=given))

    assert KEY not in shown[0] + repr(ledger.tasks())
    ledger.close()
