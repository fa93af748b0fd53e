"""The transport over real sockets: what leaves once, what is doubt, what an answer may be, where the key goes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import gzip
import io
import logging
import os
import socket
import subprocess
import sys
import threading
import traceback
import warnings
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from reelscore.effects import FilePart, HttpCall, HttpResponse
from reelscore.errors import ConfigurationError, SubmissionUnknown, TransportError
from reelscore.transport.http import (
    MAX_BYTES,
    USER_AGENT,
    AsyncConnections,
    AsyncHttpTransport,
    Connections,
    HttpTransport,
    RequestBuilder,
    tls,
    unpacked,
)
from tests.field.vendor import at_work
from tests.money.scenes import HOST, WAYS, options, submit
from tests.rawserver import answer, serving
from tests.rows import each
from tests.toy import KEY, AsyncToy, Make, Toy
from tests.toyserver import ToyServer

TAKEN = b'{"code": 0, "data": {"task": "t1"}}'
PAID = HttpCall(method="POST", path="/make", content=b"{}")
READ = HttpCall(method="GET", path="/balance")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def builder(url: str, *, key: str = KEY, seconds: float = 2.0) -> RequestBuilder:
    return RequestBuilder(host=HOST.host, key=key, base_url=url, upload_url=url, seconds=seconds)


def say(way: str, url: str, *calls: HttpCall, **more: Any) -> list[HttpResponse]:
    """Send calls one after another on one transport: a POST once, anything else as a read."""
    given, build = more.pop("http_client", None), builder(url, **more)
    if "async" not in way:
        with given or httpx.Client() as user:
            wire = HttpTransport(build, Connections(user if given or "user" in way else None))
            with contextlib.closing(wire):
                return [wire.exchange(c, wire.observer()) if c.method == "POST" else wire.read(c) for c in calls]

    async def main() -> list[HttpResponse]:
        async with httpx.AsyncClient() as user:
            wire = AsyncHttpTransport(build, AsyncConnections(user if "user" in way else None))
            try:
                return [
                    await wire.exchange(c, wire.observer()) if c.method == "POST" else await wire.read(c) for c in calls
                ]
            finally:
                await wire.close()

    return asyncio.run(main())


def failure(way: str, url: str, call: HttpCall = PAID, **more: Any) -> TransportError:
    with pytest.raises(TransportError) as caught:
        say(way, url, call, **more)
    return caught.value


both = pytest.mark.parametrize("way", list(WAYS))
ways = pytest.mark.parametrize("way", ["sync", "async", "user's sync", "user's async"])


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, *map(str.lower, PROXIES), "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


def mock(handler: Callable[[httpx.Request], httpx.Response], **more: Any) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(handler), **more)


# -- What leaves, and how often


def test_only_the_connect_is_repeated() -> None:
    """A port on which nobody listens at first, and somebody does a fifth of a second later."""
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


@ways
def test_a_refused_connect_is_not_sent(way: str, server: ToyServer) -> None:
    server.close()

    assert failure(way, server.url).sent is False


@ways
@pytest.mark.parametrize("fault", ["after accept", "during answer", "during send"])
def test_a_loss_after_the_first_byte_is_doubt_and_sent_once(way: str, fault: str, server: ToyServer) -> None:
    server.misbehave("make", fault)

    assert failure(way, server.url).sent is True
    assert len(server.jobs) <= 1
    assert server.connections == 1


@ways
def test_a_redirect_is_not_followed(way: str, server: ToyServer) -> None:
    server.misbehave("make", "redirect")

    assert say(way, server.url, PAID)[0].status == 307
    assert [call[1] for call in server.calls] == ["/make"]


def test_a_users_client_that_follows_redirects_posts_once(server: ToyServer) -> None:
    server.misbehave("make", "redirect")
    given = httpx.Client(follow_redirects=True)
    with given, Toy(**options(server, None, http_client=given)) as client, pytest.raises(SubmissionUnknown):
        client.make(prompt="a fox")

    assert len(server.calls) == 1


@each(
    "error, sent",
    [
        (httpx.ConnectError("no"), False),
        (httpx.PoolTimeout("full"), False),
        (httpx.UnsupportedProtocol("what"), False),
        (httpx.ConnectTimeout("late"), True),  # httpx-aiohttp says this of a loss after the vendor has worked
        (httpx.ReadError("cut"), True),
        (httpx.RemoteProtocolError("cut"), True),
        (RuntimeError("a bug of the transport"), True),
    ],
)
def test_a_transport_that_tells_no_steps_is_doubted(error: Exception, *, sent: bool) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise error

    assert failure("sync", "https://toy.example", http_client=mock(handler)).sent is sent


def test_an_interrupt_before_a_silent_transport_was_asked_is_no_doubt() -> None:
    wire = HttpTransport(builder("https://toy.example"), Connections(mock(lambda _: httpx.Response(200))))

    assert wire.observer().may_have_left(KeyboardInterrupt()) is False


@ways
@pytest.mark.parametrize(
    "call",
    [
        HttpCall(method="POST", path="/make\ud800"),
        HttpCall(method="POST", path="/make", params={"a": "\ud800"}),
        HttpCall(method="POST", path="/make", trace_id="\ud800"),
        HttpCall(method="POST", path="/make", trace_id="ü"),
        HttpCall(method="POST", path="/make", trace_id="a\nb"),
        HttpCall(method="POST", path="/make", headers={"x\n": "a"}),
        HttpCall(method="POST", path="/make", fields={"a": "\ud800"}),
        HttpCall(method="PO ST", path="/make"),
        HttpCall(method="POST", path="http://[bad"),
    ],
)
def test_what_cannot_be_written_as_http_is_not_sent(way: str, call: HttpCall, server: ToyServer) -> None:
    wire: Any = failure(way, server.url, call)

    assert wire.sent is False
    assert server.calls == []


@both
def test_head_and_body_leave_whole_whatever_the_body_is(way: str) -> None:
    part = FilePart(name="file", file_name="a.png", content_type="image/png", open=lambda: io.BytesIO(b"PNG"))
    call = HttpCall(method="PUT", path="/upload", fields={"kind": "image"}, file=part)
    with at_work({"": [answer(TAKEN)]}) as vendor:
        say(way, vendor.url, PAID)
        say(way, vendor.url, call, call)
    first, *others = (asked.body for asked in vendor.asked)

    assert first == b"{}"
    assert [body.count(b"PNG") for body in others] == [1, 1]


# -- Connections


@both
def test_bytes_left_over_after_a_read_are_not_taken_for_the_answer_of_a_paid_call(way: str) -> None:
    planted = answer(b'{"code": 0, "data": {"credits": "1"}}') + answer(b'{"code": 0, "data": {"task": "t666"}}')

    def talk(line: socket.socket) -> None:
        line.sendall(planted if server.packets[-1].startswith(b"GET") else answer(TAKEN))

    with serving(talk) as server:
        assert say(way, server.url, READ, PAID)[1].content == TAKEN


@both
def test_reads_keep_their_connection_and_each_paid_call_has_its_own(way: str, server: ToyServer) -> None:
    say(way, server.url, READ, READ)
    assert server.connections == 1
    say(way, server.url, PAID, PAID, PAID)

    assert server.connections == 4


@both
def test_a_server_that_closes_after_each_answer_makes_no_call_doubtful(way: str) -> None:
    """It closes with the answer's last byte, without a word: with a kept connection, close and next call would race."""

    def talk(line: socket.socket) -> None:
        line.sendall(answer(TAKEN))
        line.shutdown(socket.SHUT_RDWR)

    with serving(talk) as server:
        assert [reply.content for reply in say(way, server.url, *[PAID] * 40)] == [TAKEN] * 40
        assert server.connections == 40


class Crowd:
    """Counts who is being served at once; lets nobody go before twenty have come."""

    def __init__(self) -> None:
        self._lock, self._inside, self.most = threading.Lock(), 0, 0
        self._twenty = threading.Barrier(20)

    def __call__(self, _word: str, _body: Any) -> None:
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        self._twenty.wait(30)
        with self._lock:
            self._inside -= 1


def test_a_hundred_threads_have_twenty_calls_at_once(server: ToyServer) -> None:
    server.accept_hook = crowd = Crowd()
    with Toy(**options(server, None)) as client, ThreadPoolExecutor(100) as pool:
        list(pool.map(lambda number: client.submit(Make(prompt=str(number))), range(100)))

    assert (len(server.jobs), crowd.most) == (100, 20)


def test_a_thousand_tasks_have_twenty_calls_at_once(server: ToyServer) -> None:
    server.accept_hook = crowd = Crowd()

    async def main() -> None:
        async with AsyncToy(**options(server, None, timeout=60.0)) as client:
            await asyncio.gather(*(client.submit(Make(prompt=str(number))) for number in range(1000)))

    asyncio.run(main())

    assert (len(server.jobs), crowd.most) == (1000, 20)


def test_a_place_that_a_failed_or_cancelled_call_held_is_free_again(server: ToyServer) -> None:
    async def main() -> int:
        wire = AsyncHttpTransport(builder(server.url), AsyncConnections())
        for number in range(50):
            server.misbehave("make", "hang" if number % 2 else "after accept")
            sending = asyncio.ensure_future(_held(wire))
            while len(server.calls) <= number:  # noqa: ASYNC110 - the server is in a thread
                await asyncio.sleep(0.001)
            sending.cancel()
            await asyncio.wait([sending])
        reply = await wire.read(READ)
        await wire.close()
        return reply.status

    assert asyncio.run(main()) == 200


async def _held(wire: AsyncHttpTransport) -> None:
    async with wire.slot(PAID):
        await wire.exchange(PAID, wire.observer())


def test_copies_share_connections_and_the_last_one_closes_them(server: ToyServer) -> None:
    shared = Connections()
    first, second = (HttpTransport(builder(server.url), shared) for _ in range(2))
    first.read(READ)
    second.read(READ)
    client = first.client

    assert server.connections == 1
    first.close()
    first.close()
    assert not client.is_closed
    second.close()
    assert client.is_closed
    assert first.read(READ).status == 200
    first.close()


def test_a_users_client_is_never_closed(server: ToyServer) -> None:
    with httpx.Client() as given:
        wire = HttpTransport(builder(server.url), Connections(given))
        wire.read(READ)
        wire.close()
        assert not given.is_closed


def test_each_loop_has_connections_of_its_own_which_end_with_it(server: ToyServer) -> None:
    wire, clients = AsyncHttpTransport(builder(server.url), AsyncConnections()), set[httpx.AsyncClient]()

    async def main() -> None:
        await wire.read(READ)
        clients.add(wire.client)

    asyncio.run(main())
    asyncio.run(main())

    assert (len(clients), server.connections) == (2, 2)
    assert all(client.is_closed for client in clients)


def test_what_the_collector_finds_leaves_no_connection_open(server: ToyServer) -> None:
    async def main() -> None:
        wire = AsyncHttpTransport(builder(server.url), AsyncConnections())
        await wire.read(READ)
        del wire
        gc.collect()
        await asyncio.sleep(0)

    gc.collect()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        HttpTransport(builder(server.url), Connections()).read(READ)
        asyncio.run(main())
        gc.collect()

    assert [str(warning.message) for warning in told] == []


_FORKING = """
import os, sys
from tests.transport.test_http import READ, builder, Connections, HttpTransport
wire = HttpTransport(builder(sys.argv[1]), Connections())
wire.read(READ)
child = os.fork()
if not child:
    os._exit(0 if wire.read(READ).status == 200 else 1)
_, code = os.waitpid(child, 0)
wire.read(READ)
sys.exit(code)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_child_opens_connections_of_its_own(server: ToyServer) -> None:
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", _FORKING, server.url], check=True, cwd=root, timeout=60)

    assert server.connections == 2


# -- What an answer may be


def _pour(line: socket.socket, head: bytes, drop: bytes) -> None:
    """Send an answer that never ends, a drop at a time, each well within the time for the next byte."""
    line.sendall(head)
    line.settimeout(0.02)
    with contextlib.suppress(OSError):
        while True:
            line.sendall(drop)
            with contextlib.suppress(TimeoutError):
                if not line.recv(1):
                    return


DRIPS = {
    "body": (b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", b"x"),
    "head": (b"HTTP/1.1 200 OK\r\nx-long: ", b"x"),
    "interim answers": (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
}


@ways
@pytest.mark.parametrize("what", list(DRIPS))
def test_an_answer_that_drips_for_ever_ends(way: str, what: str) -> None:
    with serving(lambda line: _pour(line, *DRIPS[what])) as server:
        error = failure(way, server.url, seconds=0.1)

    assert error.sent is True
    assert "ReadTimeout" in str(error)


@ways
def test_a_head_that_drips_on_a_kept_connection_ends(way: str) -> None:
    def talk(line: socket.socket) -> None:
        if len(server.packets) == 1:
            line.sendall(answer(TAKEN))
        else:
            _pour(line, *DRIPS["head"])

    with serving(talk) as server, pytest.raises(TransportError, match="ReadTimeout"):
        say(way, server.url, READ, READ, seconds=0.1)

    assert server.connections == 1


@ways
def test_an_answer_without_end_is_doubt(way: str) -> None:
    large = answer(bytes(MAX_BYTES + 1))
    with serving(lambda line: line.sendall(large)) as server:
        error = failure(way, server.url)

    assert (error.sent, "larger than" in str(error)) == (True, True)


def test_an_answer_without_end_that_a_users_transport_has_read_is_doubt() -> None:
    given = mock(lambda _: httpx.Response(200, content=bytes(MAX_BYTES + 1)))

    with given, pytest.raises(SubmissionUnknown, match="larger than"):
        submit("sync", **options("https://toy.example", None, http_client=given))


@ways
@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_a_packed_answer_is_read(way: str, name: str) -> None:
    packed = gzip.compress(TAKEN) if name == "gzip" else zlib.compress(TAKEN)
    with serving(lambda line: line.sendall(answer(packed, f"Content-Encoding: {name}"))) as server:
        assert say(way, server.url, PAID)[0].content == TAKEN


@ways
def test_a_bomb_is_not_unpacked(way: str) -> None:
    bomb = answer(gzip.compress(bytes(MAX_BYTES + 1)), "Content-Encoding: gzip")
    with serving(lambda line: line.sendall(bomb)) as server:
        assert "larger than" in str(failure(way, server.url))


def test_a_bomb_within_a_bomb_stays_packed() -> None:
    twice = gzip.compress(gzip.compress(bytes(MAX_BYTES + 1)))
    with serving(lambda line: line.sendall(answer(twice, "Content-Encoding: gzip, gzip"))) as server:
        assert say("sync", server.url, PAID)[0].content == twice


def test_a_packed_answer_that_is_cut_is_no_answer() -> None:
    with pytest.raises(zlib.error):
        unpacked(gzip.compress(TAKEN)[:-9])


# -- The key


def test_every_call_names_the_package_and_carries_the_key_in_a_header() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"code": 0, "data": {"credits": 7}})

    given = mock(handler, headers={"authorization": "mine"}, cookies={"mine": "1"}, auth=("me", "mine"))
    with Toy(**options("https://toy.example", None, http_client=given)) as client:
        client.balance()

    assert (seen[0].headers["user-agent"], seen[0].headers["x-key"]) == (USER_AGENT, KEY)
    assert KEY not in str(seen[0].url)
    assert not {"authorization", "cookie"} & set(seen[0].headers)


@ways
def test_the_user_of_a_gateway_goes_as_basic_auth(way: str) -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(answer(TAKEN))

    with serving(talk) as server:
        for call in (PAID, READ):
            say(way, server.url.replace("//", "//me:secret@"), call)

    assert [b"basic bwu6c2vjcmv0" in packet.lower() for packet in server.packets] == [True, True]


@pytest.mark.parametrize("path", ["https://files.example/a", "@files.example/a", "files.example", ""])
def test_what_is_no_path_below_the_base_url_does_not_get_the_key(path: str) -> None:
    wire = HttpTransport(builder("https://toy.example"), Connections())
    request = wire.builder.request(HttpCall(method="GET", path=path), wire.observer(), trace=print)

    assert "x-key" not in request.headers
    assert request.url.host != "toy.example"


@ways
def test_a_key_that_the_vendor_echoes_is_in_no_error(way: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "reelscore")
    with serving(lambda line: line.sendall(f"HTTP/9.9 {KEY} {KEY}\r\n{KEY}\r\n\r\n".encode())) as echo:
        error = failure(way, echo.url)
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(builder(echo.url))

    assert KEY not in shown + caplog.text
    assert error.sent is True


# -- What the environment says


def test_the_tls_context_is_made_once() -> None:
    assert tls() is tls()


@both
def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(
    way: str, server: ToyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(lambda line: line.sendall(answer(TAKEN))) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        say(way, server.url, READ)
        assert proxy.packets == []
        say(way, "http://toy.example", READ, PAID)

    assert proxy.packets[0].startswith(b"GET http://toy.example/balance HTTP/1.1")
    assert proxy.connections == 2


@both
def test_a_proxy_that_refuses_to_connect_leaves_no_doubt(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda line: line.sendall(b"HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = failure(way, "https://toy.example")

    assert proxy.packets[0].startswith(b"CONNECT toy.example:443")
    assert KEY.encode() not in proxy.packets[0]
    assert error.sent is False


@pytest.mark.parametrize("entry", ["192.0.2.0/24", "*", "example", ".example", "2001:db8::/32", "[2001:db8::1]"])
def test_no_proxy_takes_names_addresses_and_ranges(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", f"localhost,fd07:b51a:cc66:f0::/64,{entry}")
    connections = Connections()
    routes: Any = HttpTransport(builder("https://x.example"), connections).client._transport  # the routes in use
    direct, hosts = routes.pick(httpx.URL("http://127.0.0.1")), ["192.0.2.7", "x.example", "[2001:db8::1]"]

    passed = {host for host in hosts if routes.pick(httpx.URL(f"https://{host}")) is direct}

    expected = {"192": hosts[:1], "*": hosts, "exa": hosts[1:2], ".ex": hosts[1:2], "200": hosts[2:], "[20": hosts[2:]}
    assert passed == set(expected[entry[:3]])


NO_PROXIES = (
    *(f"{scheme}://me:secret@proxy:1" for scheme in ("socks", "socks4", "ftp")),
    *("http://me:secret@proxy:port", "127.0.0.1:9x", "://", "http://[::1", "http://", "http://127.0.0.1:99999"),
)


@both
@pytest.mark.parametrize("value", NO_PROXIES)
def test_a_proxy_that_cannot_be_used_is_told_by_its_variable_before_anything_is_written_down(
    way: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)

    with pytest.raises(ConfigurationError, match=r"(?i)https_proxy.*cannot be used") as caught:
        submit(way, **options("https://toy.example", None))

    assert "secret" not in "".join(traceback.format_exception(caught.value))


def test_a_socks_proxy_without_its_extra_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    wire = HttpTransport(builder("https://toy.example"), Connections())

    with pytest.raises(ConfigurationError, match=r"(?i)all_proxy.*httpx\[socks\]"), wire.slot(PAID):
        pass


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"])
def test_certificates_that_are_missing_are_told_by_their_variable(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(tmp_path / "no folder" / "corporate.pem"))

    with pytest.raises(ConfigurationError, match=f"{name} is .*corporate.pem"):
        tls.__wrapped__()


def test_certificates_that_are_none_are_told_by_their_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corporate.pem").write_text("no certificate")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "corporate.pem"))

    with pytest.raises(ConfigurationError, match=r"SSL_CERT_FILE is .*corporate.pem"):
        tls.__wrapped__()


def test_a_certificate_that_nobody_vouches_for_says_where_it_can_be_trusted() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")

    with mock(refuse) as given, pytest.raises(TransportError, match="SSL_CERT_FILE"):
        submit("sync", **options("https://toy.example", None, http_client=given))


@ways
def test_names_below_localhost_are_this_machine_and_no_resolver_is_asked(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    resolve = socket.getaddrinfo

    def listening(host: Any, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return resolve(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", listening)
    with serving(lambda line: line.sendall(answer(TAKEN))) as server:
        say(way, server.url.replace("127.0.0.1", "toy.localhost"), PAID)

    assert set(asked) <= {"127.0.0.1", b"127.0.0.1"}
    assert f"Host: toy.localhost:{server.url.rpartition(':')[2]}".lower().encode() in server.packets[0].lower()


def test_a_client_of_another_kind_is_refused() -> None:
    kinds: list[Any] = ["aiohttp", httpx.AsyncClient()]
    for given in kinds:
        with pytest.raises(ConfigurationError, match=r"httpx\.Client"):
            Connections(given)
