"""The host kie.ai: its account, envelope, errors of tasks and signatures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from reelscore.errors import ApiError
from reelscore.results import State
from reelscore.vendors.coercion import identifier, integer, text
from reelscore.vendors.envelope import CallContext, EnvelopeFormat, error_of
from reelscore.vendors.family import Schedule
from reelscore.vendors.host import Host, Limits
from reelscore.vendors.signatures import SignatureHeaders
from reelscore.vendors.tables import CodeTable, load_plans

__all__ = ["KIE_AI"]
OK = 200
"""Code of the envelope of a call that was taken."""
FILES_LIVE = timedelta(days=14)
"""How long kie.ai and sunoapi.org keep what they made. Source: docs.kie.ai, Get Task Details, 2026."""
JOB_SCHEDULE = Schedule(first=3.0, steps=(*(3.0,) * 9, *(8.0,) * 11, 20.0), ceiling=30.0, timeout=900.0)
"""2 to 3 s in the first 30 s, 5 to 10 s up to 2 minutes, then 15 to 30 s; give up after 10 to 15 minutes. Source:
docs.kie.ai, Get Task Details."""
JOB_STATES: Mapping[str, State] = {
    "waiting": State.QUEUED,
    "queuing": State.QUEUED,
    "generating": State.RUNNING,
    "success": State.SUCCEEDED,
    "fail": State.FAILED,
}
"""What ``jobs/recordInfo`` says of a task, of the Market's models and of Suno's."""


def word_of(value: Any) -> str:
    """Read the word or the number of a state, without blanks around it."""
    return text(value).strip() or identifier(value)


def state_of(word: str, states: Mapping[str, State], other: State) -> State:
    """Return the state of a word in any case of letters; ``*_FAILED`` is a failure, a word that no page names *other*.

    Args:
        word: as the vendor wrote it.
        states: by the word in small letters.
        other: for all other words.
    """
    known = word.lower()
    return State.FAILED if known.endswith(("_failed", "_fail")) else states.get(known, other)


def task_error(
    codes: CodeTable, context: CallContext, code: Any, *, message: str, word: str = "", raw: Any = None
) -> ApiError:
    """Make the error of a task that failed.

    Args:
        codes: what codes mean; the last row stands for all that no other names.
        context: whose task it is.
        code: of the failure, also as text; that of a success is none.
        message: in the vendor's words.
        word: of the state.
        raw: the whole answer.
    """
    told = integer(code)
    told = None if told in {0, OK} else told
    row = codes.find(told, message=message, where={"task", context.host, word.upper()})
    assert row is not None  # noqa: S101 - the table's last row holds for every task
    charged = False if row.refunded else None
    return error_of(row, message or word or row.meaning, context, code=told, charged=charged, raw=raw)


def envelope(package: str) -> EnvelopeFormat:
    """Make the envelope of kie.ai, which sunoapi.org has too, with the codes of a package."""
    return EnvelopeFormat(
        code="code",
        message=("msg", "message"),
        data="data",
        task_id=("task_id",),
        charge=("credits_consumed",),
        success=OK,
        codes=CodeTable.load(package),
    )


class KieHost(Host):
    """kie.ai, which signs its webhooks."""

    def signed_texts(self, headers: Mapping[str, str], body: bytes, task_id: str) -> tuple[str, ...]:
        """Return what is signed: the task's id, a dot and the time as sent; not the body, which a poll confirms."""
        return (f"{task_id}.{headers.get('x-webhook-timestamp', '')}",)


KIE_AI = KieHost(
    name="kie.ai",
    base_url="https://api.kie.ai",
    upload_url="https://kieai.redpandaai.co",
    key_variable="KIE_API_KEY",
    base_url_variable="KIE_BASE_URL",
    key_page="https://kie.ai/api-key",
    log_page="https://kie.ai/logs",
    limits=Limits(submissions=20, window=10.0, polls_per_second=3.0),
    plans=load_plans("reelscore.kie", "kie.ai"),
    download_advice="ask for a fresh link with client.download_url(url=...), or look again with task.refresh()",
    webhook_reply=b'{"code":200,"msg":"success"}',
    # Source: common-api/webhook-verification; the reply is that of the Market's callback pages, 2026-10.
    webhook_headers=SignatureHeaders(signature="x-webhook-signature", time="x-webhook-timestamp"),
)
