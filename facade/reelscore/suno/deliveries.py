"""Callbacks of both vendors: whose task, which stage, what it says; the code decides the state, never the stage."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from reelscore.errors import BadSignature, ConfigurationError, WebhookError
from reelscore.results import Progress, State
from reelscore.suno import jobs, reading, wire
from reelscore.suno import status as looks
from reelscore.suno.envelope import OK, RUNNING, Asked, text, whole
from reelscore.suno.reading import Plain, inner, objects
from reelscore.vendors.host import Delivery

SIGNATURE_HEADER = "x-webhook-signature"
TIME_HEADER = "x-webhook-timestamp"


def deliver(asked: Asked, headers: Mapping[str, str], *, body: bytes, secret: str | None, signs: bool) -> Delivery:
    """Read a callback.

    Args:
        asked: names the host.
        headers: in any case of letters.
        body: as it came.
        secret: the webhookHmacKey; None leaves the delivery unverified.
        signs: whether the vendor signs at all.

    Raises:
        WebhookError: the body is no JSON object of theirs.
        BadSignature: a secret is given and the signature is missing or does not fit.
        ConfigurationError: a secret is given and this vendor signs nothing.
    """
    envelope = _parsed(body)
    task_id = _task_id(envelope)
    if secret is not None and not signs:
        raise ConfigurationError(
            f"{asked.host} signs no callbacks: leave the secret out and confirm with task.refresh()"
        )
    if secret is not None:
        verify(headers, task_id, secret=secret)
    return Delivery(
        task_id=task_id,
        stage=_stage(envelope),
        progress=_progress(envelope, task_id, asked=asked),
        verified=secret is not None,
        raw=envelope,
    )


def verify(headers: Mapping[str, str], task_id: str, *, secret: str) -> None:
    """Raise BadSignature unless the signature over task id and time fits; the body itself is not signed by Kie."""
    lower = {name.lower(): value for name, value in headers.items()}
    time, given = lower.get(TIME_HEADER), lower.get(SIGNATURE_HEADER)
    if not time or not given:
        raise BadSignature("the delivery carries no signature; make a webhookHmacKey at https://kie.ai/settings")
    if not hmac.compare_digest(sign(task_id, time, secret=secret).encode(), given.strip().encode("utf-8", "replace")):
        raise BadSignature("the signature does not fit task id and time")


def sign(task_id: str, time: str, *, secret: str) -> str:
    """Sign as Kie does: Base64 of HMAC-SHA256 over the task id, a dot and the time as sent.

    >>> sign("5c79be8e", "1769670760", secret="test-webhook-key")
    'bjd+4QDLSc0/wGT5i/rOUERUZEVht5G43BHl8K5PUs8='
    """
    digest = hmac.new(secret.encode(), f"{task_id}.{time}".encode("utf-8", "replace"), hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WebhookError("the delivery is not JSON") from error
    if not isinstance(envelope, dict):
        raise WebhookError("the delivery is not a JSON object")
    return envelope


def _task_id(envelope: Plain) -> str:
    data = inner(envelope, "data")
    places = (data.get("task_id"), data.get("taskId"), envelope.get("taskId"), envelope.get("task_id"))
    return next((text(place) for place in places if text(place)), "")


def _stage(envelope: Plain) -> str:
    return text(inner(envelope, "data").get("callbackType")) or "single"


def _progress(envelope: Plain, task_id: str, *, asked: Asked) -> Progress[Any]:
    data, code = envelope.get("data"), whole(envelope.get("code"))
    if jobs.is_record(data):
        return jobs.look("", data, asked=asked, raw=envelope)
    if isinstance(data, list) or (code == RUNNING and "task_id" in envelope):
        return looks.recovery(envelope, asked)
    found = _result(inner(envelope, "data"), task_id=task_id)
    stage = _stage(envelope)
    if code != OK:
        return _failed(envelope, asked, partial=found if found is not None and found.assets else None)
    state = _state(inner(envelope, "data"), stage, has_content=found is not None and looks.has_content(found))
    if state is State.SUCCEEDED:
        return Progress(state=state, result=found, stage=stage, raw=envelope)
    if state is State.FAILED:
        return _failed(envelope, asked, partial=None)
    partial = found if getattr(found, "tracks", ()) else None
    return Progress(state=state, partial=partial, stage=stage, raw=envelope)


def _state(data: Plain, stage: str, *, has_content: bool) -> State:
    if "status" in data:
        family = "voice_phrase" if "validateInfo" in data else "voice"
        return looks.state_of(text(data.get("status")), looks.FAMILIES[family].states)
    if stage in {"text", "first"}:
        return State.RUNNING
    return State.FAILED if stage == "error" and not has_content else State.SUCCEEDED


def _failed(envelope: Plain, asked: Asked, *, partial: Any) -> Progress[Any]:
    data = inner(envelope, "data")
    code = whole(envelope.get("code"))
    if code == OK:
        code = whole(data.get("errorCode"))
    message = text(data.get("error")) or text(data.get("errorMessage")) or text(envelope.get("msg"))
    spoken = f"{text(envelope.get('msg'))}: {message}" if message != text(envelope.get("msg")) else message
    error = looks.task_error(asked, code, message=spoken, raw=envelope)
    return Progress(
        state=State.UNKNOWN if whole(envelope.get("code")) is None else State.FAILED,
        error=error,
        partial=partial,
        stage=_stage(envelope),
        refunded=looks.refunded(error),
        raw=envelope,
    )


def _music_or_lyrics(data: Plain, task_id: str) -> Any:
    if any("text" in item for item in objects(data.get("data"))):
        return reading.lyrics(wire.read("DeliveredLyrics", data).get("data"), task_id=task_id, raw=data)
    return reading.song(wire.read("DeliveredMusic", data).get("data"), task_id=task_id, raw=data)


def _stems(data: Plain, task_id: str) -> Any:
    plain = wire.read("DeliveredStems", data)
    files = inner(plain, "vocal_separation_info") or inner(plain, "vocal_removal_info")
    return reading.stems(files, task_id=task_id, raw=data)


_SHAPES: Mapping[str, Callable[[Plain, str], Any]] = {
    "callbackType": _music_or_lyrics,
    "audioWavUrl": lambda data, task_id: reading.wav(data.get("audioWavUrl"), data, task_id=task_id),
    "vocal_separation_info": _stems,
    "vocal_removal_info": _stems,
    "video_url": lambda data, task_id: reading.video(data.get("video_url"), data, task_id=task_id),
    "images": lambda data, task_id: reading.covers(data.get("images"), data, task_id=task_id),
    "instruments": lambda data, task_id: reading.notes(
        wire.read("DeliveredMidi", data).get("instruments"), task_id=task_id, raw=data
    ),
    "validateInfo": lambda data, task_id: reading.phrase(wire.read("VoicePhraseStatus", data), task_id=task_id),
    "voiceId": lambda data, task_id: reading.voice(wire.read("VoiceStatus", data), task_id=task_id),
}
"""A key that only one shape has → who reads it. A delivery does not name its operation."""


def _result(data: Plain, *, task_id: str) -> Any:
    read = next((read for key, read in _SHAPES.items() if key in data), None)
    return None if read is None else read(data, task_id)
