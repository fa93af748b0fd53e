"""Run every operation of a host in the sandbox and collect all that it answers, by operation and kind."""

from __future__ import annotations

import json
from typing import Any

import httpx

from reelscore.sandbox import running
from tests.contract.adapters import KEY
from tests.contract.talking import Talk
from tests.families import family

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
