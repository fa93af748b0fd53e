"""The transport over real sockets: what is repeated, what is shared, what is told, and where the key goes."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from reelscore.effects import HttpCall
from reelscore.errors import SubmissionUnknown, TransportError
from reelscore.transport import connections, sockets
from reelscore.transport import http as transport
from reelscore.transport.connections import KEEP_ALIVE
from reelscore.transport.http import HttpTransport
from reelscore.transport.request_builder import USER_AGENT, RequestBuilder, SendObserver
from tests.money.scenes import HOST, options
from tests.toy import KEY, AsyncToy, Make, Toy
from tests.toyserver import ToyServer


def route(url: str) -> RequestBuilder:
    return RequestBuilder(host=HOST, key=KEY, base_url=url, upload_url=url, seconds=2.0)


def silent(*_: Any, **__: Any) -> Any:
    raise AssertionError("nobody should be asked")


def transported(handler: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(handler))


def test_only_the_connect_is_repeated() -> None:
    """A port on which nobody listens at first, and somebody does half a second later."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    servers: list[ToyServer] = []
    timer = threading.Timer(0.2, lambda: servers.append(ToyServer(port)))
    timer.start()
    with Toy(**options(f"http://127.0.0.1:{port}", None)) as client:
        task = client.make(prompt="a fox")
    timer.join()
    servers[0].close()

    assert (task.id, len(servers[0].calls)) == ("t1", 1)


def test_every_call_names_the_package_and_carries_the_key_in_a_header(server: ToyServer) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"code": 0, "data": {"credits": 7}})

    with Toy(**options(server, None, http_client=transported(handler))) as client:
        client.balance()

    assert (seen[0].headers["user-agent"], seen[0].headers["x-key"]) == (USER_AGENT, KEY)
    assert KEY not in str(seen[0].url)


def test_a_whole_url_is_fetched_without_the_key(server: ToyServer) -> None:
    call = HttpCall(method="GET", path=f"{server.url}/balance")

    request = route("https://toy.example").request(call, SendObserver(traced=True), trace=silent)

    assert "x-key" not in request.headers


def test_a_users_client_that_follows_redirects_posts_once(server: ToyServer) -> None:
    server.misbehave("make", "redirect")
    given = httpx.Client(follow_redirects=True)
    with given, Toy(**options(server, None, http_client=given)) as client, pytest.raises(SubmissionUnknown):
        client.make(prompt="a fox")

    assert len(server.calls) == 1


@pytest.mark.parametrize(
    ("error", "sent"),
    [
        (httpx.ConnectError("no"), False),
        (httpx.ConnectTimeout("late"), True),  # httpx-aiohttp says this of a loss after the vendor has worked
        (httpx.ReadError("cut"), True),
        (httpx.RemoteProtocolError("cut"), True),
        (RuntimeError("a bug of the transport"), True),
    ],
)
def test_a_transport_that_tells_no_steps_is_doubted(error: Exception, *, sent: bool) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise error

    wire = HttpTransport(route("https://toy.example"), transported(handler))
    with pytest.raises(TransportError) as caught:
        wire.exchange(HttpCall(method="POST", path="/make"), wire.attempt())

    assert caught.value.sent is sent


def test_a_server_that_closes_idle_connections_makes_no_call_doubtful(server: ToyServer) -> None:
    """The server closes without a word; the next call comes when it has."""
    server.misbehave("make", *["close after"] * 30)
    tasks: set[str] = set()
    with Toy(**options(server, None)) as client:
        for number in range(30):
            tasks.add(client.make(prompt=str(number)).id)
            assert server.closed.acquire(timeout=5)

    assert len(tasks) == 30


def test_a_connection_is_not_used_after_most_servers_would_have_closed_it() -> None:
    assert KEEP_ALIVE < 5.0


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no connection be too old to be used again because the machine was busy."""
    monkeypatch.setattr(sockets, "FRESH_SECONDS", 600.0)
    for name in ("FRESH_SECONDS", "KEEP_ALIVE"):
        monkeypatch.setattr(connections, name, 600.0)


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("http_client", [None, "aiohttp"])
def test_a_hundred_tasks_use_at_most_twenty_connections(http_client: Any, server: ToyServer) -> None:
    async def main() -> None:
        async with AsyncToy(**options(server, None, http_client=http_client)) as client:
            await asyncio.gather(*(client.run(Make(prompt=str(number))) for number in range(100)))

    asyncio.run(main())

    assert len(server.jobs) == 100
    assert server.connections <= 20


@pytest.mark.usefixtures("unhurried")
def test_a_hundred_threads_use_at_most_twenty_connections(server: ToyServer) -> None:
    with Toy(**options(server, None)) as client, ThreadPoolExecutor(100) as pool:
        list(pool.map(lambda number: client.run(Make(prompt=str(number))), range(100)))

    assert len(server.jobs) == 100
    assert server.connections <= 20


@pytest.mark.parametrize("fault", ["after accept", "during answer"])
def test_a_loss_on_aiohttp_is_doubt_whatever_it_calls_it(fault: str, server: ToyServer) -> None:
    async def main() -> None:
        async with AsyncToy(**options(server, None, http_client="aiohttp")) as client:
            await client.balance()
            server.misbehave("make", fault)
            with pytest.raises(SubmissionUnknown):
                await client.make(prompt="a fox")

    asyncio.run(main())

    assert len(server.jobs) == 1


def test_a_refused_connect_on_aiohttp_is_no_doubt(server: ToyServer) -> None:
    server.close()

    async def main() -> None:
        async with AsyncToy(**options(server, None, http_client="aiohttp")) as client:
            with pytest.raises(TransportError) as caught:
                await client.make(prompt="a fox")
            assert (type(caught.value), caught.value.sent) == (TransportError, False)

    asyncio.run(main())


@pytest.mark.usefixtures("unhurried")
def test_clients_share_connections_and_the_last_one_closes_them(server: ToyServer) -> None:
    gc.collect()
    first, second = (Toy(**options(server, None)) for _ in range(2))
    first.balance()
    second.balance()
    pool = first.runtime().transport.pool

    assert second.runtime().transport.pool is pool
    assert server.connections == 1
    first.close()
    assert not pool.client.is_closed
    second.close()
    assert pool.client.is_closed


@pytest.mark.usefixtures("unhurried")
def test_a_copy_with_other_options_shares_the_connections(server: ToyServer) -> None:
    with Toy(**options(server, None)) as client:
        copy = client.with_options(timeout=1.0)
        client.balance()
        copy.balance()
        copy.close()

    assert server.connections == 1


def test_a_key_is_in_no_error_repr_or_log(server: ToyServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), Toy(**options(server, None)) as client:
        server.misbehave("make", "after accept")
        with pytest.raises(SubmissionUnknown) as caught:
            client.make(prompt="a fox")
        shown = f"{client!r} {client.context!r} {client.route()!r} {caught.value!r} {caught.value.__cause__!r}"

    assert KEY not in shown + caplog.text
    assert transport.logger.name == "reelscore.transport.http"
