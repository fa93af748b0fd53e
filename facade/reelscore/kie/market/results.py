"""What a job gave, in the same words for every model, and the reader of its record; the reader never raises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from reelscore._attrs import frozen
from reelscore.errors import ApiError
from reelscore.kie.hosts import FILES_LIVE, JOB_STATES, task_error, word_of
from reelscore.kie.market.snapshot import snapshot
from reelscore.kie.results import kind_of
from reelscore.kie.status import FLAGS
from reelscore.results import Asset, AssetKind, Progress, Result, State
from reelscore.vendors.coercion import (
    after,
    charge,
    fields,
    fill,
    identifier,
    integer,
    is_address,
    moment,
    number,
    objects,
    parsed,
    text,
    urls,
    words,
)
from reelscore.vendors.envelope import CallContext, progress_of
from reelscore.vendors.tables import CodeTable

__all__ = ["MarketTrack", "OutputFile", "Outputs"]
Role: TypeAlias = Literal["main", "mask", "first_frame", "last_frame", "watermarked"]
MASKS_LIVE = timedelta(hours=1)
"""How long the vendor keeps masks. Source: docs.kie.ai, Get Task Details, 2026."""
_KINDS: Mapping[str, AssetKind] = {"video": "video", "audio": "audio", "image": "image"}
_LISTS: tuple[tuple[str, Role], ...] = (
    ("result_urls", "main"),
    ("mask_urls", "mask"),
    ("first_frame_url", "first_frame"),
    ("last_frame_url", "last_frame"),
    ("result_water_mark_urls", "watermarked"),
)
"""Lists of URLs in a result or in its object, and what the files are."""


@frozen(kw_only=True)
class OutputFile(Result):
    """One file of a job."""

    url: str
    role: Role = "main"
    """What it is to the job: its result, a mask, or a frame of it."""
    kind: AssetKind = "image"

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The file."""
        return (Asset(url=self.url, kind=self.kind),)


@frozen(kw_only=True)
class MarketTrack(Result):
    """One song of a music model."""

    id: str = ""
    title: str = ""
    duration: float | None = None
    """Seconds."""
    audio_url: str = ""
    """Empty until the file is there."""
    stream_audio_url: str = ""
    image_url: str = ""
    model_name: str = ""
    prompt: str = ""
    tags: str = ""
    created: datetime | None = None

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The song, once its file is there."""
        return (Asset(url=self.audio_url, kind="audio", name=self.title),) if self.audio_url else ()


@frozen(kw_only=True)
class Outputs(Result):
    """What a job of the Market gave: files, objects and tracks, whichever its model makes."""

    model: str = ""
    files: tuple[OutputFile, ...] = ()
    objects: tuple[Mapping[str, Any], ...] = ()
    """What is no file: lyrics, layers, what was seen in a picture; in the vendor's words."""
    tracks: tuple[MarketTrack, ...] = ()
    seconds: float | None = None
    """How long the job took."""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """Main files and masks, then songs; frames are parts of ``files`` and are saved from there."""
        kept = [file for file in self.files if file.role in {"main", "mask"}]
        return tuple(asset for part in (*kept, *self.tracks) for asset in part.assets)

    @property
    def has_content(self) -> bool:
        """Whether there is a file, an object or a song."""
        return bool(self.assets or self.objects)


def is_job(data: Any) -> bool:
    """Return whether the data of an answer are the record of a job."""
    found = fields(data)
    return "state" in found and bool({"result_json", "response", "model", "param", "fail_code"} & found.keys())


def outputs_of(record: Any) -> Outputs:
    """Read the result of a record; what is not there yet is empty."""
    found = fields(record)
    model = text(found.get("model"))
    made = _made(found.get("result_json")) or _made(found.get("response"))
    told = fields(made.get("result_object"))
    placed = {**told, **made}
    listed: list[tuple[str, Role]] = []
    for name, role in _LISTS:
        listed.extend((url, role) for url in urls(placed.get(name)))
    if not any(role == "main" for _, role in listed):
        listed.extend((url, "main") for layer in objects(told, "layers_data") for url in urls(fields(layer).get("url")))
    known = snapshot().models.get(model)
    kind = _KINDS.get(known.output if known else "", "image")
    given = (parsed(made.get("result_object")), made.get("data"))
    started, ended = moment(found.get("create_time")), moment(found.get("complete_time"))
    seconds = (ended - started).total_seconds() if started and ended else number(found.get("cost_time"))
    return Outputs(
        model=model,
        files=tuple(OutputFile(url=url, role=role, kind=kind_of(url, kind), raw=url) for url, role in listed),
        objects=tuple(each for each in given if isinstance(each, Mapping) and each),
        tracks=tuple(map(_track, objects(parsed(made.get("data"))))),
        seconds=None if seconds is None or seconds < 0 else seconds,
        expires=after(found.get("complete_time"), MASKS_LIVE if "mask_urls" in told else FILES_LIVE),
        raw=record,
    )


def _made(told: Any) -> Mapping[str, Any]:
    """Read what a job made: an object, text of one, text of that text, or nothing but its URLs."""
    held = parsed(parsed(told))
    if isinstance(held, Mapping):
        return fields(held)
    found = list(filter(is_address, urls(held)))
    return {"result_urls": found} if found else {}


def _track(value: Mapping[str, Any]) -> MarketTrack:
    found = fields(value)
    return fill(MarketTrack, value, id=identifier(found.get("id")), created=moment(found.get("create_time")))


def read_progress(record: Any, *, codes: CodeTable, context: CallContext, raw: Any) -> Progress[Outputs]:
    """Read the record of a job, from a poll or a callback; a word that no page names is a task that runs.

    Args:
        record: the data of the envelope.
        codes: what codes mean.
        context: whose task it is.
        raw: the whole answer.
    """
    found = fields(record)
    word = text(found.get("state")).strip()
    flag = str(integer(found.get("success_flag")))
    state = JOB_STATES.get(word.lower()) or FLAGS.get(flag) or (State.RUNNING if found else State.UNKNOWN)
    outputs = outputs_of(record)
    error = _error(found, codes=codes, context=context, raw=raw) if state is State.FAILED else None
    details: dict[str, Any] = {"stage": word, "percent": _percent(found), "missing": not found, "raw": raw}
    return progress_of(state, outputs, error=error, charge=charge(found.get("credits_consumed")), **details)


def _percent(found: Mapping[str, Any]) -> float | None:
    told = number(found.get("progress"))
    return told if told is not None and 0 <= told <= 100 else None  # noqa: PLR2004 - of a hundred


def _error(found: Mapping[str, Any], *, codes: CodeTable, context: CallContext, raw: Any) -> ApiError:
    """Make the error of a job that failed; its code is a text, of digits or a word."""
    told = word_of(found.get("fail_code"))
    error = task_error(codes, context, told, message=words(found.get("fail_msg")) or told, raw=raw)
    error.code = told or None
    return error
