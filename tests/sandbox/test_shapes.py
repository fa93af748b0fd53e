"""What the sandbox sends has the keys and the JSON types of what the vendors published, operation by operation.

Both ways: a published key must be sent, a key that is sent must be published, for this operation or its twin of the
other vendor. An empty example says nothing of what would be in it. `EXPLAINED` has a row for each difference left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from reelscore.sandbox import running
from tests.contract.adapters import KEY
from tests.contract.talking import Talk
from tests.families import family
from tests.published import raw

Answers = dict[tuple[str, str], list[Any]]
"""Published word of an operation and kind of answer to the answers."""
NAMES = {
    "stems": "vocal-removal",
    "music_video": "mp4",
    "recover_audio": "recovery",
    "image_template": "image",
    "upload_image": "image-upload",
    "upload_media": "media-upload",
    "lip_sync": "lipsync",
    "mask_selection": "mask",
}
"""Operation to the word of the examples, where it differs by more than a dash."""
RUNS: tuple[tuple[str, dict[str, Any]], ...] = (("", {}), ("task-fails", {}), ("moderated", {}))
OTHERS: dict[str, tuple[str, dict[str, Any]]] = {"stems": ("", {"type": "split_stem"})}
"""A further run, where one does not show all."""


def word_of(operation: str) -> str:
    return NAMES.get(operation, operation.replace("_", "-"))


def answers_of(host: str, words: frozenset[str]) -> Answers:
    """Run each operation of a host that has one of the words, to each of its ends."""
    found: Answers = {}

    def note(operation: str, kind: str, payload: Any) -> None:
        is_film = host == "pixverse.ai" and kind == "status" and operation != "image_template"
        word = "status" if is_film else word_of(operation)
        found.setdefault((word, "status" if operation == "boost_style" else kind), []).append(payload)

    with running(speed=0, strict_references=False, rate_limit=0) as sandbox, httpx.Client(timeout=60) as http:
        sandbox.set_balance(host, KEY, credits=1_000_000)
        for name in (name for name in family(host).operations if word_of(name) in words):
            talk = Talk(sandbox=sandbox, http=http, host=family(host), operation=name, is_judged=False)
            for fault, changes in (*RUNS, *([OTHERS[name]] if name in OTHERS else [])):
                if fault:
                    sandbox.fault(fault)
                for kind, payload, _ in talk.answers(**changes):
                    note(name, kind, payload)
                sandbox.clear_faults()
        for entry in sandbox.deliveries():
            operation = next(made["operation"] for made in sandbox.tasks() if str(made["id"]) == entry["task"])
            note(operation, "callback", json.loads(entry["body"]))
    return found


Shape = dict[str, set[str]]
"""Path of a key, ``[]`` for items, to the JSON types seen there."""
KINDS = ("response", "status", "callback")
VENDORS = {"pixverse": "pixverse.ai", "kie": "kie.ai", "sunoapi": "sunoapi.org"}


class Row(NamedTuple):
    """Keys in which the two differ on purpose."""

    where: str
    """Pattern of ``vendor operation kind path``."""
    reason: str


EXPLAINED: tuple[Row, ...] = (
    Row(r"pixverse image response \.Resp\.credits? is (missing|added)", "guide: credit; reference: credits"),
    Row(r"pixverse image-upload response \.Resp\.url is missing", "one page prints url, the others img_url"),
    Row(r"pixverse (image )?status status \.Resp\.credits is added", "seen by other clients"),
    Row(r"\w+ generate status \.data\.operationType is added", "a documented field that no sample shows (docs.kie.ai)"),
    Row(r"kie midi callback .*\[\]\.(start|end) is number", "documented as number or numeric string (docs.kie.ai)"),
    Row(r"sunoapi add-instrumental callback .*\.source_\w+ is added", "documented for all songs (docs.sunoapi.org)"),
    Row(r"sunoapi lyrics callback .*\.errorMessage is added", "documented; Kie spells error_message"),
    Row(r"\w+ vocal-removal callback .*_url is added", "documented for the other kind of separation (docs.kie.ai)"),
)  # fmt: skip


def shape_of(values: list[Any]) -> Shape:
    """Lay all *values* over each other."""
    found: Shape = {}
    for value in values:
        for path, kind in _leaves(value, ""):
            found.setdefault(path, set()).add(kind)
    return found


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    yield path, _kind(value)
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, f"{path}[]")


_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"),
    ((int, float), "number"),
    (str, "string"),
    (dict, "object"),
    (list, "array"),
)


def _kind(value: Any) -> str:
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "null")


def _published() -> dict[str, dict[tuple[str, str], list[Any]]]:
    found: dict[str, dict[tuple[str, str], list[Any]]] = {vendor: {} for vendor in VENDORS}
    for case in (*raw("pixverse"), *raw("suno")):
        vendor = case.get("vendor", "pixverse")
        if case["kind"] in KINDS and "$text" not in case["payload"]:
            found[vendor].setdefault((case["op"], case["kind"]), []).append(case["payload"])
    return found


PUBLISHED = _published()


@pytest.fixture(scope="module")
def answers() -> dict[str, Answers]:
    words = {vendor: frozenset(word for word, _ in PUBLISHED[vendor]) - ELSEWHERE for vendor in VENDORS}
    return {vendor: answers_of(host, words[vendor]) for vendor, host in VENDORS.items()}


def _twins(vendor: str, key: tuple[str, str]) -> list[Any]:
    twin = {"kie": "sunoapi", "sunoapi": "kie"}.get(vendor, vendor)
    return [*PUBLISHED[vendor].get(key, ()), *PUBLISHED[twin].get(key, ())]


def _is_open(shape: Shape, path: str) -> bool:
    """Tell whether the examples leave open what is at *path*: nothing that holds it was ever shown with a content."""
    holder = path.removesuffix("[]") if path.endswith("[]") else path.rpartition(".")[0]
    shown = any(other.startswith(holder) and other[len(holder) :][:1] in {".", "["} for other in shape)
    return not shown or (holder not in shape and _is_open(shape, holder))


def _differences(vendor: str, key: tuple[str, str], answers: Answers) -> Iterator[str]:
    published, twins, sent = shape_of(PUBLISHED[vendor][key]), shape_of(_twins(vendor, key)), shape_of(answers[key])
    where = f"{vendor} {' '.join(key)}"
    for path in sorted(published.keys() - sent.keys()):
        yield f"{where} {path} is missing"
    for path in sorted(sent.keys() - twins.keys()):
        if not _is_open(twins, path):
            yield f"{where} {path} is added"
    for path in sorted(published.keys() & sent.keys()):
        ours, theirs = sent[path] - {"null"}, published[path] - {"null"}
        if ours and theirs and not ours & theirs:
            yield f"{where} {path} is {'/'.join(ours)}, not {'/'.join(theirs)}"


GROUPS = [(vendor, key) for vendor, groups in PUBLISHED.items() for key in sorted(groups)]
ELSEWHERE = {
    *("credits", "download-url", "file-base64-upload", "file-url-upload", "jobs", "recovery", "webhook"),
    *("voice-check", "voice-generate", "voice-validate"),
}
"""Words whose answers are compared with the published ones in other files of this folder: uploads, callbacks, Suno."""


@pytest.mark.parametrize(
    ("vendor", "key"),
    [pytest.param(vendor, key, id=f"{vendor}-{'-'.join(key)}") for vendor, key in GROUPS if key[0] not in ELSEWHERE],
)
def test_the_sandbox_sends_the_published_keys_and_types(
    answers: dict[str, Answers], vendor: str, *, key: tuple[str, str]
) -> None:
    found = [
        told
        for told in _differences(vendor, key, answers[vendor])
        if not any(re.match(row.where, told) for row in EXPLAINED)
    ]

    assert found == []


def test_each_explained_difference_is_there(answers: dict[str, Answers]) -> None:
    found = [
        told for vendor, key in GROUPS if key in answers[vendor] for told in _differences(vendor, key, answers[vendor])
    ]

    assert [row.where for row in EXPLAINED if not any(re.match(row.where, told) for told in found)] == []
