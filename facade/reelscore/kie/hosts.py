"""The host kie.ai."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from reelscore.results import State
from reelscore.vendors.envelope import EnvelopeFormat
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


KIE_AI = Host(
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
