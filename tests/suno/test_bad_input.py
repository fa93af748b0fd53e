"""What cannot be right is refused before anything is paid, with the field and the reason."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from reelscore import errors
from reelscore.sandbox.media import video
from reelscore.suno import AsyncSuno, Extend, Generate, Midi, Song, Stems, Suno, Track, UploadCover
from reelscore.suno.family import UPLOADS
from reelscore.suno.file_results import StemFiles
from tests.suno.live import sound

_OWN: dict[str, Any] = {"style": "folk", "title": "Fox", "prompt": "[Verse] more"}


def _refuse(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.method} {request.url} was sent")


@pytest.fixture
def client() -> Iterator[Suno]:
    """A client that fails the test when anything is sent."""
    with httpx.Client(transport=httpx.MockTransport(_refuse)) as http_client:
        yield Suno(api_key="k", ledger=None, http_client=http_client, environment={})


def refused(client: Suno, request: Any) -> set[str]:
    with pytest.raises(errors.InvalidRequest) as caught:
        client.submit(request)
    return {violation.field for violation in caught.value.violations}


@pytest.mark.parametrize(
    "source",
    ["ftp://example.com/a.mp3", "nowhere/a.mp3", "http://", Path("nowhere.wav"), b"", b"<html>no sound</html>",
     io.BytesIO(b"just some text")],
    ids=["ftp", "missing", "no-host", "missing-path", "empty", "page", "text"],
)  # fmt: skip
def test_a_source_that_is_no_sound_is_refused(client: Suno, source: Any) -> None:
    assert refused(client, UploadCover(upload_url=source, model="V5", **_OWN)) == {"upload_url"}


def test_text_named_as_sound_is_refused(client: Suno, tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_text("this is no song", encoding="utf-8")

    assert refused(client, UploadCover(upload_url=path, model="V5", **_OWN)) == {"upload_url"}


def test_a_stems_source_that_is_too_large_is_refused(client: Suno) -> None:
    assert refused(client, Stems(audio_url=sound(60, rate=400_000))) == {"audio_url"}


@pytest.mark.parametrize("url", ["not an address", "https://", "javascript:alert(1)", "http:///x"])
def test_an_address_for_callbacks_must_be_one(client: Suno, url: str) -> None:
    assert refused(client, Generate(prompt="a", model="V5", call_back_url=url)) == {"call_back_url"}


@pytest.mark.parametrize("prompt", ["", "\ud800", None, 7, True])
def test_a_prompt_must_be_a_text(client: Suno, prompt: Any) -> None:
    assert refused(client, Generate(prompt=prompt, model="V5")) == {"prompt"}


def test_a_route_that_the_host_lacks_is_refused() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"sunoapi\.org has no route"):
        Suno(host="sunoapi.org", route="jobs", api_key="k")
    with pytest.raises(errors.ConfigurationError, match=r"for suno it is one of kie\.ai, sunoapi\.org"):
        AsyncSuno(host="pixverse.ai", api_key="k")


def test_a_missing_key_names_its_variable() -> None:
    with pytest.raises(errors.ConfigurationError, match="SUNOAPI_API_KEY"):
        Suno(host="sunoapi.org", environment={})


def test_both_routes_share_a_key() -> None:
    client = Suno(route="jobs", environment={"KIE_API_KEY": "k"}, ledger=None)

    other = client.with_options(route="dedicated")

    assert (client.host, client.family.name, other.family.name) == (other.host, "kie.ai#jobs", "kie.ai")
    assert client.context.account == other.context.account


def test_a_track_hands_its_facts_on() -> None:
    track = Track(id="e231", task_id="5c79", seconds=120.0, requested_model="V5")
    request = Song(tracks=(track,)).next(Extend, continue_at=130, **_OWN)

    assert (request.audio_id, request.model, request.source_seconds) == ("e231", "V5", 120.0)
    assert {violation.field for violation in request.violations()} == {"continue_at"}


def test_a_song_without_that_track_says_so() -> None:
    with pytest.raises(errors.ConfigurationError, match="this song has 0"):
        Song().next(Extend)


def test_stems_lead_to_notes_and_to_nothing_else() -> None:
    stems = StemFiles(task_id="5c79")

    assert stems.next(Midi).task_id == "5c79"
    with pytest.raises(errors.ConfigurationError, match="extend starts from a song"):
        stems.next(Extend)


def test_a_film_may_have_100_megabytes_and_no_byte_more(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(video(5, width=320, height=240, sound=True))
    request = Generate(video_urls=(str(path),), model="V6", prompt="x")
    told: list[bool] = []
    for size in (100 * 1024 * 1024, 100 * 1024 * 1024 + 1):
        os.truncate(path, size)
        told.append(any("MB" in each.message or "bytes" in each.message for each in UPLOADS.violations(request)))

    assert told == [False, True]
