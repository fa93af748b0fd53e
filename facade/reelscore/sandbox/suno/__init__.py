"""Suno as its two hosts describe it: kie.ai (both routes) and sunoapi.org, with their upload hosts."""

from __future__ import annotations

from reelscore.sandbox.accounts import Account, known
from reelscore.sandbox.calls import Call, Route, Vendor
from reelscore.sandbox.schemas import operations
from reelscore.sandbox.suno import records, submit, uploads
from reelscore.sandbox.suno.records import find_file
from reelscore.sandbox.suno.table import OPERATIONS, refuse
from reelscore.sandbox.values import refuse_if


def sign_in(call: Call) -> Account:
    """Check the bearer key; an account without a plan is refused like a key without permission."""
    scheme, _, key = call.headers.get("authorization", "").partition(" ")
    refuse_if(scheme.lower() != "bearer" or not known(key.strip()), "auth")
    account = call.engine.account(call.host, key.strip())
    refuse_if(not account.plan and call.role in {"submit", "upload"}, "auth")
    return account


def refine(call: Call) -> str:
    """Name the operation behind a status call, or behind Kie's second route."""
    if call.path == "/jobs/createTask":
        return submit.operation_of_job(call)
    if call.role == "status":
        task = call.engine.tasks.get((call.host, call.query.get("taskId") or call.query.get("task_id", "")))
        return task.operation if task else call.operation
    return call.operation


def _paths(host: str) -> tuple[Route, ...]:
    rows = operations("suno", host)
    paths = {name: row.path.removeprefix("/api/v1") for name, row in rows.items() if name in OPERATIONS}
    check = Route("POST", paths.pop("voice_check"), "voice_check", "read", submit.voice_check)
    submits = (Route("POST", path, name, "submit", submit.submit) for name, path in paths.items())
    looks = (path for path, kind in records.KINDS.items() if kind not in {"jobs", "recovery"})
    reads = (Route("GET", path, f"{records.KINDS[path]}_record", "status", records.look) for path in looks)
    return (*submits, *reads, check)


def _vendor(host: str, prefix: str, *routes: Route) -> Vendor:
    every = (*_paths(host), *routes)
    return Vendor(host, prefix, ("/api/v1",), every, sign_in, refuse, refine, find_file, records.callbacks)


KIE = _vendor(
    "kie.ai",
    "kie",
    Route("GET", "/chat/credit", "balance", "read", submit.credit),
    Route("POST", "/common/download-url", "download_url", "read", submit.download_url),
    Route("GET", "/jobs/recordInfo", "jobs_record", "status", records.look),
)
SUNOAPI = _vendor(
    "sunoapi.org",
    "sunoapi",
    Route("GET", "/generate/credit", "balance", "read", submit.credit),
    Route("GET", "/suno/recovery/record-info", "recovery_record", "status", records.look),
)


def _upload_host(host: str, prefix: str) -> Vendor:
    routes = (
        Route("POST", "/file-base64-upload", "upload_file", "upload", uploads.by_base64),
        Route("POST", "/file-stream-upload", "upload_file", "upload", uploads.by_stream),
        Route("POST", "/file-url-upload", "upload_file", "upload", uploads.by_link),
    )
    return Vendor(host, prefix, ("/api/v1", "/api"), routes, sign_in, uploads.refuse)


KIE_UPLOAD = _upload_host("kie.ai", "kie-upload")
SUNOAPI_UPLOAD = _upload_host("sunoapi.org", "sunoapi-upload")
