"""The upload hosts of Kie and sunoapi.org: base64, stream, URL. HTTP status and code agree here."""

from __future__ import annotations

import base64
from typing import Final

from reelscore.sandbox.calls import Call
from reelscore.sandbox.clock import ISO, written
from reelscore.sandbox.probe import probe, probe_link
from reelscore.sandbox.schemas import is_link
from reelscore.sandbox.tables import refusal_rows, told
from reelscore.sandbox.values import DAY, Answer, Refusal, Upload, refuse_if

UPLOAD_LIFE: Final = DAY
"""Seconds that an uploaded file lives. Source: docs.kie.ai, 2026-08; older pages say 3 days."""


ROWS: Final = refusal_rows("uploads")


def refuse(_: Call, refusal: Refusal) -> Answer:
    """Return the answer for *refusal*; it has no ``data``."""
    row = told(ROWS, refusal)
    return Answer({"success": False, "code": row.code, "msg": row.text}, row.code)


def _given(call: Call, name: str) -> str:
    text = call.fields.get(name)
    if not isinstance(text, str) or not text:
        raise Refusal("missing", name)
    return text


def by_base64(call: Call) -> Answer:
    text = _given(call, "base64Data")
    try:
        data = base64.b64decode(text.rpartition("base64,")[2], validate=True)
    except ValueError:
        raise Refusal("base64") from None
    return _kept(call, data=data, declared=text[5:].split(";")[0] if text.startswith("data:") else "")


def by_stream(call: Call) -> Answer:
    part = call.fields.get("file")
    if not isinstance(part, Upload):
        raise Refusal("missing", "file")
    refuse_if(not part.size, "invalid", "the file is empty")
    return _kept(call, data=part.data, declared=part.content_type, given=part.name, size=part.size)


def by_link(call: Call) -> Answer:
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
    call.engine.files.keep(f"upload/{call.owner.number}/{path}", data, content_type=kind, until=call.now + UPLOAD_LIFE)
    facts = {
        "fileName": path.rpartition("/")[2],
        "filePath": path,
        "downloadUrl": f"{call.origin}/media/upload/{call.owner.number}/{path}",
        "fileSize": size or len(data),
        "mimeType": kind,
        "uploadedAt": written(call.now, ISO + ".000Z"),
    }
    return Answer({"success": True, "code": 200, "msg": "File uploaded successfully", "data": facts})
