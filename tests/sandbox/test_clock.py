"""The clock of the sandbox."""

from __future__ import annotations

import socket
import threading

import pytest

from reelscore.sandbox import running
from reelscore.sandbox.clock import EPOCH, Clock, speed_at
from tests.rows import each


def test_a_stopped_clock_moves_by_hand_and_never_back() -> None:
    clock = Clock(0)
    clock.advance(0.5)
    clock.advance_to(EPOCH + 5)
    clock.advance_to(EPOCH + 1)

    assert clock.now() == EPOCH + 5
    with pytest.raises(ValueError, match="0 or more"):
        clock.advance(-1)


def test_time_goes_on_without_a_jump_when_the_speed_changes() -> None:
    clock = Clock(0)
    before = clock.now()
    clock.set_speed(1_000)
    clock.set_speed(0)

    assert 0 <= clock.now() - before < 1_000


def test_a_running_sandbox_tells_its_speed_below_every_base_url() -> None:
    with running(speed=7.5) as sandbox:
        assert {speed_at(sandbox.base_url(host)) for host in ("pixverse.ai", "kie.ai", "sunoapi.org")} == {7.5}
        sandbox.set_clock(speed=0)
        assert speed_at(sandbox.base_url("kie.ai")) is None


def test_only_this_computer_is_asked_for_a_speed() -> None:
    with running(host="0.0.0.0", speed=60) as sandbox:  # noqa: S104 - not written as a loopback address
        port = sandbox.base_url("kie.ai").rpartition(":")[2]

        assert speed_at(f"http://127.0.0.1:{port}") == 60
        assert speed_at(f"http://0.0.0.0:{port}") is None


BODIES = (
    b"",
    b"\xff",
    b"[" * 4000,
    b'{"code": 200}',
    b'{"now": 1.0, "speed": NaN}',
    b'{"now": 1.0, "speed": Infinity}',
    b'{"now": 1.0, "speed": -1}',
    b'{"now": 1.0, "speed": "60"}',
    b'{"speed": 60}',
)


@each("answer", [b"", b"no HTTP\r\n", *(b"HTTP/1.0 200 OK\r\n\r\n" + body for body in BODIES)])
def test_what_is_no_sandbox_has_no_speed(answer: bytes) -> None:
    def respond() -> None:
        with listening.accept()[0] as client:
            _ = client.recv(4096)
            client.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=respond)
        thread.start()
        found = speed_at(f"http://127.0.0.1:{listening.getsockname()[1]}/kie")
        thread.join()

    assert found is None


@each("url", ["", "http://[", "http://127.0.0.1:x", "http://127.0.0.1:99999", "http://127.0.0.1:1"])
def test_nobody_at_a_url_has_no_speed(url: str) -> None:
    assert speed_at(url) is None


def test_a_server_that_keeps_silent_is_waited_for_no_longer_than_was_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert speed_at(f"http://127.0.0.1:{listening.getsockname()[1]}", seconds=0.01) is None
