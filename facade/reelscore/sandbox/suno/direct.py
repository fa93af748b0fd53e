"""What the Suno hosts answer at once: personas, timed lyrics, styles, balance, links."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reelscore.sandbox.calls import Answer, Refusal
from reelscore.sandbox.suno.facts import once, song
from reelscore.sandbox.suno.prices import price
from reelscore.sandbox.suno.refusals import is_link, refusals
from reelscore.sandbox.suno.results import written
from reelscore.sandbox.suno.submit import order_of
from reelscore.sandbox.suno.tracks import new_task_id, track
from reelscore.sandbox.suno.voices import check_voice
from reelscore.sandbox.suno.words import accept
from reelscore.sandbox.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from reelscore.sandbox.calls import Call
    from reelscore.sandbox.suno.refusals import Order

LINK_LIFE = 20 * 60.0
"""Seconds that a direct link lives. Source: kie-suno.md §4.33."""


def direct(call: Call) -> Answer:
    """Answer an operation of the first route that is done at once."""
    return accept(answer_now(call, order_of(call)))


def answer_now(call: Call, order: Order) -> Any:
    """Judge *order*, charge it and return its data.

    Raises:
        Refusal: the host does not take it.
    """
    if call.engine.throttled(call.host, call.owner.key):
        raise Refusal("throttle")
    refusal = next(refusals(order), None)
    if refusal is not None:
        raise refusal
    credits = price(order.operation.price, call.host, body=order.body)
    if credits > call.owner.balance:
        raise Refusal("credits")
    made = MAKERS[order.operation.name](call, order)
    call.task = _pay(call, order, credits=credits)
    return {**made, "creditsRemaining": call.owner.balance} if "creditsRemaining" in made else made


def _pay(call: Call, order: Order, *, credits: Decimal) -> Task:
    task = Task(
        id=new_task_id(call.engine),
        host=call.host,
        key=call.owner.key,
        operation=order.operation.name,
        created=call.engine.now(),
        stages=((0.0, "succeeded"),),
        credits=credits,
        facts={"route": order.route, "direct": True},
    )
    call.engine.start(task)
    call.engine.settle()
    return task


def _persona(call: Call, order: Order) -> dict[str, Any]:
    parent, offset = song(call, order)
    if parent is not None and (parent.operation != "generate" or parent.facts["tracks"][offset - 1]["model"] == "V3_5"):
        raise Refusal("no_music")
    once(parent, f"persona:{offset}", label="Persona")
    persona = call.engine.new_hex()
    if parent is not None:
        parent.facts.setdefault("children", {})[f"persona:{offset}"] = persona
    return {"personaId": persona, "name": order.body["name"], "description": order.body["description"]}


def _timed_lyrics(call: Call, order: Order) -> dict[str, Any]:
    parent, offset = song(call, order)
    found = track(parent, offset) if parent else None
    words = found["prompt"].split() if found else ["[Verse]", "Sung"]
    step = (found["seconds"] if found else 30) / max(1, len(words))
    aligned = [
        {
            "word": f"{word} ",
            "success": True,
            "startS": round(n * step, 3),
            "endS": round((n + 1) * step, 3),
            "palign": 0,
        }
        for n, word in enumerate(words)
    ]
    return {"alignedWords": aligned, "waveformData": [0, 1, 0.5, 0.75], "hootCer": 0.38, "isStreamed": False}


def _boost(call: Call, order: Order) -> dict[str, Any]:
    content = order.body["content"]
    return {
        "taskId": new_task_id(call.engine),
        "param": json.dumps({"content": content}, ensure_ascii=False),
        "result": f"{content}, warm analog texture, steady mid-tempo groove, close and intimate vocals",
        "creditsConsumed": price("boost-style", call.host, body={}),
        "creditsRemaining": 0,
        "successFlag": "1",
        "errorCode": None,
        "errorMessage": "",
        "createTime": written(call.engine.now()),
    }


def _check_voice(call: Call, order: Order) -> dict[str, Any]:
    data: dict[str, Any] = check_voice(call, str(order.body["task_id"])).payload["data"]
    return data


MAKERS: Mapping[str, Callable[[Call, Order], dict[str, Any]]] = {
    "persona": _persona,
    "timestamped_lyrics": _timed_lyrics,
    "boost_style": _boost,
    "voice_check": _check_voice,
}


def voice_check(call: Call) -> Answer:
    """Answer ``voice/check-voice``, a free read."""
    identity = call.fields.get("task_id")
    if not isinstance(identity, str) or not identity:
        raise Refusal("callback", "task_id")
    return check_voice(call, identity)


def credit(call: Call) -> Answer:
    """Answer the balance: a bare number, whole on sunoapi.org (its schema says integer)."""
    balance = call.owner.balance
    return accept(int(balance) if call.host == "sunoapi.org" else balance)


def download_url(call: Call) -> Answer:
    """Answer ``common/download-url``: the same file under a link that lives 20 minutes."""
    url = call.fields.get("url")
    if not isinstance(url, str) or not url:
        raise Refusal("callback", "url")
    foreign = call.engine.settings.strict_references and not urlsplit(url).path.startswith("/media/")
    if not is_link(url) or foreign:
        raise Refusal("invalid", "url must be a file made here")
    return accept(f"{url}{'&' if '?' in url else '?'}expires={int(call.engine.now() + LINK_LIFE)}")
