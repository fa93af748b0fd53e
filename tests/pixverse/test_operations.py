"""Every operation runs against the sandbox, blocking and awaiting, on both hosts."""

import asyncio
from typing import Any

import pytest

from reelscore.client.task import AsyncTask, Task
from reelscore.pixverse import results
from reelscore.pixverse.requests import REQUESTS
from tests.families import family
from tests.pixverse.stage import Stage

ALONE = {"swap", "delete_voice"}
"""They need an answer of another operation: tests of their own."""
NAMES = [cls.operation for cls in REQUESTS if cls.operation not in ALONE]
CLASSES = {cls.operation: cls for cls in REQUESTS}


def built(stage: Stage, name: str) -> Any:
    return CLASSES[name].build(stage.fields()[name])


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_gives_its_result_blocking_and_awaited(stage: Stage, name: str) -> None:
    async def go() -> Any:
        async with stage.awaiting() as client:
            return await client.run(built(stage, name))

    with stage.client() as client:
        result = client.run(built(stage, name))

    assert [type(each) for each in (result, asyncio.run(go()))] == [CLASSES[name].result] * 2
    assert result.raw is not None


def test_each_operation_is_a_method_of_both_clients(stage: Stage) -> None:
    names = {cls.operation for cls in REQUESTS}

    assert {name for name in names if not callable(getattr(stage.awaiting(), name))} == set()
    assert set(family(stage.host).operations) == names


def test_a_method_of_a_task_gives_a_task(stage: Stage) -> None:
    async def go() -> Any:
        async with stage.awaiting() as client:
            return await client.upscale(source_video_id=stage.video)

    with stage.client() as client:
        task = client.upscale(source_video_id=stage.video)

    assert isinstance(task, Task)
    assert task.ref == f"{stage.host}/upscale/{task.id}"
    assert isinstance(asyncio.run(go()), AsyncTask)


def test_a_swap_follows_its_mask(stage: Stage) -> None:
    with stage.client() as client:
        masks = client.mask_selection(source_video_id=stage.video)
        task = client.swap(
            source_video_id=stage.video,
            keyframe_id=masks.keyframe_id,
            mask_id=masks.masks[0].id,
            img_id=stage.image,
            quality="540p",
        )

        assert isinstance(task.wait(), results.Video)


def test_a_voice_is_made_listed_and_deleted(stage: Stage) -> None:
    with stage.client() as client:
        voice = client.create_voice(name="a fox", audio_media_id=stage.audio)
        custom = [speaker.id for speaker in client.all_speakers(speaker_type="custom")]
        client.delete_voice(speaker_id=voice.id)

        assert voice.id in custom
        assert voice.id not in [speaker.id for speaker in client.all_speakers(speaker_type="custom")]


def test_a_list_is_read_page_by_page(stage: Stage) -> None:
    async def go() -> list[str]:
        async with stage.awaiting() as client:
            return [speaker.name async for speaker in client.all_tts_speakers(page_size=4)]

    with stage.client() as client:
        names = [speaker.name for speaker in client.all_tts_speakers(page_size=4)]

    assert {"Emily", "Ethan", "Auto"} <= set(names)
    assert len(names) == 15
    assert asyncio.run(go()) == names


def test_the_usage_log_is_read_to_its_end(stage: Stage) -> None:
    fields = stage.fields()["usage"]
    with stage.client() as client:
        whole = [item.raw for item in client.all_usage(**fields, limit=100)]
        paged = [item.raw for item in client.all_usage(**fields, limit=1)]

    assert len(whole) > 0
    assert paged[: len(whole)] == whole


def test_the_charge_is_what_was_quoted(stage: Stage) -> None:
    request = built(stage, "text_to_video")
    with stage.client() as client:
        before = client.balance().total
        client.run(request)
        after = client.balance().total

        assert before is not None
        assert after is not None
        assert before - after == request.quote(stage.host).credits
