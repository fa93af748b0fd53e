"""Suno as its two hosts describe it: kie.ai (both routes) and sunoapi.org, with their upload hosts."""

from __future__ import annotations

import base64
from typing import Final

from reelscore.sandbox.accounts import Account, known
from reelscore.sandbox.calls import Call, Route, Vendor
from reelscore.sandbox.clock import ISO, written
from reelscore.sandbox.probe import probe, probe_link
from reelscore.sandbox.schemas import is_link, operations
from reelscore.sandbox.suno import records, submit
from reelscore.sandbox.suno.records import find_file
from reelscore.sandbox.suno.table import OPERATIONS, refuse
from reelscore.sandbox.values import DAY, Answer, Refusal, Upload, refusal_rows, refuse_if, told


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

# -- Uploads: base64, stream, URL; HTTP status and code agree here -----------------------------------------------------

UPLOAD_LIFE: Final = DAY
"""Seconds that an uploaded file lives. Source: docs.kie.ai, 2026-08; older pages say 3 days."""
UPLOAD_ROWS: Final = refusal_rows("uploads")


def _refuse_upload(_: Call, refusal: Refusal) -> Answer:
    """Return the answer for *refusal*; it has no ``data``."""
    row = told(UPLOAD_ROWS, refusal)
    return Answer({"success": False, "code": row.code, "msg": row.text}, row.code)


def _given(call: Call, name: str) -> str:
    text = call.fields.get(name)
    if not isinstance(text, str) or not text:
        raise Refusal("missing", name)
    return text


def _by_base64(call: Call) -> Answer:
    text = _given(call, "base64Data")
    try:
        data = base64.b64decode(text.rpartition("base64,")[2], validate=True)
    except ValueError:
        raise Refusal("base64") from None
    return _kept(call, data=data, declared=text[5:].split(";")[0] if text.startswith("data:") else "")


def _by_stream(call: Call) -> Answer:
    part = call.fields.get("file")
    if not isinstance(part, Upload):
        raise Refusal("missing", "file")
    refuse_if(not part.size, "invalid", "the file is empty")
    return _kept(call, data=part.data, declared=part.content_type, given=part.name, size=part.size)


def _by_link(call: Call) -> Answer:
    """Answer ``/api/file-url-upload``; the sandbox does not open foreign links."""
    url = _given(call, "fileUrl")
    refuse_if(not is_link(url) or "unreachable" in url, "invalid", "the file could not be downloaded")
    found = probe_link(url)
    declared = found.content_type if found else "application/octet-stream"
    return _kept(call, data=b"", declared=declared, given=url.rsplit("/", 1)[-1])


def _kept(call: Call, *, data: bytes, declared: str, given: str = "", size: int | None = None) -> Answer:
    folder, found = _given(call, "uploadPath"), probe(data)
    if folder.startswith("/") or folder.endswith("/") or ".." in folder:
        raise Refusal("invalid", "uploadPath takes no slash at its ends")
    declared = declared.split(";", maxsplit=1)[0]
    promised = declared.split("/")[0] if declared.startswith(("audio/", "video/", "image/")) else ""
    if promised and data and promised != (found.media_type if found else ""):
        raise Refusal("invalid", f"the file is not {declared}")
    kind = found.content_type if found else declared or "application/octet-stream"
    wanted = call.fields.get("fileName")
    plain = kind.rpartition("/")[2].removeprefix("x-").replace("octet-stream", "bin")
    ending = "." + given.rpartition(".")[2] if "." in given else f".{plain}"
    name = wanted if isinstance(wanted, str) and wanted else f"{call.engine.new_hex()}{ending}"
    path = f"{folder}/{name}"
    call.engine.files.keep(
        f"upload/{call.account.number}/{path}", data, content_type=kind, until=call.now + UPLOAD_LIFE
    )
    facts = {
        "fileName": path.rpartition("/")[2],
        "filePath": path,
        "downloadUrl": f"{call.origin}/media/upload/{call.account.number}/{path}",
        "fileSize": size or len(data),
        "mimeType": kind,
        "uploadedAt": written(call.now, ISO + ".000Z"),
    }
    return Answer({"success": True, "code": 200, "msg": "File uploaded successfully", "data": facts})


def _upload_host(host: str, prefix: str) -> Vendor:
    routes = (
        Route("POST", "/file-base64-upload", "upload_file", "upload", _by_base64),
        Route("POST", "/file-stream-upload", "upload_file", "upload", _by_stream),
        Route("POST", "/file-url-upload", "upload_file", "upload", _by_link),
    )
    return Vendor(host, prefix, ("/api/v1", "/api"), routes, sign_in, _refuse_upload)


KIE_UPLOAD = _upload_host("kie.ai", "kie-upload")
SUNOAPI_UPLOAD = _upload_host("sunoapi.org", "sunoapi-upload")
