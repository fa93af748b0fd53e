"""Which lost submission a delivery of an unknown task belongs to: values in, values out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from reelscore.ledger.records import CallRecord
from reelscore.webhooks.letters import WebhookDelivery

LONGEST_SECONDS = 86_400.0
"""A task that reports later than this after its submission is matched by its intent only."""
_ALIKE = {"title": "title", "style": "tags", "prompt": "prompt"}
"""Facade's field → the track's field that repeats it."""


def match(rows: Iterable[CallRecord], letters: Iterable[WebhookDelivery]) -> dict[str, str]:
    """Find the task ids of submissions whose answers were lost.

    A letter that names the intent settles it. Else a letter fits when it came within a day of the submission and
    repeats its title, style or prompt and contradicts none of them; both must fit nothing else. Whoever uses the answer
    confirms it by a look at the task with the account's own key.

    Args:
        rows: in doubt, of one or several hosts.
        letters: of tasks that no row knows.

    Returns:
        Task id by intent; what fits twice is left out.
    """
    wanting, tasks = {row.intent: row for row in rows if row.task_id is None}, _by_task(letters)
    named = {
        letter.intent: task_id
        for (host, task_id), found in tasks.items()
        for letter in found
        if letter.intent in wanting and wanting[letter.intent].host == host
    }
    rest = [row for row in wanting.values() if row.intent not in named]
    free = {key: found for key, found in tasks.items() if not any(letter.intent in wanting for letter in found)}
    pairs = [(row.intent, key[1]) for row in rest for key, found in free.items() if fits(row, found)]
    intents, ids = Counter(intent for intent, _ in pairs), Counter(task_id for _, task_id in pairs)
    return named | {intent: task_id for intent, task_id in pairs if intents[intent] == ids[task_id] == 1}


def fits(row: CallRecord, letters: Iterable[WebhookDelivery]) -> bool:
    """Tell whether the letters of one task may answer a row: in time, of its host, and alike in content."""
    kept = [letter for letter in letters if letter.host == row.host and letter.intent in {"", row.intent}]
    timely = bool(kept) and all(row.created <= letter.received <= row.created + LONGEST_SECONDS for letter in kept)
    tracks = [track for letter in kept for track in _tracks(letter)]
    return timely and bool(tracks) and all(_alike(row.request, track) for track in tracks)


def _by_task(letters: Iterable[WebhookDelivery]) -> Mapping[tuple[str, str], list[WebhookDelivery]]:
    tasks: dict[tuple[str, str], list[WebhookDelivery]] = defaultdict(list)
    for letter in letters:
        tasks[letter.host, letter.task_id].append(letter)
    return tasks


def _alike(request: Mapping[str, Any], track: Mapping[str, Any]) -> bool:
    both = [(request.get(ours), track.get(theirs)) for ours, theirs in _ALIKE.items()]
    told = [(str(ours).strip(), str(theirs).strip()) for ours, theirs in both if ours and theirs]
    return bool(told) and all(ours == theirs for ours, theirs in told)


def _tracks(letter: WebhookDelivery) -> list[Mapping[str, Any]]:
    """Find the tracks of a music delivery, wherever an envelope keeps them; other deliveries have none."""
    try:
        value = letter.payload
    except (ValueError, RecursionError):
        return []
    while isinstance(value, dict):
        value = value.get("data")
    return [track for track in value if isinstance(track, dict)] if isinstance(value, list) else []
