"""Every operation of every vendor succeeds on the account that is used when none is named."""

from __future__ import annotations

from typing import Any

import pytest

import reelscore as rs
from reelscore import suno
from reelscore.sandbox import running
from tests.pixverse.stage import MP3, MP4, PNG, SHOT, Stage
from tests.suno.live import PLACES, blocking
from tests.turned import moving

URL = "https://storage.example.com/song.mp3"
MORE: dict[str, Any] = {"style": "folk", "title": "Fox", "prompt": "[Verse] more", "model": "V5"}
SECTION: dict[str, Any] = {
    "infill_start_s": 10,
    "infill_end_s": 25,
    "full_lyrics": "la",
    "tags": "folk",
    "prompt": "la",
}


@pytest.mark.parametrize("host", ["pixverse.ai", "pixverseai.cn"])
def test_every_operation_of_pixverse_succeeds_on_the_usual_account(host: str) -> None:
    failed: dict[str, str] = {}
    with running(speed=0) as sandbox, rs.PixVerse(host, sandbox=sandbox, ledger=None, clock=moving(sandbox)) as client:
        image, audio = client.upload_image(image=PNG).id, client.upload_media(file=MP3).id
        client.verify_audio(audio_media_id=audio)
        film = client.upload_media(file=MP4).id
        stage = Stage(host=host, sandbox=sandbox, image=image, video=client.run(SHOT).id, media=film, audio=audio)
        mask = client.mask_selection(source_video_id=stage.video)
        voice = client.create_voice(name="owl", audio_media_id=audio)
        swap = {"source_video_id": stage.video, "keyframe_id": 1, "img_id": image, "quality": "540p"}
        fields = {
            **stage.fields(),
            "swap": {**swap, "mask_id": mask.masks[0].id},
            "delete_voice": {"speaker_id": voice.id},
        }
        operations = client.family.operations
        for name in operations:
            try:
                client.run(operations[name].request.build(fields[name]))
            except rs.errors.ReelscoreError as error:
                failed[name] = str(error)

    assert failed == {}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_operation_of_suno_succeeds_on_the_usual_account(place: dict[str, str]) -> None:
    with running(speed=0) as sandbox, blocking(sandbox, **place) as client:
        done: set[str] = set()

        def run(request: Any) -> Any:
            done.add(request.operation)
            sandbox.advance(10)  # the vendor takes 20 submissions in ten seconds; a client counts them in real time
            with blocking(sandbox, **place) as other:
                return other.run(request)

        def song() -> Any:
            return run(suno.Generate(**MORE))

        made, notes = song(), song()
        stems = run(made.next(suno.Stems, type="split_stem"))
        phrase = run(suno.VoicePhrase(voice_url=URL, vocal_start_s=0, vocal_end_s=20))
        again = run(phrase.next(suno.VoicePhraseAgain))
        voice = run(again.next(suno.Voice, verify_url=URL))
        uploaded = run(suno.UploadFile(file_url=URL))
        rest = [
            voice.next(suno.VoiceCheck),
            made.next(suno.Extend, continue_at=10, **MORE),
            suno.UploadCover(upload_url=URL, **MORE),
            uploaded.next(suno.UploadExtend, continue_at=10, **MORE),
            suno.Mashup(upload_url_list=[URL, URL], **MORE),
            suno.AddInstrumental(upload_url=URL, title="Fox", tags="calm", negative_tags="rock"),
            suno.AddVocals(upload_url=URL, prompt="sing", title="Fox", style="folk", negative_tags="rock"),
            made.next(suno.ReplaceSection, title="Fox", **SECTION),
            suno.Sounds(prompt="rain", model="V5"),
            suno.Lyrics(prompt="a fox in the snow"),
            suno.BoostStyle(content="pop"),
            made.next(suno.TimestampedLyrics),
            made.next(suno.Wav),
            stems.next(suno.Midi),
            made.next(suno.CoverImage),
            made.next(suno.MusicVideo),
            notes.next(suno.Persona, name="Fox", description="a calm voice"),
            suno.Balance(),
            suno.DownloadUrl(url=made.tracks[0].audio_url),
            made.next(suno.RecoverAudio),
        ]
        offered = client.family.operations
        for request in rest:
            if request.operation in offered:
                run(request)

        assert done == set(offered)
