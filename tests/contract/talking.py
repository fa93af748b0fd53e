"""Talk to a sandbox in the words of the facade, and hold every answer against the document of its host."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import attrs
import httpx

from reelscore.effects import HttpCall
from reelscore.sandbox import Sandbox
from reelscore.transport.http import RequestBuilder
from reelscore.vendors.family import Accepted, Family
from tests.contract.adapters import KEY, answer_complaints, judge_of, sample_of, sent_of

LOOKS = (0, 4, 30, 40, 3_600)
"""Seconds to wait before each look at a task: queued, running, in its stages, ended."""


@attrs.frozen
class Talk:
    """One host of a sandbox, its document, and what was said."""

    sandbox: Sandbox
    http: httpx.Client
    host: Family
    operation: str
    is_judged: bool = True
    """Whether answers are held against the document, which takes most of the time."""

    def call(self, **changes: Any) -> HttpCall:
        """Build the call of the operation's sample, some fields of it changed."""
        sample = attrs.evolve(sample_of(self.host, self.operation), **changes)
        request = self.host.complete(sample, callback_url=None)
        return self.host.call(request, trace_id=str(uuid.uuid4()))

    def complaints(self, call: HttpCall, *, key: str = KEY) -> tuple[list[str], Any]:
        """Send a call to the sandbox; return what its document says against the answer, and the answer."""
        owner = self.host.host.name
        real = RequestBuilder(
            host=self.host.host, key=key, base_url=self.host.host.base_url, upload_url=self.host.host.upload_url
        )
        here = attrs.evolve(real, base_url=self.sandbox.base_url(owner), upload_url=self.sandbox.upload_url(owner))
        answer = self.http.send(sent_of(call, here))
        payload = answer.json()
        if not self.is_judged:
            return [], payload
        said = answer_complaints(judge_of(self.host, self.operation), sent_of(call, real), answer=answer)
        return [f"{call.method} {call.path}: {text}: {str(payload)[:300]}" for text in said], payload

    def answers(self, **changes: Any) -> Iterator[tuple[str, Any, list[str]]]:
        """Run the operation to its end; yield each answer's kind, the answer and the complaints about it."""
        found, payload = self.complaints(self.call(**changes))
        verdict = self.host.verdict(self.operation, 200, payload)
        yield "response", payload, found if isinstance(verdict, Accepted) else [*found, f"refused: {payload}"]
        if not isinstance(verdict, Accepted) or self.host.operation(self.operation).kind != "task":
            return
        for seconds in LOOKS:
            self.sandbox.advance(seconds)
            look = self.host.status_call(self.operation, str(verdict.task_id), trace_id=str(uuid.uuid4()))
            found, payload = self.complaints(look)
            yield "status", payload, found

    def ran(self, **changes: Any) -> list[str]:
        """Run the operation to its end; return every complaint about its answers."""
        return [text for _, _, found in self.answers(**changes) for text in found]
