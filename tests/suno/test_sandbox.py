"""Every operation against the simulated vendors, over sockets: both hosts, the second route, blocking and awaiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import reelscore as rs
from reelscore import errors
from reelscore.sandbox import Sandbox
from reelscore.suno import (
    AddInstrumental,
    AddVocals,
    AsyncSuno,
    Balance,
    BoostStyle,
    CoverImage,
    DownloadUrl,
    Extend,
    Generate,
    Lyrics,
    Mashup,
    Midi,
    MusicVideo,
    Persona,
    RecoverAudio,
    ReplaceSection,
    Sounds,
    Stems,
    Suno,
    TimestampedLyrics,
    UploadCover,
    UploadExtend,
    UploadFile,
    Voice,
    VoiceCheck,
    VoicePhrase,
    VoicePhraseAgain,
    Wav,
)
from tests.suno.live import PLACES, awaiting, blocking, sound

Run = Callable[[Any], Any]
_URL = "https://storage.example.com/song.mp3"
_OWN: dict[str, Any] = {"style": "folk", "title": "Fox", "prompt": "[Verse] more"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with rs.sandbox.running(speed=0) as found:
        for host in ("kie.ai", "sunoapi.org"):
            found.set_balance(host, credits=100_000)
        yield found


def place_name(place: dict[str, str]) -> str:
    return "-".join(place.values())


@pytest.fixture(params=PLACES, ids=place_name)
def place(request: pytest.FixtureRequest) -> dict[str, str]:
    found: dict[str, str] = request.param
    return found


@pytest.fixture(params=["blocking", "awaiting"])
def run(request: pytest.FixtureRequest, sandbox: Sandbox, place: dict[str, str]) -> Run:
    """Run a request to its end, with either client."""
    if request.param == "blocking":
        return blocking(sandbox, **place).run
    return lambda asked: asyncio.run(_ran(awaiting(sandbox, **place), asked))


async def _ran(client: AsyncSuno, asked: Any) -> Any:
    async with client:
        return await client.run(asked)


def song(run: Run, **fields: Any) -> Any:
    known: dict[str, Any] = {"prompt": "[Verse] a", "style": "folk", "title": "Fox", "model": "V5", **fields}
    return run(Generate(**known))


def test_songs_are_made_from_words_tracks_and_uploads(run: Run) -> None:
    first = song(run)
    made = [
        run(first.next(Extend, model="V5", continue_at=10, **_OWN)),
        run(UploadCover(upload_url=_URL, model="V5", **_OWN)),
        run(UploadExtend(upload_url=_URL, model="V5", continue_at=10, **_OWN)),
        run(Mashup(upload_url_list=[_URL, _URL], model="V5", **_OWN)),
        run(AddInstrumental(upload_url=_URL, title="Fox", tags="calm", negative_tags="rock")),
        run(AddVocals(upload_url=_URL, prompt="sing", title="Fox", style="folk", negative_tags="rock")),
    ]

    assert [len(result.tracks) for result in (first, *made)] == [2] * 7
    assert all(track.audio_url for result in made for track in result.tracks)


def test_a_section_and_a_sound_are_made(run: Run) -> None:
    section = song(run).next(
        ReplaceSection,
        prompt="la",
        tags="folk",
        title="Fox",
        infill_start_s=10,
        infill_end_s=25,
        full_lyrics="[Verse] la",
    )

    assert run(section).assets
    assert run(Sounds(prompt="rain", model="V5")).assets


def test_words_are_written_timed_and_boosted(run: Run) -> None:
    assert run(Lyrics(prompt="a fox in the snow")).texts[0].text
    assert run(BoostStyle(content="pop")).text
    assert run(song(run).next(TimestampedLyrics)).words


def test_lyrics_become_a_song_with_wav_stems_and_notes(run: Run, tmp_path: Path) -> None:
    words = run(Lyrics(prompt="a fox in the snow"))
    made = run(words.next(Generate, style="folk", model="V5"))
    wav, stems = run(made.next(Wav)), run(made.next(Stems, type="split_stem"))
    notes = run(stems.next(Midi))

    assert wav.assets[0].extension == "wav"
    assert stems.assets
    assert notes.instruments
    assert notes.save(tmp_path / "fox.mid").read_bytes().startswith(b"MThd")


def test_a_song_gets_its_pictures_and_its_video(run: Run) -> None:
    made = song(run)

    assert len(run(made.next(CoverImage)).assets) == 2
    assert run(made.next(MusicVideo, author="DJ Fox")).assets[0].kind == "video"


def test_a_persona_sings_the_next_song(run: Run) -> None:
    persona = run(song(run).next(Persona, name="Fox", description="a calm voice"))

    assert run(persona.next(Generate, model="V5", style="folk", title="Fox", prompt="[Verse]")).tracks


def test_a_voice_is_made_in_four_steps(run: Run) -> None:
    phrase = run(VoicePhrase(voice_url=_URL, vocal_start_s=0, vocal_end_s=20))
    again = run(phrase.next(VoicePhraseAgain))
    voice = run(again.next(Voice, verify_url=_URL))

    assert phrase.text
    assert again.text
    assert voice.id
    assert run(voice.next(VoiceCheck)).available is True


def test_an_upload_is_continued(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.wav"
    path.write_bytes(sound())
    uploaded = run(UploadFile(file=path))

    assert run(uploaded.next(UploadExtend, model="V5", continue_at=10, **_OWN)).tracks
    assert run(UploadExtend(upload_url=path, model="V5", continue_at=10, **_OWN)).tracks
    assert uploaded.expires is not None


def test_the_account_answers(run: Run, place: dict[str, str]) -> None:
    assert run(Balance()).credits > 0
    if place["host"] == "kie.ai":
        assert run(DownloadUrl(url=song(run).tracks[0].audio_url)).url
    else:
        assert run(song(run).next(RecoverAudio)).tracks


def test_the_charge_is_what_was_quoted(sandbox: Sandbox, place: dict[str, str]) -> None:
    client = blocking(sandbox, **place)
    request = Generate(prompt="[Verse] a", style="folk", title="Fox", model="V5")
    before = client.balance().credits
    client.run(request)
    after = client.balance().credits

    assert before is not None
    assert after is not None
    assert before - after == request.quote(client.host).credits


def test_stages_come_with_streams_before_files(sandbox: Sandbox) -> None:
    client = blocking(sandbox, host="kie.ai")
    seen: list[Any] = []
    task = client.generate(prompt="[Verse] a", style="folk", title="Fox", model="V5")
    task.wait(on_progress=seen.append)

    assert seen[-1].state == "succeeded"
    assert all(progress.partial.tracks for progress in seen if progress.stage == "FIRST_SUCCESS")


def test_a_task_is_found_again_by_its_reference(sandbox: Sandbox, place: dict[str, str]) -> None:
    client = blocking(sandbox, **place)
    task = client.lyrics(prompt="a fox")

    assert client.task(task.ref).wait().texts


def test_a_wrong_key_names_the_page(sandbox: Sandbox) -> None:
    client = Suno(sandbox=sandbox, ledger=None, api_key="nobody", host="kie.ai")

    with pytest.raises(errors.AuthenticationError, match=r"https://kie\.ai/api-key"):
        client.balance()


def test_notes_of_a_music_task_are_refused_with_a_reason(sandbox: Sandbox) -> None:
    client = blocking(sandbox, host="kie.ai")
    made = client.run(Generate(prompt="[Verse] a", style="folk", title="Fox", model="V5"))

    with pytest.raises(errors.ConfigurationError, match="midi starts from a stems"):
        made.next(Midi)
    with pytest.raises((errors.ApiError, errors.TaskFailed)):
        client.run(Midi(task_id=made.task_id))


def test_a_client_of_one_route_recovers_the_tasks_of_the_other(sandbox: Sandbox, tmp_path: Path) -> None:
    ledger = rs.Ledger(tmp_path / "l.sqlite")
    with (
        Suno(sandbox=sandbox, route="jobs", ledger=ledger) as jobs,
        Suno(sandbox=sandbox, ledger=ledger, route="dedicated") as dedicated,
    ):
        sent = jobs.submit(Generate(prompt="a fox", model="V5"))
        (found,) = dedicated.recover()

        assert (found.action, found.task.ref) == ("resumed", sent.ref)
        assert found.task.wait().tracks
    ledger.close()
