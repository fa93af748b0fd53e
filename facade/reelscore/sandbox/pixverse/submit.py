"""Take uploads and generations: find what a request works on, judge and price it, and start its task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import attrs

from reelscore.sandbox import media
from reelscore.sandbox.calls import Call
from reelscore.sandbox.faults import steered
from reelscore.sandbox.pixverse.answers import SPEAKERS, file_name, link
from reelscore.sandbox.pixverse.prices import price
from reelscore.sandbox.pixverse.refusals import accept, refusals
from reelscore.sandbox.probe import ASSUMED, MediaType, Probe, own_file, probe, probe_link
from reelscore.sandbox.schemas import known, operations
from reelscore.sandbox.values import Answer, Facts, Refusal, Task, Upload, own_rows, refuse_if

MOST_IMAGE_BYTES: Final = 20 * 2**20
MOST_IMAGE_SIDE: Final = 10_000
MOST_MEDIA_BYTES: Final = 100 * 2**20
"""50 MB is the documented rule, 100 MB that of mimic and modify: the upload takes the larger."""
MODERATED_NAME: Final = "sandbox-moderate"
"""A file or link with this in its name is refused by moderation."""
STEERING_NAMES: Final = {"sandbox-no-subject": "mimic_image", "sandbox-no-person": "mimic_video"}
"""A file or link with this in its name is refused by mimic: 701002 for an image, 701003 for a video."""
MOST_SECONDS = {"restyle": 16.0}
"""Longest source video; 30 s elsewhere. Source: docs.platform.pixverse.ai."""
MOST_BYTES = {"mimic": 100 * 2**20, "modify": 100 * 2**20}
"""Largest uploaded video; 50 MB elsewhere."""
SONG = (10.0, 360.0)
"""Shortest and longest song of a music video, in seconds. Source: docs.platform.pixverse.ai."""
MOST_SONG_BYTES: Final = 15 * 2**20
MOST_SIDE = 1920
"""Pixels of an uploaded video's longer side."""


NOTHING: Final = Probe(media_type="image", content_type="")


class Sources(NamedTuple):
    """What a request works on; `NOTHING` where it names none."""

    video: Probe
    audio: Probe
    shown: Probe
    """The source video, or else the first image."""


def upload_image(call: Call) -> Answer:
    """Answer ``POST /image/upload``: ``image`` (file) or ``image_url``."""
    part, name, found = _given(call, "image", link="image_url", refusals=("image_format", "image_path"))
    refuse_if(part is not None and part.size >= MOST_IMAGE_BYTES, "image_large")
    refuse_if(found.media_type != "image", "image_format")
    _check_declared(part, found, kind="image_format")
    refuse_if(max(found.width, found.height) > MOST_IMAGE_SIDE, "image_large")
    refuse_if(MODERATED_NAME in name, "image_moderated")
    identity, url = _remember(call, "images", found, part=part, name=name)
    return accept({"img_id": identity, "img_url": url})


def upload_media(call: Call) -> Answer:
    """Answer ``POST /media/upload``: ``file`` or ``file_url``, a video or a sound."""
    part, name, found = _given(call, "file", link="file_url", refusals=("invalid", "invalid"))
    refuse_if(found.media_type == "image", "invalid", "the file is neither video nor audio")
    _check_declared(part, found, kind="invalid")
    refuse_if(found.bytes > MOST_MEDIA_BYTES, "invalid", "the file is too large")
    identity, url = _remember(call, "media", found, part=part, name=name)
    return accept({"media_id": identity, "media_type": found.media_type, "url": url})


def _given(call: Call, file: str, *, link: str, refusals: tuple[str, str]) -> tuple[Upload | None, str, Probe]:
    """Return the file, or None for a link, its name or the link, and what it is; refuse what cannot be read."""
    part, url = call.fields.get(file), str(call.fields.get(link) or "")
    if (part is None) == (not url):
        raise Refusal("missing" if part is None else "invalid", f"give {file} or {link}, one of the two")
    if isinstance(part, Upload):
        found = probe(part.data)
        if found is None:
            raise Refusal(refusals[0], "the file is of no known type")
        return part, part.name, attrs.evolve(found, bytes=part.size)
    refuse_if(part is not None, "type", f"{file} must be a file")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or "unreachable" in url:
        raise Refusal(refusals[1], f"cannot read {url}")
    found = own_file(call, url) or probe_link(url)
    if found is None:
        raise Refusal(refusals[1], f"{url} is of no known type")
    return None, url, found


def _check_declared(part: Upload | None, found: Probe, *, kind: str) -> None:
    declared = part.content_type.split(";")[0].strip() if part else ""
    if declared and declared != "application/octet-stream" and declared.split("/")[0] != found.media_type:
        raise Refusal(kind, f"the file is {found.content_type}, not {declared}")


def _remember(call: Call, kind: str, found: Probe, *, part: Upload | None, name: str) -> tuple[int, str]:
    """Return id and link of an upload, and note what its name asks of the operations that will use it."""
    identity = call.engine.new_number()
    call.owned(kind)[str(identity)] = attrs.asdict(found)
    for word, refusal in STEERING_NAMES.items():
        if word in name:
            call.owned("marked")[str(identity)] = refusal
    if part is None:
        return identity, name
    path = f"upload/{call.engine.new_uuid()}.{found.content_type.rsplit('/', 1)[-1].removeprefix('x-')}"
    if len(part.data) == part.size:
        call.engine.files.keep(path, part.data, content_type=found.content_type)
    return identity, link(call.origin, path)


def find_sources(call: Call) -> Sources:
    """Look up everything that the request names; refuse ids that this account never made and media that do not suit."""
    images = [
        _look_up(call, "images", identity, assumed="image", refusal=Refusal("image_id", str(identity)))
        for identity in image_ids(call.fields)
    ]
    video, audio = _video(call), _audio(call) or NOTHING
    shown = video or next((image for image in images if image.width), NOTHING)
    return Sources(video or NOTHING, audio, shown)


def image_ids(body: Mapping[str, Any]) -> Iterator[int]:
    names = ("img_id", "first_frame_img", "last_frame_img")
    yield from (body[name] for name in names if body.get(name) is not None)
    yield from body.get("img_ids") or ()
    for name in ("multi_transition", "image_references", "img_references", "style_img_references"):
        yield from (item["img_id"] for item in body.get(name) or () if isinstance(item.get("img_id"), int))


def _look_up(call: Call, kind: str, identity: int, *, assumed: MediaType, refusal: Refusal) -> Probe:
    kept = call.owned(kind).get(str(identity))
    if kept is not None:
        return Probe(**kept)
    if call.is_strict:
        raise refusal
    return ASSUMED[assumed]


def _video(call: Call) -> Probe | None:
    body, references = call.fields, call.fields.get("video_references") or ()
    named = next((item["video_id"] for item in references if item.get("video_id") is not None), None)
    identity = body.get("source_video_id") if named is None else named
    if identity is not None:
        return _made_video(call, identity)
    if references:
        return ASSUMED["video"]
    if body.get("video_media_id") is None:
        return None
    video, longest = _media(call, "video_media_id", kind="video"), MOST_SECONDS.get(call.operation, 30)
    refuse_if(video.seconds > longest + 0.5, "invalid", f"the video is longer than {longest:g} s")
    refuse_if(video.bytes > MOST_BYTES.get(call.operation, 50 * 2**20), "invalid", "the video is too large")
    refuse_if(max(video.width, video.height) > MOST_SIDE, "invalid", f"the video is larger than {MOST_SIDE} px")
    return video


def _made_video(call: Call, identity: int) -> Probe:
    task = call.find_task(identity)
    if task is not None and task.stage(call.now) == "succeeded" and task.facts.get("seconds"):
        shown = {name: task.facts[name] for name in ("seconds", "width", "height")}
        return attrs.evolve(ASSUMED["video"], **shown)
    if task is None and not call.is_strict:
        return ASSUMED["video"]
    raise Refusal("invalid", f"no matching source_video_id {identity}")


def _media(call: Call, field: str, *, kind: MediaType) -> Probe:
    identity = call.fields[field]
    refusal = Refusal("invalid", f"no matching {field} {identity}")
    media = _look_up(call, "media", identity, assumed=kind, refusal=refusal)
    if media.media_type != kind:
        raise Refusal("invalid", f"{field} {identity} is not {'a video' if kind == 'video' else 'an audio'}")
    return media


def _audio(call: Call) -> Probe | None:
    identity = call.fields.get("audio_media_id")
    if identity is None:
        return None
    audio = _media(call, "audio_media_id", kind="audio")
    if call.operation == "music_video":
        if call.is_strict and not SONG[0] <= audio.seconds <= SONG[1] + 0.5:
            raise Refusal("invalid", "the audio must have 10 to 360 s")
        refuse_if(audio.bytes > MOST_SONG_BYTES, "invalid", "the audio is larger than 15 MB")
        refuse_if(call.is_strict and str(identity) not in call.owned("verified"), "verify")
    return audio


KEEP_TRACES: Final = 20_000
SLOT_FREED: Final = 600.0
"""Seconds after which a running task gives its slot back. Source: docs.platform.pixverse.ai."""
BAD_LYRICS: Final = "sandbox:lyrics"
"""In ``lyric_text``: refused with 400080."""
FROM_ESSENTIAL_UP: Final = frozenset({"lip_sync", "extend"})
"""Not on the free plan. Source: docs.platform.pixverse.ai."""
FRAMES_PER_SECOND: Final = 24
"""Key frames are counted at this rate. Source: docs.platform.pixverse.ai."""
SILENT: Final = frozenset(
    {"text_to_video", "image_to_video", "transition", "multi_transition", "fusion", "extend", "mimic", "template_video"}
)
"""Operations whose videos are silent unless a switch says otherwise."""
SWITCHES: Final = ("generate_audio_switch", "sound_effect_switch", "lip_sync_tts_switch", "lip_sync_switch")


class Operation(NamedTuple):
    """One operation that makes a task: a row of `data/pixverse.csv`, or the usual where it has none."""

    seconds: float = 60.0
    """How long its tasks take on the sandbox clock: the sandbox's own choice, no figure is published."""
    slots: int = 1
    charge: str = ""
    """Key of the charge in the answer to the submission; empty where it is not told."""


_ROWS: Final = {
    row["operation"]: Operation(float(row["seconds"]), int(row["slots"]), row["charge"]) for row in own_rows("pixverse")
}
OPERATIONS: Final = {
    name: _ROWS.get(name, Operation())
    for name, operation in operations("pixverse", "pixverse.ai").items()
    if operation.role == "paid"
}


def submit(call: Call) -> Answer:
    return _once(call, _start)


def select_masks(call: Call) -> Answer:
    """Answer ``POST /video/mask/selection``, which is charged and answered at once."""
    return _once(call, _select)


def _once(call: Call, make: Callable[[Call, Sources], Facts]) -> Answer:
    """Answer a trace id that was seen before as the first time; nothing is started or charged."""
    traces, where = call.engine.traces, (call.host, call.account.key, call.headers.get("ai-trace-id", ""))
    if where in traces:
        call.task = call.find_task(next(iter(traces[where].values())))
        return accept(traces[where])
    for refusal in refusals(call.operation, call.host, call.fields):
        raise refusal
    call.body = known("pixverse", call.host, call.operation, call.fields)
    if call.is_strict:
        _check_names(call)
    resp = traces[where] = make(call, find_sources(call))
    if len(traces) > KEEP_TRACES:
        traces.popitem(last=False)
    return accept(resp)


def _check_names(call: Call) -> None:
    """Refuse an unknown speaker, and a swap whose video, frame and mask are not of one mask selection."""
    speaker = call.fields.get("lip_sync_tts_speaker_id")
    if speaker is not None and speaker.lower() != "auto" and speaker not in {*SPEAKERS, *call.owned("voices")}:
        raise Refusal("invalid", f"lip_sync_tts_speaker_id: unknown speaker {speaker}")
    if call.operation == "swap":
        selected = call.owned("masks").get(call.fields["mask_id"])
        if selected != {"frame": call.fields["keyframe_id"], "source": _source(call)}:
            raise Refusal("invalid", "mask_id: video, keyframe_id and mask_id must come from the same mask selection")


def _source(call: Call) -> list[Any]:
    return [call.fields.get("source_video_id"), call.fields.get("video_media_id")]


def _charge(call: Call, sources: Sources) -> Decimal:
    return price(call.operation, call.fields, video=sources.video.seconds, audio=sources.audio.seconds)


def _start(call: Call, sources: Sources) -> Facts:
    operation = OPERATIONS[call.operation]
    _check_marks(call)
    fault, weight, credits = steered(call.fields), _permit(call, operation), _charge(call, sources)
    task = call.task = call.engine.start(_task(call, operation, credits=credits, sources=sources, weight=weight), fault)
    resp: Facts = {"image_id" if call.operation == "image_template" else "video_id": task.id}
    return {**resp, operation.charge: credits} if operation.charge else resp


def _check_marks(call: Call) -> None:
    """Refuse what the sandbox's own words in a file's name or in lyrics ask to be refused."""
    names = ("img_id", "video_media_id") if call.operation == "mimic" else ()
    marks = [call.owned("marked").get(str(call.fields.get(name))) for name in names]
    if kind := next(filter(None, marks), ""):
        raise Refusal(kind)
    refuse_if(BAD_LYRICS in str(call.fields.get("lyric_text", "")), "lyrics")


def _permit(call: Call, operation: Operation) -> int:
    """Return the slots that a task takes: those of the operation, or all that a smaller plan has."""
    account = call.account
    if account.plan == "Free" and (
        call.fields.get("quality") in {"720p", "1080p"} or call.operation in FROM_ESSENTIAL_UP
    ):
        raise Refusal("plan")
    weight = min(operation.slots, account.slots)
    refuse_if(call.engine.busy(account, younger_than=SLOT_FREED) + weight > account.slots, "concurrency")
    return weight


def _task(call: Call, operation: Operation, *, credits: Decimal, sources: Sources, weight: int) -> Task:
    engine = call.engine
    length = _output_seconds(call, sources)
    seconds = engine.varied(operation.seconds * (0.5 + length / 10), call.operation)
    width, height = _output_size(call, sources)
    stages = ((0.0, "queued"), (seconds * 0.1, "running"), (seconds, "succeeded"))
    facts = {"seconds": length, "width": width, "height": height, "audio": _has_audio(call)}
    task = call.new_task(engine.new_number(), stages, credits=credits, weight=weight, facts=facts)
    task.seed = call.fields.get("seed") or task.seed
    return task


def _output_seconds(call: Call, sources: Sources) -> float:
    """Return how long the made video is, in seconds; an extension is as long as source and addition."""
    body = call.fields
    if call.operation == "multi_transition":
        return float(sum(item.get("duration") or 0 for item in body["multi_transition"]))
    added = float(body.get("duration") or 0)
    if call.operation == "extend":
        return sources.video.seconds + added
    return added or sources.video.seconds or sources.audio.seconds or 5.0


def _output_size(call: Call, sources: Sources) -> tuple[int, int]:
    body, width, height = call.fields, sources.shown.width, sources.shown.height
    quality = body.get("quality") or "720p"
    if body.get("aspect_ratio"):
        return media.frame_size(quality, body["aspect_ratio"])
    if not (width and height):
        return media.frame_size(quality, "16:9")
    if "quality" not in body:
        factor = 2.0 if call.operation == "upscale" and max(width, height) <= MOST_SIDE else 1.0
    else:
        factor = int(quality.removesuffix("p")) / min(width, height)
    factor = min(factor, 3840 / max(width, height))
    return max(16, round(width * factor / 2) * 2), max(16, round(height * factor / 2) * 2)


def _has_audio(call: Call) -> bool:
    return call.operation not in SILENT or any(call.fields.get(switch) for switch in SWITCHES)


def _select(call: Call, sources: Sources) -> Facts:
    frame = call.fields.get("keyframe_id") or 1
    if call.is_strict and frame > max(1, sources.video.seconds * FRAMES_PER_SECOND):
        raise Refusal("invalid", "keyframe_id is behind the last frame")
    credits = _charge(call, sources)
    shown = {"seconds": 0, "audio": False, "width": sources.shown.width or 1280, "height": sources.shown.height or 720}
    made_at_once = call.new_task(call.engine.new_number(), ((0.0, "succeeded"),), credits=credits, facts=shown)
    task = call.task = call.engine.start(made_at_once)
    picture, *pictures = (link(call.origin, file_name(task, number)) for number in range(4))
    made = [
        {"mask_id": str(call.engine.new_number()), "mask_name": name, "mask_url": url}
        for name, url in zip(("person", "object", "background"), pictures, strict=True)
    ]
    for mask in made:
        call.owned("masks")[mask["mask_id"]] = {"frame": frame, "source": _source(call)}
    return {"keyframe_id": frame, "keyframe_url": picture, "credits": credits, "mask_info": made}
