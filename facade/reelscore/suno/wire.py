"""The only door to the generated code of Suno: calls as it writes them, answers as it reads them.

One operation's modules are imported when it is first used. An answer of an unforeseen shape reads as an empty one.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import attrs

from reelscore.effects import FilePart, HttpCall

_READ_FAILURES = (TypeError, ValueError, KeyError, AttributeError, RecursionError)
_CALLS = {
    "generate": ("music.generate", "GenerateRequest"),
    "extend": ("music.extend", "ExtendRequest"),
    "upload_cover": ("music.upload_cover", "UploadCoverRequest"),
    "upload_extend": ("music.upload_extend", "UploadExtendRequest"),
    "add_instrumental": ("music.add_instrumental", "AddInstrumentalRequest"),
    "add_vocals": ("music.add_vocals", "AddVocalsRequest"),
    "replace_section": ("music.replace_section", "ReplaceSectionRequest"),
    "mashup": ("music.mashup", "MashupRequest"),
    "sounds": ("music.sounds", "SoundsRequest"),
    "persona": ("music.persona", "PersonaRequest"),
    "timestamped_lyrics": ("lyrics.timestamped_lyrics", "TimestampedLyricsRequest"),
    "boost_style": ("lyrics.boost_style", "BoostStyleRequest"),
    "lyrics": ("lyrics.lyrics", "LyricsRequest"),
    "cover_image": ("image.cover_image", "CoverImageRequest"),
    "wav": ("audio.wav", "WavRequest"),
    "stems": ("audio.stems", "StemsRequest"),
    "midi": ("audio.midi", "MidiRequest"),
    "music_video": ("video.music_video", "MusicVideoRequest"),
    "recover_audio": ("audio.recover_audio", "RecoverAudioRequest"),
    "voice_phrase": ("voice.voice_phrase", "VoicePhraseRequest"),
    "voice_phrase_again": ("voice.voice_phrase_again", "VoicePhraseAgainRequest"),
    "voice": ("voice.voice", "VoiceRequest"),
    "voice_check": ("voice.voice_check", "VoiceCheckRequest"),
    "download_url": ("account.download_url", "DownloadUrlRequest"),
    "upload_file_base64": ("files.upload_file_base_64", "UploadFileBase64Request"),
    "upload_file_url": ("files.upload_file_url", "UploadFileUrlRequest"),
    "jobs": ("jobs.jobs_create", "JobsCreateRequest"),
}
"""What is called: module of the call and model of its body."""
_QUESTIONS = {
    "balance": "account.balance",
    "balance_sunoapi": "account.balance_sunoapi",
    "music": "music.music_status",
    "lyrics": "lyrics.lyrics_status",
    "wav": "audio.wav_status",
    "stems": "audio.stems_status",
    "midi": "audio.midi_status",
    "music_video": "video.music_video_status",
    "cover_image": "image.cover_image_status",
    "voice_phrase": "voice.voice_phrase_status",
    "voice": "voice.voice_status",
    "recover_audio": "audio.recover_audio_status",
    "jobs": "jobs.jobs_status",
}
"""What is asked with GET, by family."""
_MODULES = {"UploadFileBase64Request": "upload_file_base_64_request"}


def post(name: str, body: Mapping[str, Any], *, path: str) -> HttpCall:
    """Write a POST; a body that is no complete request of the documents goes as it is to *path*."""
    module, model = _CALLS[name]
    try:
        kwargs: dict[str, Any] = _api(module)._get_kwargs(body=_model(model).from_dict(dict(body)))
        sent, path = kwargs["json"], kwargs["url"]
    except _READ_FAILURES:
        sent = dict(body)
    return HttpCall(
        method="POST",
        path=path,
        headers={"Content-Type": "application/json"},
        content=_written(sent),
    )


def _written(sent: Any) -> bytes:
    try:
        return json.dumps(sent, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # Half a character, which only a client without validation lets through.
        return json.dumps(sent).encode("ascii")


def upload(name: str, body: Mapping[str, Any], *, path: str) -> HttpCall:
    """Write a POST to the upload host."""
    return attrs.evolve(post(name, body, path=path), base="upload")


def stream(body: Mapping[str, Any], *, file: FilePart) -> HttpCall:
    """Write a multipart upload; the generated model names the parts, the file is opened anew for each try."""
    request = _model("UploadFileStreamRequest").from_dict({**body, "file": b""})
    parts = _api("files.upload_file_stream")._get_kwargs(body=request)
    fields = {name: part[1].decode("utf-8") for name, part in parts["files"] if name != "file"}
    return HttpCall(method="POST", path=parts["url"], fields=fields, file=file, base="upload")


def question(name: str, task_id: str | None = None) -> HttpCall:
    """Write a GET: the balance, or a look at a task."""
    known = {} if task_id is None else {"task_id": task_id}
    kwargs: dict[str, Any] = _api(_QUESTIONS[name])._get_kwargs(**known)
    params = {key: str(value) for key, value in kwargs.get("params", {}).items()}
    return HttpCall(method="GET", path=kwargs["url"], params=params)


def read(model: str, data: Any) -> dict[str, Any]:
    """Read a JSON object through a generated model, into plain values under Python names.

    Args:
        model: name of the model's class, such as "MusicStatus".
        data: anything; what is no object reads as an empty one.
    """
    if not isinstance(data, dict):
        return {}
    try:
        return dict(_plain(_model(model).from_dict(data)))
    except _READ_FAILURES:
        return {}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not attrs.has(type(value)):
        return value
    model: Any = type(value)
    known = {name: getattr(value, name) for name in _names(model)}
    return {name.rstrip("_"): _plain(item) for name, item in known.items() if not isinstance(item, _unset())}


@lru_cache(maxsize=256)
def _names(model: Any) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(model) if field.name != "additional_properties")


@lru_cache(maxsize=1)
def _unset() -> Any:
    return importlib.import_module("reelscore_wire.suno.types").Unset


@lru_cache(maxsize=64)
def _api(module: str) -> Any:
    return importlib.import_module(f"reelscore_wire.suno.api.{module}")


@lru_cache(maxsize=128)
def _model(name: str) -> Any:
    module = _MODULES.get(name) or "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]
    return getattr(importlib.import_module(f"reelscore_wire.suno.models.{module}"), name)
