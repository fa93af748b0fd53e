"""Every field of an answer that a result has is read from the vendor's own name of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from reelscore.kie import ON_KIE_AI
from reelscore.pixverse import ON_PIXVERSE_AI
from reelscore.pixverse.usage_log import read as read_usage
from reelscore.suno import ON_KIE_AI as SONGS
from reelscore.suno import ON_SUNOAPI_ORG
from reelscore.vendors.family import Family
from tests.rows import each

URL = "https://files.example.test/a.mp4"
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
AT = 1788264000000
"""The same in milliseconds."""
DAY = timedelta(days=1)
LOOKS: list[tuple[Family, str, dict[str, Any], dict[str, Any]]] = [
    (ON_PIXVERSE_AI, "text_to_video",
        {"id": 7, "status": 1, "url": URL, "prompt": "fox", "negative_prompt": "dog", "style": "anime", "seed": 3,
         "outputWidth": 1280, "outputHeight": 720, "resolution_ratio": 540, "size": 1.5, "has_audio": True,
         "credits": 45, "create_time": "2026-09-01T12:00:00Z", "modify_time": "2026-09-02T12:00:00Z"},
        {"id": 7, "url": URL, "prompt": "fox", "negative_prompt": "dog", "style": "anime", "seed": 3, "width": 1280,
         "height": 720, "resolution": 540, "size": 1.5, "has_audio": True, "credits": 45, "created": NOON,
         "modified": NOON + DAY}),
    (ON_PIXVERSE_AI, "image_template",
        {"image_id": 8, "status": 1, "url": URL, "template_id": 9, "outputWidth": 10, "outputHeight": 11,
         "create_time": "2026-09-01T12:00:00Z", "modify_time": "2026-09-02T12:00:00Z"},
        {"id": 8, "template_id": 9, "width": 10, "height": 11, "created": NOON, "modified": NOON + DAY}),
    (SONGS, "generate",
        {"taskId": "t", "status": "SUCCESS", "param": '{"model": "V5"}', "response": {"sunoData": [
            {"id": "a", "audioUrl": URL, "sourceAudioUrl": f"{URL}?s", "streamAudioUrl": f"{URL}?l",
             "imageUrl": f"{URL}?i", "prompt": "la", "modelName": "chirp-v5", "title": "Fox", "tags": "folk",
             "createTime": AT, "duration": 120.5}]}},
        {"task_id": "t", "expires": NOON + 14 * DAY, "tracks.0.id": "a", "tracks.0.audio_url": URL,
         "tracks.0.source_audio_url": f"{URL}?s", "tracks.0.stream_url": f"{URL}?l", "tracks.0.image_url": f"{URL}?i",
         "tracks.0.lyrics": "la", "tracks.0.model_name": "chirp-v5", "tracks.0.title": "Fox", "tracks.0.tags": "folk",
         "tracks.0.created": NOON, "tracks.0.seconds": 120.5, "tracks.0.requested_model": "V5",
         "tracks.0.task_id": "t"}),
    (SONGS, "lyrics",
        {"taskId": "t", "status": "SUCCESS", "response": {"data": [
            {"text": "la", "title": "Fox", "status": "complete", "errorMessage": "no"}]}},
        {"task_id": "t", "texts.0.text": "la", "texts.0.title": "Fox", "texts.0.status": "complete",
         "texts.0.problem": "no"}),
    (SONGS, "wav",
        {"taskId": "t", "musicId": "m", "successFlag": "SUCCESS", "completeTime": AT, "response": {"audioWavUrl": URL}},
        {"task_id": "t", "track_id": "m", "url": URL, "expires": NOON + 14 * DAY}),
    (SONGS, "cover_image",
        {"taskId": "t", "parentTaskId": "p", "successFlag": 1, "completeTime": AT, "response": {"images": [URL]}},
        {"task_id": "t", "song_task_id": "p", "urls": (URL,), "expires": NOON + 14 * DAY}),
    (SONGS, "stems",
        {"taskId": "t", "successFlag": "SUCCESS", "response": {"originUrl": f"{URL}?o", "vocalUrl": URL, "originData": [
            {"id": "s", "stem_type_group_name": "Bass", "audio_url": f"{URL}?b", "duration": 9.5}]}},
        {"origin_url": f"{URL}?o", "stems.0.name": "vocal", "stems.0.url": URL, "stems.0.task_id": "t",
         "originals.0.id": "s", "originals.0.name": "Bass", "originals.0.url": f"{URL}?b",
         "originals.0.seconds": 9.5}),
    (SONGS, "midi",
        {"taskId": "t", "successFlag": 1, "midiData": {"instruments": [
            {"name": "Bass", "notes": [{"pitch": 40, "start": 1, "end": 2}]}]}},
        {"instruments.0.name": "Bass", "instruments.0.notes.0.pitch": 40, "instruments.0.notes.0.start": 1,
         "instruments.0.notes.0.end": 2, "instruments.0.notes.0.velocity": 1}),
    (ON_KIE_AI, "veo",
        {"taskId": "t", "successFlag": 1, "createTime": AT - 60_000, "completeTime": AT, "response": {
            "resultUrls": [URL], "originUrls": [f"{URL}?o"], "fullResultUrls": [f"{URL}?f"], "seeds": [5],
            "resolution": "720p"}},
        {"task_id": "t", "urls": (URL,), "origin_urls": (f"{URL}?o",), "full.urls": (f"{URL}?f",), "seeds": (5,),
         "resolution": "720p", "created": NOON - timedelta(minutes=1), "completed": NOON,
         "expires": NOON + 14 * DAY}),
    (ON_KIE_AI, "runway",
        {"taskId": "t", "parentTaskId": "p", "state": "success", "generateTime": AT, "expireFlag": 1, "videoInfo": {
            "videoId": "v", "videoUrl": URL, "imageUrl": f"{URL}?i"}},
        {"parent_task_id": "p", "video_id": "v", "urls": (URL,), "image_urls": (f"{URL}?i",), "created": NOON,
         "expired": True}),
    (ON_KIE_AI, "flux_kontext",
        {"taskId": "t", "successFlag": 1, "createTime": AT - 60_000, "completeTime": AT, "response": {
            "resultImageUrl": URL, "originImageUrl": f"{URL}?o"}},
        {"urls": (URL,), "origin_urls": (f"{URL}?o",), "created": NOON - timedelta(minutes=1), "completed": NOON,
         "expires": NOON + 14 * DAY}),
    (ON_KIE_AI, "market",
        {"taskId": "t", "model": "bytedance/seedance-2", "state": "success", "resultJson": {
            "resultUrls": [URL], "resultWaterMarkUrls": [f"{URL}?w"]}, "costTime": 12},
        {"model": "bytedance/seedance-2", "files.0.url": URL, "files.1.role": "watermarked", "seconds": 12}),
]  # fmt: skip
ANSWERS: list[tuple[Family, str, Any, dict[str, Any]]] = [
    (ON_PIXVERSE_AI, "balance", {"account_id": 1, "credit_monthly": 2, "credit_package": 3},
        {"account_id": 1, "credit_monthly": 2, "credit_package": 3, "total": 5}),
    (ON_PIXVERSE_AI, "upload_image", {"img_id": 1, "url": URL}, {"id": 1, "url": URL}),
    (ON_PIXVERSE_AI, "upload_media", {"media_id": 1, "media_type": "audio", "url": URL},
        {"id": 1, "type": "audio", "url": URL}),
    (ON_PIXVERSE_AI, "create_voice", {"speaker_id": "s", "name": "Fox"}, {"id": "s", "name": "Fox"}),
    (ON_PIXVERSE_AI, "speakers", {"total": 9, "data": [{"speaker_id": "s", "name": "Fox"}]},
        {"total": 9, "items.0.id": "s", "items.0.name": "Fox"}),
    (ON_PIXVERSE_AI, "restyles",
        {"data": [{"restyle_id": 1, "restyle_name": "Fox", "restyle_prompt": "fur", "cover_url": URL}]},
        {"items.0.id": 1, "items.0.name": "Fox", "items.0.prompt": "fur", "items.0.cover_url": URL}),
    (ON_PIXVERSE_AI, "templates", {"data": [{"template_id": 1, "display_name": "Fox"}]},
        {"items.0.id": 1, "items.0.name": "Fox"}),
    (ON_PIXVERSE_AI, "usage", {"items": [{"a": 1}], "next_cursor": "c", "has_more": True},
        {"items.0.raw": {"a": 1}, "next_cursor": "c", "has_more": True}),
    (ON_PIXVERSE_AI, "mask_selection",
        {"keyframe_url": URL, "mask_info": [{"mask_id": "m", "mask_name": "person", "mask_url": f"{URL}?m"}]},
        {"keyframe_id": 1, "keyframe_url": URL, "masks.0.id": "m", "masks.0.name": "person",
         "masks.0.url": f"{URL}?m"}),
    (SONGS, "balance", {"credit": 0.4}, {"credits": Decimal("0.4")}),
    (SONGS, "upload_file",
        {"fileName": "a.mp3", "downloadUrl": URL, "fileSize": 9, "mimeType": "audio/mpeg", "uploadedAt": AT},
        {"name": "a.mp3", "url": URL, "bytes": 9, "media_type": "audio/mpeg", "expires": NOON + DAY}),
    (SONGS, "upload_file", {"fileUrl": URL, "uploadTime": AT, "expiresAt": AT}, {"url": URL, "expires": NOON}),
    (SONGS, "boost_style",
        {"taskId": "t", "result": "folk", "creditsConsumed": 0.4, "creditsRemaining": 9},
        {"task_id": "t", "text": "folk", "charge": Decimal("0.4"), "credits_left": 9}),
    (SONGS, "persona", {"personaId": "p", "name": "Fox", "description": "sings"},
        {"id": "p", "name": "Fox", "description": "sings"}),
    (SONGS, "voice_check", {"isAvailable": True}, {"available": True}),
    (SONGS, "timestamped_lyrics",
        {"alignedWords": [{"word": "la", "startS": 1, "endS": 2, "success": False}], "waveformData": [0.5],
         "hootCer": 0.1, "isStreamed": True},
        {"words.0.text": "la", "words.0.start": 1, "words.0.end": 2, "words.0.found": False, "waveform": (0.5,),
         "error_rate": 0.1, "streamed": True}),
    (ON_KIE_AI, "model_success_rate",
        {"model": "m", "points": [{"start": AT, "end": AT, "successRate": 90, "errorRate": 10, "isNormal": True}]},
        {"model": "m", "percent": 90, "points.0.start": NOON, "points.0.error_rate": 10, "points.0.is_normal": True}),
    (ON_KIE_AI, "models",
        {"total": 5, "models": [{"slug": "m", "title": "M", "provider": "P", "taskType": "video",
                                 "description": "D", "pricingDesc": "1 credit"}]},
        {"total": 5, "models.0.model": "m", "models.0.title": "M", "models.0.provider": "P",
         "models.0.task_types": ("video",), "models.0.description": "D", "models.0.price_text": "1 credit"}),
]  # fmt: skip


def told(result: Any, path: str) -> Any:
    for step in path.split("."):
        result = result[int(step)] if step.isdigit() else getattr(result, step)
    return result


@each("family, op, data, fields", LOOKS)
def test_a_finished_task_has_every_field_of_its_record(
    family: Family, op: str, data: dict[str, Any], fields: dict[str, Any]
) -> None:
    envelope = {"ErrCode": 0, "Resp": data} if family is ON_PIXVERSE_AI else {"code": 200, "data": data}
    result = family.progress(op, envelope).result

    assert {path: told(result, path) for path in fields} == fields


@each("family, op, data, fields", ANSWERS)
def test_an_answer_has_every_field_of_its_content(family: Family, op: str, data: Any, fields: dict[str, Any]) -> None:
    result = family.result(op, data)

    assert {path: told(result, path) for path in fields} == fields


def test_the_usage_log_names_our_operations() -> None:
    entry = {"create_time": AT, "credits": -2, "creation_type": "swap_mask", "video_id": 7}
    (charge,) = read_usage([entry])

    assert (charge.at, charge.name) == (AT / 1000, "7")
    assert (charge.credits, charge.operations) == (Decimal(2), frozenset({"mask_selection"}))


def test_recovered_tracks_have_new_addresses_or_say_why_not() -> None:
    data = [{"id": "a", "audio_url": URL, "status": "success"}, {"id": "b", "status": "failed", "error": "gone"}]
    result = ON_SUNOAPI_ORG.progress("recover_audio", {"code": 200, "task_id": "t", "data": data}).result

    assert result is not None
    assert result.task_id == "t"
    assert [(track.id, track.url, track.ok, track.problem) for track in result.tracks] == [
        ("a", URL, True, ""),
        ("b", "", False, "gone"),
    ]
