"""The voice of one song sings the next."""

from __future__ import annotations

from reelscore.suno import AsyncSuno, Generate, Persona, Song


async def make(suno: AsyncSuno) -> Song:
    """Keep a singer and use it again."""
    task = await suno.generate(prompt="[Verse] Snow on the hill", style="folk", title="Fox", model="V5")
    song = await task.wait()
    singer = await suno.run(song.next(Persona, name="Winter voice", description="calm, close, a little hoarse"))
    return await suno.run(singer.next(Generate, prompt="[Verse] Spring", style="folk", title="Hare", model="V5"))
