"""Every operation against the simulated vendors, over sockets: both hosts, the second route, blocking and awaiting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reelscore as rs
from reelscore import errors, suno
from reelscore.sandbox import Sandbox
from reelscore.suno import Generate, Suno
from tests.suno.live import PLACES, awaiting, blocking, sound

URL = "https://storage.example.com/song.mp3"
MORE: dict[str, Any] = {"style": "folk", "title": "Fox", "prompt": "[Verse] more", "model": "V5"}
SECTION = {
    "title": "Fox",
    "infill_start_s": 10,
    "infill_end_s": 25,
    "full_lyrics": "la",
    "tags": "folk",
    "prompt": "la",
}
SONG = Generate(prompt="[Verse] a", style="folk", title="Fox", model="V5")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with rs.sandbox.running(speed=0) as found:
        yield found


@pytest.fixture(params=PLACES, ids=lambda place: "-".join(place.values()))
def place(request: pytest.FixtureRequest) -> dict[str, str]:
    found: dict[str, str] = request.param
    return found


async def _ran(client: suno.AsyncSuno, asked: Any) -> Any:
    async with client:
        return await client.run(asked)


@pytest.mark.parametrize("flavour", ["blocking", "awaiting"])
def test_every_operation_succeeds_on_the_usual_account_and_leads_to_the_next(
    sandbox: Sandbox, place: dict[str, str], *, flavour: str, tmp_path: Path
) -> None:
    done: set[str] = set()
    offered = blocking(sandbox, **place).family.operations

    def run(request: Any) -> Any:
        done.add(request.operation)
        sandbox.advance(10)  # the vendor takes 20 submissions in ten seconds; a client counts them in real time
        if flavour == "awaiting":
            return asyncio.run(_ran(awaiting(sandbox, **place), request))
        with blocking(sandbox, **place) as client:
            return client.run(request)

    # From words to songs, and on from them.
    words = run(suno.Lyrics(prompt="a fox in the snow"))
    made, notes = run(words.next(Generate, style="folk", model="V5")), run(SONG)
    section, noise = run(made.next(suno.ReplaceSection, **SECTION)), run(suno.Sounds(prompt="rain", model="V5"))
    persona = run(notes.next(suno.Persona, name="Fox", description="a calm voice"))
    songs = [
        made,
        run(made.next(suno.Extend, continue_at=10, **MORE)),
        run(suno.UploadCover(upload_url=URL, **MORE)),
        run(suno.Mashup(upload_url_list=[URL, URL], **MORE)),
        run(suno.AddInstrumental(upload_url=URL, title="Fox", tags="calm", negative_tags="rock")),
        run(suno.AddVocals(upload_url=URL, prompt="sing", title="Fox", style="folk", negative_tags="rock")),
        run(persona.next(Generate, model="V5", style="folk", title="Fox", prompt="[Verse]")),
    ]
    assert words.texts[0].text
    assert all(track.audio_url for result in songs for track in result.tracks)
    assert [len(result.tracks) for result in songs] == [2] * len(songs)
    assert section.assets
    assert noise.assets

    # What is made of a song.
    wav, stems = run(made.next(suno.Wav)), run(made.next(suno.Stems, type="split_stem"))
    midi = run(stems.next(suno.Midi))
    film = run(made.next(suno.MusicVideo, author="DJ Fox"))
    assert wav.assets[0].extension == "wav"
    assert stems.assets
    assert midi.instruments
    assert midi.save(tmp_path / "fox.mid").read_bytes().startswith(b"MThd")
    assert len(run(made.next(suno.CoverImage)).assets) == 2
    assert film.assets[0].kind == "video"
    assert run(made.next(suno.TimestampedLyrics)).words
    assert run(suno.BoostStyle(content="pop")).text

    # A voice, in four steps.
    phrase = run(suno.VoicePhrase(voice_url=URL, vocal_start_s=0, vocal_end_s=20))
    again = run(phrase.next(suno.VoicePhraseAgain))
    voice = run(again.next(suno.Voice, verify_url=URL))
    assert phrase.text
    assert again.text
    assert voice.id
    assert run(voice.next(suno.VoiceCheck)).available is True

    # An upload goes on, by its id and as a file.
    path = tmp_path / "mine.wav"
    path.write_bytes(sound())
    uploaded = run(suno.UploadFile(file=path))
    assert uploaded.expires is not None
    assert run(uploaded.next(suno.UploadExtend, continue_at=10, **MORE)).tracks
    assert run(suno.UploadExtend(upload_url=path, continue_at=10, **MORE)).tracks

    # The account.
    assert run(suno.Balance()).credits > 0
    if "download_url" in offered:
        assert run(suno.DownloadUrl(url=made.tracks[0].audio_url)).url
    if "recover_audio" in offered:
        assert run(made.next(suno.RecoverAudio)).tracks
    assert done == set(offered)


def test_the_charge_is_what_was_quoted(sandbox: Sandbox, place: dict[str, str]) -> None:
    client = blocking(sandbox, **place)
    before = client.balance().credits
    client.run(SONG)
    after = client.balance().credits

    assert before is not None
    assert after is not None
    assert before - after == SONG.quote(client.host).credits


def test_stages_come_with_streams_before_files(sandbox: Sandbox) -> None:
    seen: list[Any] = []
    blocking(sandbox, host="kie.ai").submit(SONG).wait(on_progress=seen.append)

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
    made = client.run(SONG)

    with pytest.raises(errors.ConfigurationError, match="midi starts from a stems"):
        made.next(suno.Midi)
    with pytest.raises((errors.ApiError, errors.TaskFailed)):
        client.run(suno.Midi(task_id=made.task_id))


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
