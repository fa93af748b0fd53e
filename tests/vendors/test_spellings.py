"""Every published look and callback, of every vendor, reads the same in the spellings that vendors change between."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reelscore.errors import WebhookError
from reelscore.rules.schema import snake
from tests.families import family
from tests.published import Example, of_kind
from tests.rows import each

WORDS = {"state", "status", "successFlag"}


def changed(value: Any, change: Callable[[str, Any], Any], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: changed(held, change, name) for name, held in value.items()}
    return change(key, [changed(item, change, "") for item in value] if isinstance(value, list) else value)


def renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {snake(name): renamed(held) for name, held in value.items()}
    return [renamed(item) for item in value] if isinstance(value, list) else value


def of_words(change: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda payload: changed(
        payload, lambda key, held: change(held) if key in WORDS and isinstance(held, str) else held
    )


def number_text(_: str, value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def list_text(_: str, value: Any) -> Any:
    is_texts = isinstance(value, list) and value and all(isinstance(item, str) for item in value)
    return json.dumps(value) if is_texts else value


def objects_text(_: str, value: Any) -> Any:
    is_objects = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    return json.dumps(value) if is_objects else value


def lone(_: str, value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def lone_inside(payload: Any) -> Any:
    return {name: changed(held, lone) if isinstance(held, dict) else held for name, held in payload.items()}


def addressed(key: str, value: Any) -> Any:
    return [{"url": item} for item in value] if key.lower().endswith("urls") and isinstance(value, list) else value


def inside(_: str, value: Any) -> Any:
    return (
        [json.dumps(item) if isinstance(item, dict) else item for item in value] if isinstance(value, list) else value
    )


SPELLINGS: Mapping[str, Callable[[Any], Any]] = {
    "capitals": of_words(str.upper),
    "small letters": of_words(str.lower),
    "blanks around": of_words(lambda word: f" {word} " if word else word),
    "numbers as text": lambda payload: changed(payload, number_text),
    "lists as text": lambda payload: changed(payload, list_text),
    "lists of objects as text": lambda payload: changed(payload, objects_text),
    "objects of lists as text": lambda payload: changed(payload, inside),
    "a list of one as its item": lone_inside,
    "URLs as objects": lambda payload: changed(payload, addressed),
    "snake_case": renamed,
    "a new field": lambda payload: {**payload, "newField": {"a": [1]}},
}


TOLD = of_kind("status", "callback")


def read(example: Example, payload: Any) -> tuple[Any, ...]:
    """Return what a user sees of an answer."""
    family = example.family
    delivery = family.delivery({}, json.dumps(payload).encode()) if example.kind == "callback" else None
    progress = delivery.progress if delivery else family.progress(example.op, payload)
    found = progress.result or progress.partial
    urls = {asset.url for asset in found.assets} if found else set()
    error = progress.error and (type(progress.error), str(progress.error.code))
    return delivery and delivery.task_id, progress.state, urls, error, progress.refunded, progress.charge


@each("spelling", SPELLINGS)
def test_an_answer_reads_the_same_in_every_spelling(spelling: str) -> None:
    for example in TOLD:
        if isinstance(example.payload, dict):
            assert read(example, SPELLINGS[spelling](example.payload)) == read(example, example.payload), example


def test_the_content_of_a_look_may_be_a_list_of_one() -> None:
    for example in TOLD:
        if example.kind == "status" and isinstance(example.payload, dict):
            listed = {name: [held] if isinstance(held, dict) else held for name, held in example.payload.items()}
            assert read(example, listed) == read(example, example.payload), example


def test_the_record_of_a_job_of_suno_is_known_by_its_state_alone() -> None:
    record = {"taskId": "t", "model": "ai-music-api/generate", "state": "generating"}
    found = family("kie.ai").progress("generate", {"code": 200, "msg": "success", "data": record})

    assert found.state == "running"


def without_each(value: Any) -> Iterator[Any]:
    """Yield the value once for each field in it, with null there."""
    for name, held in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield {**value, name: None} if isinstance(value, dict) else [*value[:name], None, *value[name + 1 :]]
        for other in without_each(held):
            yield {**value, name: other} if isinstance(value, dict) else [*value[:name], other, *value[name + 1 :]]


def test_an_answer_is_read_whatever_field_of_it_is_null() -> None:
    for example in TOLD:
        for payload in without_each(example.payload):
            with contextlib.suppress(WebhookError):
                read(example, payload)
