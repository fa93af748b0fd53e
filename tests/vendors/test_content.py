"""A task that is called done has given what was paid for, or is looked at again."""

from typing import Any

import pytest

from reelscore.results import Progress, State
from reelscore.vendors.envelope import has_content
from tests.families import family
from tests.vendors.test_coercion import numbered

FILE = "https://files.example.test/a.mp3"


def urls_of(result: Any) -> list[str]:
    return [asset.url for asset in result.assets]


def film(url: Any, status: Any = 1) -> Progress[Any]:
    answer = {"ErrCode": 0, "ErrMsg": "success", "Resp": {"id": 7, "status": status, "url": url}}
    return family("pixverse.ai").progress("text_to_video", answer)


def song(*urls: str, op: str = "generate", status: str = "SUCCESS", **fields: Any) -> Progress[Any]:
    tracks = [{"id": str(number), "audioUrl": url, **fields} for number, url in enumerate(urls)]
    data = {"taskId": "t1", "status": status, "response": {"sunoData": tracks}, "errorCode": None}
    return family("kie.ai").progress(op, {"code": 200, "msg": "success", "data": data})


@pytest.mark.parametrize("url", numbered("", None, "string", "http://[::1", 7))
def test_a_film_without_an_address_may_still_come(url: Any) -> None:
    progress = film(url)

    assert (progress.state, progress.provisional) == (State.SUCCEEDED, True)
    assert progress.result is not None


@pytest.mark.parametrize("status", numbered(1, "1", 1.0))
def test_a_film_with_an_address_is_whole(status: Any) -> None:
    progress = film("https://files.example.test/a.mp4", status)

    assert (progress.state, progress.provisional) == (State.SUCCEEDED, False)


def test_a_song_without_tracks_may_still_come() -> None:
    progress = song()

    assert (progress.state, progress.provisional) == (State.SUCCEEDED, True)
    assert not has_content(progress.result)


@pytest.mark.parametrize("urls", [(FILE,), (FILE, "")])
def test_a_second_track_may_come_late(urls: tuple[str, ...]) -> None:
    progress = song(*urls)

    assert (progress.state, progress.provisional) == (State.SUCCEEDED, True)
    assert has_content(progress.result)
    assert urls_of(progress.result) == [FILE]


@pytest.mark.parametrize(
    ("op", "urls"), [("generate", (FILE, FILE + "2")), ("sounds", (FILE,)), ("replace_section", (FILE,))]
)
def test_a_song_with_all_its_tracks_is_whole(op: str, urls: tuple[str, ...]) -> None:
    assert not song(*urls, op=op).provisional


def test_a_file_in_the_source_address_alone_is_a_file() -> None:
    progress = song("", "", sourceAudioUrl=FILE)

    assert urls_of(progress.result) == [FILE, FILE]
    assert not progress.provisional


def test_tracks_that_are_finished_stay_with_a_task_that_failed() -> None:
    progress = song(FILE, "", status="GENERATE_AUDIO_FAILED")

    assert progress.state is State.FAILED
    assert urls_of(progress.partial) == [FILE]


DONE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "lyrics": ({"status": "SUCCESS"}, {"response": {"data": [{"text": "la", "title": "t"}]}}),
    "wav": ({"successFlag": "SUCCESS"}, {"response": {"audioWavUrl": FILE}}),
    "stems": ({"successFlag": "SUCCESS"}, {"response": {"vocalUrl": FILE}}),
    "music_video": ({"successFlag": "SUCCESS"}, {"response": {"videoUrl": FILE}}),
    "cover_image": ({"successFlag": 1}, {"response": {"images": [FILE]}}),
    "midi": (
        {"successFlag": 1},
        {"midiData": {"instruments": [{"name": "p", "notes": [{"pitch": 60, "start": 0, "end": 1}]}]}},
    ),
    "voice_phrase": ({"status": "success"}, {"validateInfo": "sing this"}),
    "voice": ({"status": "success"}, {"voiceId": 77}),
}


@pytest.mark.parametrize("op", DONE)
def test_each_family_knows_its_content(op: str) -> None:
    said, made = DONE[op]
    kie = family("kie.ai")
    empty, whole = (kie.progress(op, {"code": 200, "data": {"taskId": "5", **said, **more}}) for more in ({}, made))

    assert (empty.state, empty.provisional) == (State.SUCCEEDED, True)
    assert (whole.state, whole.provisional) == (State.SUCCEEDED, False)
    assert has_content(whole.result)


def test_a_job_knows_its_content() -> None:
    record = {"taskId": "5", "model": "ai-music-api/convert-to-wav-format", "state": "success", "failCode": ""}
    jobs = family("kie.ai#jobs")
    empty, whole = (
        jobs.progress("wav", {"code": 200, "data": {**record, "resultJson": made}})
        for made in ("", '{"resultUrls": ["' + FILE + '"]}')
    )

    assert (empty.provisional, whole.provisional) == (True, False)
