"""What type checkers see of Suno's methods; most of this file is checked and never run."""

from __future__ import annotations

import inspect
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, assert_type

from reelscore.client.task import AsyncTask, Task
from reelscore.suno import AsyncSuno, Generate, Song, Suno
from reelscore.suno.operations import SunoOperations
from reelscore.suno.requests import REQUESTS

if TYPE_CHECKING:
    from reelscore.suno import BoostedStyle, CreditsLeft, Extend, Midi, StemFiles, UploadedFile

    def checked(suno: Suno, awaiting: AsyncSuno, song: Song, stems: StemFiles) -> None:
        """Say what the checkers must find."""
        assert_type(suno.generate(prompt="a", model="V5"), Task[Song])
        _ = assert_type(awaiting.generate(prompt="a", model="V5"), Coroutine[Any, Any, AsyncTask[Song]])
        assert_type(suno.boost_style(content="pop"), BoostedStyle)
        _ = assert_type(awaiting.boost_style(content="pop"), Coroutine[Any, Any, BoostedStyle])
        assert_type(suno.balance(), CreditsLeft)
        assert_type(suno.upload_file(file=b"ID3"), UploadedFile)
        assert_type(suno.run(Generate(prompt="a", model="V5")), Song)
        assert_type(song.next(Extend), Extend)
        assert_type(stems.next(Midi), Midi)
        suno.generate(prompt="a")  # type: ignore[call-arg]
        suno.generate(prompt="a", model="V5", styl="folk")  # type: ignore[call-arg]


def test_both_clients_have_every_operation_under_its_name() -> None:
    names = {cls.operation for cls in REQUESTS}

    assert {name for name in vars(SunoOperations) if not name.startswith("_")} == names


def test_a_method_shows_the_fields_of_its_request() -> None:
    client = Suno(api_key="k", ledger=None)

    assert inspect.signature(client.generate).parameters.keys() == inspect.signature(Generate).parameters.keys()
