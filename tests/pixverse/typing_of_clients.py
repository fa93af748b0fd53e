"""Checked by mypy and basedpyright, never run: methods have the signatures of their requests, on both clients."""

from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import Any, assert_type

from reelscore.client.task import AsyncTask, Task
from reelscore.pixverse import (
    AccountBalance,
    AsyncPixVerse,
    Image,
    Masks,
    PixVerse,
    Speaker,
    TextToVideo,
    UploadedImage,
    Video,
)


def blocking(client: PixVerse, shot: TextToVideo) -> None:
    """What the blocking client gives."""
    task = client.text_to_video(prompt="a", model="v6", duration=5, quality="720p", aspect_ratio="16:9")
    assert_type(task, Task[Video])
    assert_type(task.wait(), Video)
    assert_type(client.run(shot), Video)
    assert_type(client.image_template(img_ids=(1,), template_id=1), Task[Image])
    assert_type(client.mask_selection(source_video_id=1), Masks)
    assert_type(client.balance(), AccountBalance)
    assert_type(client.upload_image(image="fox.png"), UploadedImage)
    assert_type(client.all_speakers(speaker_type="custom"), Iterator[Speaker])
    client.text_to_video(prompt="a")  # type: ignore[call-arg]


async def awaiting(client: AsyncPixVerse, shot: TextToVideo) -> None:
    """What the awaiting client gives."""
    started = client.text_to_video(prompt="a", model="v6", duration=5, quality="720p", aspect_ratio="16:9")
    task = await assert_type(started, Coroutine[Any, Any, AsyncTask[Video]])
    assert_type(await task.wait(), Video)
    assert_type(await client.run(shot), Video)
    await assert_type(client.balance(), Coroutine[Any, Any, AccountBalance])
    assert_type(await client.mask_selection(source_video_id=1), Masks)
    assert_type(client.all_speakers(), AsyncIterator[Speaker])
