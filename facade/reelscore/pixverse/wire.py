"""The only place that knows the generated code: it builds calls with it and reads answers with it; no I/O."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

import attrs

from reelscore.effects import HttpCall

_PACKAGE = "reelscore_wire.pixverse"
_WRITE = json.JSONEncoder(separators=(",", ":")).encode
_UNFIT = (AttributeError, KeyError, TypeError, ValueError)
"""What the generated code raises on a body or an answer of another shape."""

MODULES: Mapping[str, tuple[str, str]] = {
    "text_to_video": ("video.text_to_video", "TextToVideoRequest"),
    "image_to_video": ("video.image_to_video", "ImageToVideoRequest"),
    "template_video": ("video.image_to_video", "ImageToVideoRequest"),
    "transition": ("video.transition", "TransitionRequest"),
    "multi_transition": ("video.multi_transition", "MultiTransitionRequest"),
    "extend": ("video.extend", "ExtendRequest"),
    "fusion": ("video.fusion", "FusionRequest"),
    "avatar": ("video.avatar", "AvatarRequest"),
    "lip_sync": ("edit.lip_sync", "LipSyncRequest"),
    "sound_effect": ("edit.sound_effect", "SoundEffectRequest"),
    "restyle": ("edit.restyle", "RestyleRequest"),
    "mask_selection": ("edit.mask_selection", "MaskSelectionRequest"),
    "swap": ("edit.swap", "SwapRequest"),
    "mimic": ("edit.mimic", "MimicRequest"),
    "modify": ("edit.modify", "ModifyRequest"),
    "upscale": ("edit.upscale", "UpscaleRequest"),
    "recreate": ("agents.agent_video", "RecreateRequest"),
    "real_estate": ("agents.agent_video", "RealEstateRequest"),
    "music_video": ("agents.music_video", "MusicVideoRequest"),
    "image_template": ("image.image_template", "ImageTemplateRequest"),
    "usage": ("account.usage", "UsageRequest"),
    "verify_audio": ("audio.verify_audio", "AudioVerificationRequest"),
    "create_voice": ("voices.create_voice", "CreateVoiceRequest"),
    "balance": ("account.balance", ""),
    "tts_speakers": ("voices.list_tts_speakers", ""),
    "speakers": ("voices.list_speakers", ""),
    "delete_voice": ("voices.delete_voice", ""),
    "restyles": ("edit.list_restyles", ""),
    "templates": ("templates.list_templates", ""),
    "upload_image": ("upload.upload_image", "ImageUpload"),
    "upload_media": ("upload.upload_media", "MediaUpload"),
    "video_status": ("status.video_status", ""),
    "image_status": ("status.image_status", ""),
}
"""Operation → module below ``api``, and the model of its body."""
_QUERY = {
    "pageSize": ("page_size", "PageSize"),
    "speaker_type": ("speaker_type", "SpeakerType"),
    "type": ("type_", "TemplateType"),
}
"""Query names that the generated functions spell or type in their own way."""


@lru_cache(maxsize=64)
def _kwargs(operation: str) -> Callable[..., dict[str, Any]]:
    found: Callable[..., dict[str, Any]] = import_module(f"{_PACKAGE}.api.{MODULES[operation][0]}")._get_kwargs
    return found


@lru_cache(maxsize=128)
def _model(name: str) -> Any:
    return getattr(import_module(f"{_PACKAGE}.models"), name)


def json_call(operation: str, body: Mapping[str, Any], *, trace_id: str) -> HttpCall:
    """Build the call of an operation with a JSON body, which leaves exactly as it is given.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: the body does not fit the specification.
    """
    model = _model(MODULES[operation][1]).from_dict(body)
    return _call(_kwargs(operation)(body=model, ai_trace_id=trace_id), trace_id)


def query_call(operation: str, fields: Mapping[str, Any], *, trace_id: str) -> HttpCall:
    """Build the call of an operation whose fields go into the path or the query."""
    given = dict(_argument(operation, name, value=value) for name, value in fields.items())
    return _call(_kwargs(operation)(ai_trace_id=trace_id, **given), trace_id)


def _argument(operation: str, name: str, *, value: Any) -> tuple[str, Any]:
    if operation == "speakers" and name == "page_size":
        return name, _model("PageSize")(value)
    argument, model = _QUERY.get(name, (name, ""))
    return argument, _model(model)(value) if model else value


def upload_call(operation: str, fields: Mapping[str, str], *, trace_id: str) -> HttpCall:
    """Build the call of an upload without its file, which the caller adds as ``file``."""
    return attrs.evolve(
        _call(_kwargs(operation)(body=_model(MODULES[operation][1])(), ai_trace_id=trace_id), trace_id), fields=fields
    )


def _call(kwargs: Mapping[str, Any], trace_id: str) -> HttpCall:
    body = kwargs.get("json")
    return HttpCall(
        method=kwargs["method"].upper(),
        path=kwargs["url"],
        params={name: str(value) for name, value in kwargs.get("params", {}).items()},
        headers={} if body is None else {"Content-Type": "application/json"},
        content=None if body is None else written(body),
        trace_id=trace_id,
    )


def written(body: Mapping[str, Any]) -> bytes:
    """Write JSON in ASCII, so that any text can be written."""
    return _WRITE(body).encode("ascii")


def loose_call(route: str, body: Mapping[str, Any], *, trace_id: str) -> HttpCall:
    """Build a call without the generated code, for a body that its checks were switched off for."""
    method, _, path = route.partition(" ")
    headers = {"Content-Type": "application/json"}
    return HttpCall(method=method, path=path, headers=headers, content=written(body), trace_id=trace_id)


def load(name: str, data: Any) -> Any:
    """Read an object of an answer into its generated model; what does not fit is left out, never raised.

    Args:
        name: of the model.
        data: what stands in the answer.
    """
    model = _model(name)
    needed = {field.name: None for field in attrs.fields(model) if field.default is attrs.NOTHING}
    given = data if isinstance(data, Mapping) else {}
    plain = {key: value for key, value in given.items() if isinstance(value, (bool, int, float, str))}
    for fields in (given, plain):
        try:
            return model.from_dict({**needed, **fields})
        except _UNFIT:
            continue
    return model.from_dict(needed)
