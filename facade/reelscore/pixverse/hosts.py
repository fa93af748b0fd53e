"""The two hosts of PixVerse: pixverse.ai and pixverseai.cn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from reelscore._attrs import frozen
from reelscore.effects import Flow
from reelscore.vendors.host import Host, Limits, UsageCharge
from reelscore.vendors.signatures import SignatureHeaders
from reelscore.vendors.tables import load_plans

__all__ = ["PIXVERSEAI_CN", "PIXVERSE_AI", "PixVerseHost"]
_UNESCAPED = "-_.!~*'()"
# Source: how-to-use-webhook-1905378m0.
_SIGNATURE = SignatureHeaders(signature="webhook-signature", time="webhook-timestamp", nonce="webhook-nonce")


@frozen(kw_only=True)
class PixVerseHost(Host):
    """A host of PixVerse; the two differ in address, key and plans."""

    replays: bool = True
    webhook_headers: SignatureHeaders | None = _SIGNATURE
    webhook_reply: bytes = b"ok"
    callback_in_url: bool = False
    """A webhook is made in the console and named by its id."""
    trace_header: str = "ai-trace-id"
    """Repeats the trace id of the submission, which is the intent."""
    credit_unit: str = "pixverse"

    def headers(self, key: str, trace_id: str) -> dict[str, str]:
        """Headers that carry the key and the trace id."""
        return {"API-KEY": key, "Ai-trace-id": trace_id}

    def alternative_urls(self, url: str) -> tuple[str, ...]:
        """Return the URL with plain slashes: some of the vendor's links write them as %2F and are not found so."""
        head, mark, query = url.partition("?")
        plain = head.replace("%2F", "/").replace("%2f", "/")
        return () if plain == head else (plain + mark + query,)

    def signed_texts(self, headers: Mapping[str, str], body: bytes, task_id: str) -> tuple[str, ...]:
        """Return time, nonce and body in each way that pages and a client describe: samples disagree on the body.

        Its form-encoded fields in their order, the same sorted by name, or all of it percent-encoded.

        Source:
            Webhook guide of pixverse.ai (2026-05), and a client of 2026-09-18.
        """
        head = f"{headers.get('webhook-timestamp', '')}\n{headers.get('webhook-nonce', '')}\n"
        return tuple(head + each for each in _signed_bodies(body))

    def usage_charges(self, context: Any, *, start: float, end: float) -> Flow[Sequence[UsageCharge]]:
        """Read the log of deductions of a period, as a flow."""
        from reelscore.pixverse.usage_log import usage_charges

        return usage_charges(context, start=start, end=end)


def _signed_bodies(body: bytes) -> tuple[str, ...]:
    raw = body.decode("utf-8", "replace")
    whole = quote(raw, safe=_UNESCAPED)
    try:
        # Numbers keep their digits: 10.5 and 10.50 are signed as they stand.
        fields = json.loads(raw, parse_float=str, parse_int=str)
        if not isinstance(fields, dict):
            return (whole,)
        pairs = [(str(name), _written(value)) for name, value in fields.items()]
        return urlencode(pairs, errors="replace"), urlencode(sorted(pairs), errors="replace"), whole
    except (ValueError, RecursionError):
        return (whole,)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _host(name: str, *, variable: str, console: str) -> PixVerseHost:
    return PixVerseHost(
        name=name,
        base_url=f"https://app-api.{name}",
        upload_url=f"https://app-api.{name}",
        key_variable=f"{variable}_API_KEY",
        base_url_variable=f"{variable}_BASE_URL",
        key_page=console,
        log_page=console,
        limits=Limits(),  # requests per second are not published; tasks at once depend on the plan (plans.csv)
        plans=load_plans("reelscore.pixverse", name),
    )


PIXVERSE_AI = _host("pixverse.ai", variable="PIXVERSE", console="https://platform.pixverse.ai")
PIXVERSEAI_CN = _host("pixverseai.cn", variable="PIXVERSE_CN", console="https://platform.pai.video")
