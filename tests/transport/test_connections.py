"""What one answer may be: no larger than any JSON of the vendors, packed or not, on every way to send."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import httpx
import pytest

from reelscore.errors import SubmissionUnknown
from reelscore.transport import connections
from reelscore.transport.connections import MOST_BYTES, AnswerTooLarge, unpacked
from tests.money.scenes import WAYS, options, submit
from tests.rawserver import answer, serving

TAKEN = b'{"code": 0, "data": {"task": "t1"}}'
both = pytest.mark.parametrize("way", list(WAYS))


def test_gzip_and_deflate_are_unpacked() -> None:
    assert unpacked(gzip.compress(TAKEN)) == unpacked(zlib.compress(TAKEN)) == TAKEN


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(AnswerTooLarge):
        unpacked(gzip.compress(bytes(MOST_BYTES + 1)))


def test_a_packed_answer_that_is_cut_is_no_answer() -> None:
    with pytest.raises(zlib.error):
        unpacked(gzip.compress(TAKEN)[:-9])


@both
def test_a_packed_answer_is_read(way: str) -> None:
    packed = answer(gzip.compress(TAKEN), "Content-Encoding: gzip")
    with serving(lambda line: line.sendall(packed)) as server:
        assert submit(way, **options(server.url, None)) == "t1"


@both
def test_an_answer_without_end_is_doubt(way: str) -> None:
    large = answer(bytes(MOST_BYTES + 1))
    with serving(lambda line: line.sendall(large)) as server, pytest.raises(SubmissionUnknown, match="larger than"):
        submit(way, **options(server.url, None))


def test_an_answer_without_end_is_doubt_for_a_users_client_too() -> None:
    given = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=bytes(MOST_BYTES + 1))))

    with given, pytest.raises(SubmissionUnknown, match="larger than"):
        submit("sync", **options("https://toy.example", None, http_client=given))


def test_the_tls_context_is_made_once() -> None:
    assert connections.tls() is connections.tls()


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    made: Any = connections.client()
    made.close()

    assert made.core is False
