"""What openapi-core reads httpx requests and answers by, and what it says of them by the documents of specs/.

Steps such as `multipleOf: 0.01` are judged on decimals: in binary, 0.07 is no multiple of 0.01.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
import httpx
import pytest
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

import _specs
from _drift_model import Field, Operation, operations
from reelscore.effects import HttpCall
from reelscore.pixverse.rules.words import SEEN_ON_AI_ONLY
from reelscore.requests.request import Request
from reelscore.transport.http import RequestBuilder, SendObserver
from reelscore.vendors.family import Family
from tests.families import families

KEY = "sandbox-business"
"""Its plan has the slots that a music video takes."""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" * 200
FILES: dict[str, dict[str, Any]] = {
    "upload_image": {"image": PNG},
    "upload_media": {"file": MP3},
    "upload_file": {"file": MP3},
}
"""What stands for the paths that samples name."""
SIDES = [(family.vendor, family.host.name) for family in families() if not family.route]
"""Documents, which are named as their vendor's package, and hosts."""
UNSEEN = {"pixverseai.cn": frozenset(SEEN_ON_AI_ONLY)}
"""Operations that a host may have though no page of it names them: they warn, and fit the sister host's document."""


class Sent:
    """An httpx request, as openapi-core's Request protocol."""

    path_pattern = None

    def __init__(self, request: httpx.Request) -> None:
        self.host_url = f"{request.url.scheme}://{request.url.host}"
        # As it leaves: an id with a slash is still one part of the path.
        self.path, self.method = request.url.raw_path.decode().partition("?")[0], request.method.lower()
        self.body, self.content_type = request.read() or None, request.headers.get("content-type", "")
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(request.url.params.multi_items()),
            header=Headers(request.headers.multi_items()),
            cookie=ImmutableMultiDict(),
        )


class Received:
    """An httpx response, as openapi-core's Response protocol."""

    def __init__(self, response: httpx.Response) -> None:
        self.status_code, self.data = response.status_code, response.content
        self.content_type = response.headers.get("content-type", "")
        self.headers = Headers(response.headers.multi_items())


@cache
def document(name: str, host: str) -> _specs.Document:
    return _specs.for_host(name, host)


@cache
def documented(name: str, host: str) -> dict[str, Operation]:
    """Lay out what a document says of a host, by the name of the client's operation."""
    whole = document(name, host)
    served = ((each, _specs.served(whole["paths"][each.path][each.method])) for each in operations(whole))
    return {word: each for each, words in served for word in words}


def top_fields(operation: Operation) -> dict[str, Field]:
    """Return the fields of a body or a query by name, but not what is in them."""
    named = {place.removeprefix("query "): field for place, field in operation.request.items()}
    return {name: field for name, field in named.items() if not re.search(r"[ .]|\[\]$", name)}


@cache
def api(name: str, host: str, owner: str = "") -> OpenAPI:
    """Load what a document says of *owner* (*host* itself when left out), served from *host*'s addresses."""
    written = {**document(name, owner or host), "servers": document(name, host)["servers"]}
    readers: dict[str, Any] = {"application/json": _decimal_json}
    return OpenAPI.from_dict(_for_python(written), config=Config(extra_media_type_deserializers=readers))


def _decimal_json(text: bytes, **_: Any) -> Any:
    return json.loads(text, parse_float=Decimal)


def _for_python(node: Any) -> Any:
    """Write steps as decimals, and let bytes be the content of a file: they are no text in Python."""
    if _specs.is_list(node):
        return [_for_python(item) for item in node]
    if not _specs.is_mapping(node):
        return node
    if node.get("format") == "binary":
        return {}
    return {key: Decimal(str(value)) if key == "multipleOf" else _for_python(value) for key, value in node.items()}


def request_of(host: Family, request: Request[Any], *, trace_id: str = "trace-1") -> httpx.Request:
    """Build what leaves the machine for a request, as the client builds it."""
    call = host.call(host.complete(request, callback_url=None), trace_id=trace_id)
    return sent_of(
        call, RequestBuilder(host=host.host, key=KEY, base_url=host.host.base_url, upload_url=host.host.upload_url)
    )


def sent_of(call: HttpCall, route: RequestBuilder) -> httpx.Request:
    """Build the HTTP request of a call, its files read."""
    attempt = SendObserver(opaque=True, answer_seconds=60.0)
    sent = route.request(call, attempt, trace=lambda *_: None)
    with attempt.opened:
        sent.read()
    return sent


def request_complaints(judge: OpenAPI, request: httpx.Request) -> list[str]:
    return [text for error in judge.iter_request_errors(Sent(request)) for text in _words(error)]


def answer_complaints(judge: OpenAPI, request: httpx.Request, *, answer: httpx.Response) -> list[str]:
    """Return what is wrong with the answer to a request, by the document; nothing when it fits."""
    errors = judge.iter_response_errors(Sent(request), Received(answer))
    return [text for error in errors for text in _words(error)]


def _words(error: BaseException) -> Iterator[str]:
    found = getattr(error.__cause__, "schema_errors", None)
    if found is None:
        yield f"{error}" + (f": {error.__cause__}" if error.__cause__ else "")
    for broken in found or ():
        yield f"{'/'.join(map(str, broken.absolute_path))}: {broken.message[:300]}"


def operation_cases() -> list[Any]:
    """List every operation of every family, as pytest wants its cases: the family and the operation's name."""
    found = [(family, name) for family in families() for name in family.operations]
    return [pytest.param(family, name, id=f"{family.vendor}-{family.name}-{name}") for family, name in found]


def judge_of(family: Family, operation: str) -> OpenAPI:
    """Find the document that judges an operation: its host's, or the sister's where no page of the host names it."""
    host = family.host.name
    return api(family.vendor, host, "pixverse.ai" if operation in UNSEEN.get(host, ()) else "")


def with_files(request: Request[Any]) -> Request[Any]:
    """Put a real file where a sample names a path."""
    files = FILES.get(request.operation, {}).items()
    return attrs.evolve(request, **{name: file for name, file in files if isinstance(getattr(request, name), str)})


def sample_of(family: Family, operation: str) -> Request[Any]:
    """Build the sample of an operation, with real files."""
    kind = family.operation(operation).request
    return with_files(kind.build(kind.sample).repaired(family))
