"""Every operation of PixVerse succeeds on the account that is used when none is named; see `suno/test_sandbox.py`."""

from __future__ import annotations

import pytest

import reelscore as rs
from reelscore.sandbox import running
from tests.pixverse.stage import MP3, MP4, PNG, SHOT, Stage
from tests.turned import moving


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
