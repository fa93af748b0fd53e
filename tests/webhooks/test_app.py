from __future__ import annotations

import asyncio
import gc
import json
import logging
import threading
import tracemalloc
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

import reelscore as rs
from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger
from reelscore.sandbox import running
from reelscore.webhooks import Inbox, Receiver, asgi
from reelscore.webhooks import app as receiving
from reelscore.webhooks.app import MAX_BODY_BYTES, RejectionLog
from tests.rows import each
from tests.webhooks.posting import (
    JSON,
    NOW,
    SECRET,
    TOKEN,
    TOY,
    UNSIGNED,
    SigningHost,
    ToySource,
    post,
    send,
    signed,
    told,
)

OPEN_PATH = f"/sunoapi.org/{TOKEN}"


def app_for(*sources: ToySource, **options: Any) -> Receiver:
    served = sources or (TOY, UNSIGNED)
    return asgi(served, secrets={"kie.ai": SECRET}, path_token=TOKEN, clock=lambda: NOW, **options)


def kept(app: Receiver) -> list[tuple[str, str]]:
    return [(found.task_id, found.callback_type) for found in app.inbox.unknown()]


def test_a_signed_delivery_is_kept_and_acknowledged_in_its_vendors_word() -> None:
    app, other = app_for(), asgi(ToySource(host=SigningHost(name="toy.host", webhook_reply=b"ok")), path_token=TOKEN)
    answers = [
        post(app, "/kie.ai", body=told(), headers=signed()),
        post(other, f"/toy.host/{TOKEN}", body=told()),
    ]

    assert [(got.status_code, got.content) for got in answers] == [(200, b'{"status":"received"}'), (200, b"ok")]
    assert [(found.task_id, found.verified) for found in app.inbox.unknown()] == [("t1", True)]


def test_a_host_without_signatures_is_reached_by_the_token_only_and_below_any_mount() -> None:
    app = app_for()
    site = Starlette(routes=[Mount("/hooks", app=app)])

    assert post(site, f"/hooks{OPEN_PATH}/intent-7", body=told()).status_code == 200
    assert post(site, "/hooks/kie.ai", body=told("t9"), headers=signed("t9")).status_code == 200
    assert post(app, "/sunoapi.org", body=told(task="t2")).status_code == 404
    assert post(app, "/sunoapi.org/guess", body=told(task="t3")).status_code == 404
    assert {(found.task_id, found.intent) for found in app.inbox.unknown()} == {("t1", "intent-7"), ("t9", "")}


FORGED = {**signed(), "x-webhook-signature": signed(secret="guessed")["x-webhook-signature"]}
BAD: Mapping[str, tuple[int, dict[str, Any]]] = {
    "another method": (405, {"body": b"", "headers": signed(), "method": "GET"}),
    "another content type": (415, {"body": told(), "headers": {**signed(), "content-type": "text/html"}}),
    "no content type": (415, {"body": told(), "headers": {k: v for k, v in signed().items() if k != "content-type"}}),
    "not signed": (401, {"body": told(), "headers": JSON}),
    "a forged signature": (401, {"body": told(), "headers": FORGED}),
    "a signature of another task": (401, {"body": told(task="t2"), "headers": signed("t1")}),
    "a stale time": (401, {"body": told(), "headers": signed(now=NOW - 301)}),
    "a time to come": (401, {"body": told(), "headers": signed(now=NOW + 301)}),
    "a huge body": (413, {"body": b" " * (MAX_BODY_BYTES + 1), "headers": signed()}),
    "no JSON": (400, {"body": b"<html>", "headers": signed()}),
    "an empty body": (400, {"body": b"", "headers": signed()}),
    "JSON without end": (400, {"body": b"[" * 100_000, "headers": signed()}),
    "another shape": (400, {"body": b'{"a": 1}', "headers": signed()}),
    "bytes that are no text": (400, {"body": b"\xff\xfe\x00", "headers": signed()}),
    "no task": (400, {"body": told(task=""), "headers": signed("")}),
}


@each("what", BAD)
def test_what_is_no_delivery_is_refused_and_leaves_one_line_without_anything_of_the_sender(
    what: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, request = BAD[what]
    app = app_for()
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        got = post(app, "/kie.ai", **request)
    lines = [record.getMessage() for record in caplog.records if record.name == "reelscore.webhooks"]

    assert (got.status_code, got.content) == (status, b'{"status":"refused"}')
    assert kept(app) == []
    assert [f"refused with {status}" in line for line in lines] == [True]
    assert not any(word in caplog.text for word in (SECRET, TOKEN, FORGED["x-webhook-signature"], "html"))


def test_nothing_of_a_body_is_read_before_its_headers_are_right() -> None:
    def asked() -> Iterator[bytes]:
        raise AssertionError("a body was asked for")
        yield b""

    for headers in (JSON, signed(now=0), {**signed(), "content-type": "text/plain"}):
        assert asyncio.run(status_of(app_for(), asked(), headers=headers, path="/kie.ai")) in {401, 415}


def test_a_repeated_callback_type_is_acknowledged_and_wakes_nobody() -> None:
    app = app_for()
    box = app.inbox.subscribe("kie.ai/generate/t1")
    statuses = [post(app, "/kie.ai", body=told(), headers=signed()).status_code for _ in range(3)]

    assert statuses == [200, 200, 200]
    assert len(box.collect()) == 1


def test_either_of_two_secrets_opens_while_one_is_replaced() -> None:
    app = asgi(TOY, secrets={"kie.ai": ["old-secret", SECRET]}, path_token=TOKEN, clock=lambda: NOW)

    assert post(app, "/kie.ai", body=told(), headers=signed()).status_code == 200
    assert post(app, "/kie.ai", body=told(task="t2"), headers=signed("t2", secret="old-secret")).status_code == 200
    assert post(app, "/kie.ai", body=told(task="t3"), headers=signed("t3", secret="none")).status_code == 401


def test_a_host_that_breaks_on_a_body_does_not_break_the_app() -> None:
    @attrs.frozen(kw_only=True)
    class Broken(ToySource):
        def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Any:
            raise KeyError("id")

    assert post(app_for(Broken()), "/kie.ai", body=told(), headers=signed()).status_code == 400


def test_a_ledger_that_cannot_write_asks_the_vendor_to_come_again(caplog: pytest.LogCaptureFixture) -> None:
    memory = Ledger(":memory:")
    app = app_for(inbox=Inbox(memory))
    memory.run(lambda tx: tx.execute("PRAGMA query_only = ON"))
    got = post(app, "/kie.ai", body=told(), headers=signed())

    assert (got.status_code, got.content) == (500, b'{"status":"failed"}')
    assert "500" in caplog.text


def test_a_ledger_that_is_busy_asks_the_vendor_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LEDGER_SECONDS", 0.01)
    ledger, free = Ledger(tmp_path / "ledger.sqlite"), threading.Event()
    busy = ledger.submit(lambda _: free.wait(30))
    got = post(app_for(inbox=Inbox(ledger)), "/kie.ai", body=told(), headers=signed())
    free.set()
    busy.result()
    ledger.close()

    assert (got.status_code, got.headers.get("retry-after")) == (503, "5")


def test_a_vendor_that_repeats_the_trace_id_names_the_row_by_it() -> None:
    app = asgi(ToySource(host=SigningHost(trace_header="x-trace")), path_token=TOKEN)
    post(app, f"/kie.ai/{TOKEN}", body=told(), headers={**JSON, "X-Trace": "intent-7"})

    assert [found.intent for found in app.inbox.unknown()] == ["intent-7"]


async def flood(app: Receiver, count: int, *, at_once: int = 50) -> set[int]:
    garbage = [b"\x00" * 2_000, b"{" * 2_000, b'{"task": 1}', json.dumps(["x" * 5_000]).encode(), told("t1")]
    headers = [JSON, FORGED, signed(now=0), {**signed(), "content-type": "x/y"}, {**FORGED, "content-length": "1e9"}]
    statuses: set[int] = set()
    for start in range(0, count, at_once):
        answers = await asyncio.gather(
            *(
                send(app, ("/kie.ai", "/x", "/sunoapi.org/y")[n % 3], body=garbage[n % 5], headers=headers[n % 4])
                for n in range(start, start + at_once)
            )
        )
        statuses |= {got.status_code for got in answers}
    return statuses


def test_a_flood_of_garbage_leaves_no_memory_behind() -> None:
    app = app_for()
    assert asyncio.run(flood(app, 500)) == {400, 401, 404, 415}
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    asyncio.run(flood(app, 2_000))
    gc.collect()  # of the senders
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    assert grown < 100_000
    assert (kept(app), len(app._rejections._last)) == ([], 4)


def test_an_address_is_given_for_each_host() -> None:
    app = app_for()

    assert app.callback_url("https://me.example", "sunoapi.org") == f"https://me.example{OPEN_PATH}/{{intent}}"
    with pytest.raises(ConfigurationError, match="host is one of"):
        app.callback_url("https://me.example")
    with pytest.raises(ConfigurationError, match="serves"):
        app.callback_url("https://me.example", "pixverse.ai")


def test_the_token_is_made_once_and_kept_in_the_ledger() -> None:
    memory = Ledger(":memory:")
    first, second = (asgi(UNSIGNED, inbox=Inbox(memory)) for _ in range(2))
    url = first.callback_url("https://me.example", intents=False)
    path = url.removeprefix("https://me.example")

    assert second.callback_url("https://me.example", intents=False) == url
    assert post(second, path, body=told()).status_code == 200


@each(
    "clients, options",
    [
        (TOY, {"secrets": {"kie.ai": ""}}),
        (TOY, {"secrets": {"pixverse.ai": SECRET}}),
        (UNSIGNED, {"secrets": {"sunoapi.org": SECRET}}),
        (TOY, {"path_token": "short"}),
        ("nobody", {}),
        ((), {}),
    ],
)
def test_a_set_up_that_protects_nothing_is_refused(clients: Any, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        asgi(clients, **options)


def test_secrets_are_not_shown() -> None:
    assert SECRET not in repr(app_for())
    assert TOKEN not in repr(app_for())


def test_lifespan_and_websockets_are_answered() -> None:
    async def run() -> list[str]:
        sent: list[str] = []
        messages = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, Any]:
            return {"type": next(messages)}

        async def take(message: Any) -> None:
            sent.append(message["type"])

        app = app_for()
        await app({"type": "lifespan"}, receive, take)
        await app({"type": "websocket", "path": "/", "headers": []}, receive, take)
        return sent

    assert asyncio.run(run()) == ["lifespan.startup.complete", "lifespan.shutdown.complete", "websocket.close"]


def test_a_client_brings_its_host_its_secret_and_its_ledger() -> None:
    with rs.Suno(api_key="k", ledger=None, webhook_secret=SECRET) as client:
        app = asgi(client, clock=lambda: NOW)
        body = json.dumps({"code": 200, "data": {"callbackType": "complete", "task_id": "t1", "data": []}}).encode()

        assert post(app, "/kie.ai", body=body, headers=signed()).status_code == 200
        assert post(app, "/kie.ai", body=body, headers=signed(secret="another")).status_code == 401
        assert app.inbox.ledger is client.ledger


def test_secrets_of_two_accounts_of_one_host_both_open() -> None:
    clients = [rs.Suno(api_key="k", ledger=None, webhook_secret=secret) for secret in ("first", "second")]
    app = asgi(clients)

    assert [found.secrets for found in app.endpoints.values()] == [("first", "second")]
    for client in clients:
        client.close()


def test_a_sandboxs_clock_is_the_receivers() -> None:
    with running(speed=0) as sandbox, rs.Suno(sandbox=sandbox, ledger=None) as client:
        assert asgi(client).clock() == sandbox.now()


def test_a_delivery_is_read_by_the_family_of_its_host_that_understands_it() -> None:
    """The toy's words say nothing to the host's own reader, and the other way round."""
    app = asgi(UNSIGNED, path_token=TOKEN, clock=lambda: NOW)
    song = json.dumps({"code": 200, "msg": "ok", "data": {"callbackType": "text", "task_id": "t9", "data": []}})

    assert post(app, OPEN_PATH, body=told(task="t8")).status_code == 200
    assert post(app, OPEN_PATH, body=song.encode()).status_code == 200
    assert {found.task_id for found in app.inbox.unknown()} == {"t8", "t9"}


# -- Bodies and refusals


async def status_of(
    app: Receiver,
    parts: Iterable[bytes],
    *,
    headers: Mapping[str, str] = JSON,
    path: str = OPEN_PATH,
    hangs_up: bool = False,
) -> int:
    """Send parts of a body of which more are promised, and never end, or hang up."""
    messages = ({"type": "http.request", "body": part, "more_body": True} for part in parts)
    statuses: list[int] = []

    async def receive() -> Any:
        end = {"type": "http.disconnect"} if hangs_up else None
        return next(messages, end) or await asyncio.Event().wait()

    async def take(message: Any) -> None:
        statuses.append(message.get("status", 0))

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await app({"type": "http", "method": "POST", "path": path, "headers": raw}, receive, take)
    return statuses[0]


def test_of_a_body_no_more_is_read_than_may_come_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    body = told()
    whole = [body[:20], b"", body[20:]]

    assert post(app_for(limit=len(body)), OPEN_PATH, body=whole).status_code == 200
    assert post(app_for(limit=len(body) - 1), OPEN_PATH, body=whole).status_code == 413
    assert asyncio.run(status_of(app_for(limit=10), [b"0" * 6, b"0" * 6])) == 413
    assert asyncio.run(status_of(app_for(), [b"{"], hangs_up=True)) == 400
    monkeypatch.setattr(receiving, "BODY_SECONDS", 0.01)
    assert asyncio.run(status_of(app_for(), [b"{"])) == 408


def test_a_flood_of_refusals_is_one_line_of_each_kind_and_a_count(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    log = RejectionLog(now=lambda: now[0])

    for status in (401, 413, *[401] * 499):
        log.add("kie.ai", status, why="no")
    now[0] = 10.0
    log.add("kie.ai", 401, why="no")

    line = "a delivery for kie.ai was refused with"
    assert [record.getMessage() for record in caplog.records] == [
        *(f"{line} 401: no", f"{line} 413: no", f"{line} 401: no (499 like it were not logged)")
    ]
