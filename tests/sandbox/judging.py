"""Ask the facade's rules and the sandbox about the same body, and tell where the two part."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, Self

import httpx

from reelscore.kie.requests import REQUESTS as KIE_REQUESTS
from reelscore.pixverse.requests import REQUESTS as VIDEO_REQUESTS
from reelscore.requests.request import Request
from reelscore.sandbox.app import App
from reelscore.sandbox.engine import Engine, Settings
from reelscore.sandbox.vendors import BASE_PREFIXES
from reelscore.suno import jobs
from reelscore.suno.requests import REQUESTS as SONG_REQUESTS
from reelscore.vendors.family import Operation, family_of, find_family

KEY = "sandbox-business"
UPLOADS = {"upload_image", "upload_media", "upload_file"}
HOURS = 20_000.0
"""Seconds that pass between two requests, so that no slot is taken any more."""


class Parting(NamedTuple):
    """One body about which facade and sandbox do not agree."""

    operation: str
    host: str
    errors: frozenset[str]
    """Rules that the facade says are broken."""
    warnings: frozenset[str]
    code: int
    """The sandbox's."""
    text: str
    """What the sandbox says, or how the two differ."""
    body: str


class Judge:
    """The facade on one side, a sandbox in memory on the other; it takes any id for its own."""

    def __init__(self) -> None:
        self.engine = Engine(Settings(speed=0, strict_references=False, rate_limit=0, keep_tasks=20, log_size=5))
        self._loop = asyncio.new_event_loop()
        transport = httpx.ASGITransport(App(self.engine))
        self._http = httpx.AsyncClient(transport=transport, base_url="http://sandbox.invalid")
        self._traces = itertools.count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run_until_complete(self._http.aclose())
        self._loop.close()

    def compare(self, operation: str, host: str, *, body: Mapping[str, Any], vendor: str = "") -> list[Parting]:
        """Say how the two part over *body*: in the verdict, the code or the charge; nothing when they agree."""
        serving = find_family(vendor, host) if vendor else family_of(host, operation)
        text = json.dumps(body)
        request = serving.request(operation, json.loads(text))
        broken = request.violations(host)
        errors = frozenset(violation.rule for violation in broken if violation.severity == "error")
        warnings = frozenset(violation.rule for violation in broken) - errors
        answer, charge = self._ask(serving.operations[request.operation], host, text=text)
        code = int(answer.get("ErrCode", answer.get("err_code", answer.get("code", -1))))
        part = Parting(
            request.operation, host, errors, warnings, code, str(answer.get("ErrMsg", answer.get("msg"))), text
        )
        if bool(errors) == (code in {0, 200}):
            return [part]
        if errors:
            wanted = {violation.code for violation in broken if violation.severity == "error"}
            return (
                [] if code == 400013 or wanted & {None, code} else [part._replace(text=f"code {wanted} against {code}")]
            )
        quote = request.quote(host)
        differs = quote.basis == "exact" and quote.credits != charge
        return [part._replace(text=f"quote {quote.credits} against charge {charge}")] if differs else []

    def _ask(self, asked: Operation, host: str, *, text: str) -> tuple[dict[str, Any], Decimal]:
        account = self.engine.account(host.partition("#")[0], KEY)
        account.set_balance(Decimal(10**9), at=0)
        account.lines.clear()
        headers = {"api-key": KEY, "authorization": f"Bearer {KEY}", "ai-trace-id": f"trace-{next(self._traces)}"}
        sent = self._http.request(
            asked.method, f"/{BASE_PREFIXES[host.partition('#')[0]]}{asked.path}", content=text, headers=headers
        )
        answer: dict[str, Any] = self._loop.run_until_complete(sent).json()
        charge = sum((line.credits for line in account.lines if line.kind == "hold"), Decimal(0))
        self.engine.clock.advance(HOURS)
        self.engine.settle()
        return answer, charge


def body_of(request: Request[Any], host: str) -> dict[str, Any]:
    """Write the body that is sent, with an address for callbacks where the vendor takes one."""
    if host == "kie.ai#jobs" and request.operation in jobs.MODELS:
        return jobs.body_of(request)
    body = request.to_wire()
    needs = getattr(request, "call_back_url", "") is None
    name = "calBackUrl" if request.operation == "voice_phrase_again" else "callBackUrl"
    return {**body, name: "https://example.com/callback"} if needs else body


def is_sendable(body: Mapping[str, Any]) -> bool:
    """Return whether *body* is JSON (no bytes, no NaN) without words that steer the sandbox, which hypothesis knows."""
    try:
        return "sandbox:" not in json.dumps(body, allow_nan=False)
    except (TypeError, ValueError):
        return False


def judged() -> Iterator[tuple[type[Request[Any]], str]]:
    """Give every request class that is POSTed as JSON, with every host that has it."""
    for classes, names in (
        (VIDEO_REQUESTS, ("pixverse.ai", "pixverseai.cn")),
        (SONG_REQUESTS, ("kie.ai", "sunoapi.org", "kie.ai#jobs")),
        (KIE_REQUESTS, ("kie.ai",)),
    ):
        for cls, host in itertools.product(classes, names):
            serving = family_of(host, cls.operation)  # vendors of a host may share an operation, such as download_url
            asked = serving.operations.get(cls.operation) if serving.vendor == cls.vendor else None
            if asked is not None and asked.method == "POST" and cls.operation not in UPLOADS:
                yield cls, host
