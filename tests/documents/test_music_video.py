"""Page "Create Music Video" (创建音乐视频), POST /api/v1/mp4/generate, of kie.ai, early 2026, with its navigation.

The order is the page's: the navigation beside it, the call, its fields, notes for developers, callback, answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

import reelscore as rs
from reelscore import errors
from reelscore.sandbox import Sandbox
from reelscore.sandbox import running as sandbox_running
from reelscore.suno import (
    AddInstrumental,
    AddVocals,
    BoostStyle,
    CoverImage,
    Extend,
    Generate,
    Lyrics,
    Midi,
    MusicVideo,
    Persona,
    ReplaceSection,
    Song,
    Stems,
    TimestampedLyrics,
    UploadCover,
    UploadExtend,
    Wav,
)
from reelscore.suno.file_results import VideoFile
from reelscore.vendors.family import Accepted
from reelscore.webhooks import asgi, running
from tests.documents.judging import always, meaning, refused
from tests.families import family
from tests.rawserver import serving
from tests.rows import each

HOST = "kie.ai"
EXAMPLE = {
    "taskId": "taskId_774b9aa0422f",
    "audioId": "e231****-****-****-****-****8cadc7dc",
    "callBackUrl": "https://api.example.com/callback",
    "author": "电子音乐DJ",
    "domainName": "music.example.com",
}
EMPTY: Mapping[str, Any] = {"code": 0, "msg": "", "data": {"taskId": ""}}
"""The page's example of success."""


def of_song(**fields: Any) -> MusicVideo:
    return MusicVideo.build({"task_id": EXAMPLE["taskId"], "audio_id": EXAMPLE["audioId"], **fields})


def submitted(server: Any) -> rs.Task[VideoFile]:
    with rs.Suno(HOST, api_key="YOUR_API_KEY", base_url=server.url, ledger=None) as client:
        return client.submit(MusicVideo.from_wire(EXAMPLE))


# The navigation: every operation of Suno API is one of the client's.

URL = "https://storage.example.com/song.mp3"
OWN: dict[str, Any] = {"model": "V5", "prompt": "[Verse] more", "style": "folk", "title": "Fox"}
ADDED: dict[str, Any] = {"upload_url": URL, "title": "Fox", "negative_tags": "rock"}
SONG = Generate(**OWN)


def section(song: Song) -> ReplaceSection:
    track = song.tracks[0]
    return ReplaceSection(
        task_id=song.task_id, audio_id=track.id, prompt="la", tags="folk", title="Fox", infill_start_s=10,
        infill_end_s=20, full_lyrics="[Verse] la",
    )  # fmt: skip


# Each page of a task, with a page "… callback" and a page "… details" (GET).
TASKS: dict[str, Any] = {
    "generate": lambda _: SONG,
    "extend": lambda song: song.next(Extend, continue_at=10, **OWN),
    "upload_cover": lambda _: UploadCover(upload_url=URL, **OWN),
    "upload_extend": lambda _: UploadExtend(upload_url=URL, continue_at=10, **OWN),
    "add_instrumental": lambda _: AddInstrumental(tags="calm", **ADDED),
    "add_vocals": lambda _: AddVocals(prompt="sing", style="folk", **ADDED),
    "replace_section": section,
    "cover_image": lambda song: CoverImage(task_id=song.task_id),
    "lyrics": lambda _: Lyrics(prompt="a song about a fox"),
    "wav": lambda song: song.next(Wav),
    "stems": lambda song: song.next(Stems),
    "music_video": lambda song: song.next(MusicVideo),
}
DIRECT: dict[str, Any] = {
    "timestamped_lyrics": lambda song: song.next(TimestampedLyrics),
    "boost_style": lambda _: BoostStyle(content="folk, calm"),
    "persona": lambda song: song.next(Persona, name="Fox", description="a fox that sings"),
}
PATHS = {
    "generate": "/generate",
    "extend": "/generate/extend",
    "upload_cover": "/generate/upload-cover",
    "upload_extend": "/generate/upload-extend",
    "add_instrumental": "/generate/add-instrumental",
    "add_vocals": "/generate/add-vocals",
    "timestamped_lyrics": "/generate/get-timestamped-lyrics",
    "boost_style": "/style/generate",
    "replace_section": "/generate/replace-section",
    "cover_image": "/suno/cover/generate",
    "persona": "/generate/generate-persona",
    "lyrics": "/lyrics",
    "wav": "/wav/generate",
    "midi": "/midi/generate",
    "stems": "/vocal-removal/generate",
    "music_video": "/mp4/generate",
}


@attrs.frozen
class Listening:
    """A vendor whose clock is turned by hand, and a client whose callbacks are received."""

    sandbox: Sandbox
    client: rs.Suno
    app: Any

    def done(self, request: Any) -> tuple[rs.Task[Any], Any]:
        """Start a task, let it end and look at it."""
        task = self.client.submit(request)
        self.sandbox.advance(3600)
        return task, task.refresh().result

    def told(self, task: rs.Task[Any]) -> list[Any]:
        """Return what its callbacks said, oldest first."""
        told: list[Any] = self.app.inbox.subscribe(task.ref).collect()
        return told


@pytest.fixture
def listening() -> Iterator[Listening]:
    with sandbox_running(speed=0) as sandbox, rs.Suno(HOST, sandbox=sandbox) as client:
        sandbox.set_balance(HOST, credits=100_000)
        sandbox.set_webhook(key="sandbox-key", secret="hook")
        app = asgi(client, secrets={HOST: "hook"})
        with running(app) as base:
            yield Listening(sandbox, client.with_options(callback_url=app.callback_url(base, HOST)), app)


@pytest.fixture
def song(listening: Listening) -> Song:
    result: Song = listening.done(SONG)[1]
    return result


@each("operation", list(PATHS))
def test_each_operation_of_the_navigation_is_a_method_of_the_client(operation: str) -> None:
    with rs.Suno(HOST, api_key="k", ledger=None) as client:
        assert callable(getattr(client, operation))


@pytest.mark.parametrize("operation", list(TASKS))
def test_each_task_of_the_navigation_is_made_looked_at_and_told_of(
    listening: Listening, song: Song, operation: str
) -> None:
    task, result = listening.done(TASKS[operation](song))
    asked = listening.sandbox.requests(task=task.id)
    told = listening.told(task)

    assert result is not None
    assert [(call["role"], call["method"]) for call in asked] == [("submit", "POST"), ("status", "GET")]
    assert asked[0]["path"].endswith(PATHS[operation])
    assert [(each.task_id, each.verified, each.state) for each in told[-1:]] == [(task.id, True, rs.State.SUCCEEDED)]


def test_midi_is_made_of_stems_looked_at_and_told_of(listening: Listening, song: Song) -> None:
    _, stems = listening.done(song.next(Stems))
    task, notes = listening.done(stems.next(Midi))
    asked = listening.sandbox.requests(task=task.id)

    assert notes.instruments
    assert [(call["role"], call["method"]) for call in asked] == [("submit", "POST"), ("status", "GET")]
    assert asked[0]["path"].endswith(PATHS["midi"])
    assert [each.state for each in listening.told(task)] == [rs.State.SUCCEEDED]


@pytest.mark.parametrize("operation", list(DIRECT))
def test_each_operation_without_a_task_is_answered_at_once(listening: Listening, song: Song, operation: str) -> None:
    request = DIRECT[operation](song)
    result = listening.client.run(request)
    call = listening.sandbox.requests(operation=operation)[-1]

    assert isinstance(result, type(request).result)
    assert (call["method"], call["path"].endswith(PATHS[operation])) == ("POST", True)


# The call.


def test_the_example_passes_and_is_sent_as_it_stands() -> None:
    with serving(always({"code": 200, "msg": "success", "data": {"taskId": "5c79"}})) as server:
        task = submitted(server)
        head, _, body = b"".join(server.packets).partition(b"\r\n\r\n")
    lines = head.decode().lower().splitlines()

    assert task.id == "5c79"
    assert lines[0] == "post /api/v1/mp4/generate http/1.1"
    assert "authorization: bearer your_api_key" in lines
    assert "content-type: application/json" in lines
    assert json.loads(body) == EXAMPLE
    assert MusicVideo.from_wire(EXAMPLE).violations(HOST) == ()


# Fields.


def test_the_task_of_the_music_is_needed() -> None:
    # "taskId names the original task of music generation"
    assert refused(of_song(task_id=None), HOST) == {"task_id"}


def test_audio_id_names_the_track_where_a_song_has_several(song: Song) -> None:
    # "audioId says which track is shown when there are several"
    requests = [song.next(MusicVideo, track=index) for index in (0, 1)]

    assert [request.audio_id for request in requests] == [track.id for track in song.tracks]
    assert len({request.audio_id for request in requests}) == 2
    assert {request.task_id for request in requests} == {song.task_id}


@pytest.mark.parametrize("given", [{}, {"author": "Fox"}, {"domain_name": "music.example.com"}])
def test_author_and_domain_are_optional(given: dict[str, str]) -> None:
    assert refused(of_song(**given), HOST) == set()
    assert not ({"author", "domainName"} & of_song().to_wire().keys())


def test_where_nobody_listens_an_address_is_filled_in_that_the_body_needs() -> None:
    with serving(always({"code": 200, "msg": "success", "data": {"taskId": "5c79"}})) as server:
        with rs.Suno(HOST, api_key="k", base_url=server.url, ledger=None) as client:
            client.submit(of_song())
        body = json.loads(b"".join(server.packets).partition(b"\r\n\r\n")[2])

    assert body["callBackUrl"].startswith("https://")


# Notes for developers.


def test_the_video_says_when_it_is_deleted(listening: Listening, song: Song) -> None:
    # "generated videos are kept for 14 days"
    before = listening.sandbox.now()
    _, video = listening.done(song.next(MusicVideo))
    life = timedelta(days=14).total_seconds()

    assert before + life <= video.expires.timestamp() <= listening.sandbox.now() + life


def test_the_video_can_be_fetched_for_14_days_and_no_longer(listening: Listening, song: Song, tmp_path: Path) -> None:
    _, video = listening.done(song.next(MusicVideo))
    listening.sandbox.advance(timedelta(days=13).total_seconds())
    saved = video.save(tmp_path / "fox.mp4")
    listening.sandbox.advance(timedelta(days=2).total_seconds())

    assert saved.read_bytes()[4:8] == b"ftyp"
    assert httpx.get(video.url).status_code == 404


# Callback "onMp4Generated".


def test_the_callback_brings_the_video(listening: Listening, song: Song) -> None:
    task, video = listening.done(song.next(MusicVideo))
    posted = [sent for sent in listening.sandbox.deliveries() if sent["task"] == task.id]
    told = family(HOST).delivery(posted[0]["headers"], posted[0]["body"].encode(), "hook")

    assert len(posted) == 1
    assert (told.task_id, told.verified, told.progress.state) == (task.id, True, rs.State.SUCCEEDED)
    assert (told.progress.result.url if told.progress.result else None) == video.url


# Answers.


@pytest.mark.parametrize("code", [0, 200])
def test_an_answer_without_an_id_is_no_task(code: int) -> None:
    found = meaning(HOST, "music_video", {**EMPTY, "code": code})

    assert not isinstance(found, Accepted)
    assert isinstance(found.error, errors.UnknownApiError)


def test_code_0_with_an_id_is_a_task_since_the_example_of_success_has_it() -> None:
    found = meaning(HOST, "music_video", {**EMPTY, "data": {"taskId": "5c79"}})

    assert isinstance(found, Accepted)
    assert found.task_id == "5c79"


def test_after_the_example_of_success_the_paid_call_is_in_doubt_and_is_not_sent_again() -> None:
    with serving(always(EMPTY)) as server:
        with pytest.raises(errors.SubmissionUnknown) as caught:
            submitted(server)
        calls = b"".join(server.packets).count(b"POST /api/v1/mp4/generate")

    assert calls == 1
    assert caught.value.intent


def test_code_500_is_the_fault_of_the_vendor() -> None:
    error = meaning(HOST, "music_video", {"code": 500, "msg": "error", "data": None}).error

    assert type(error) is errors.ServerError
    assert error.retryable
