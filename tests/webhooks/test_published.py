"""Published callbacks go through the receiver; sources stand beside each case in tests/data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

import reelscore as rs
from reelscore.vendors.family import hosts
from reelscore.webhooks import Receiver, asgi
from tests.rows import each
from tests.webhooks.posting import JSON, NOW, SECRET, TOKEN, post, signed

DATA = Path(__file__).resolve().parents[1] / "data"
HOSTS = {"kie": "kie.ai", "sunoapi": "sunoapi.org"}


def callbacks(name: str) -> list[dict[str, Any]]:
    return [case for case in json.loads((DATA / name).read_text()) if case["kind"] == "callback"]


SUNO, PIXVERSE = callbacks("suno-examples.json"), callbacks("pixverse-examples.json")
GUIDE = next(case for case in PIXVERSE if "accept" in case["expect"])
GUIDE_BODY = json.dumps(GUIDE["payload"]).encode()
GUIDE_SECRET = str(GUIDE["expect"]["secret"])
GUIDE_HEADERS: dict[str, str] = {**JSON, **GUIDE["expect"]["headers"]}
GUIDE_TIME = float(GUIDE_HEADERS["Webhook-Timestamp"])


def claims(app: Receiver) -> list[tuple[str, str, str]]:
    return [(found.task_id, found.callback_type, found.state.value) for found in app.inbox.unknown()]


@each("case", SUNO)
def test_each_published_callback_of_suno_is_kept_as_it_reads(case: dict[str, Any]) -> None:
    host, expect = HOSTS[case["vendor"]], case["expect"]
    signed_by = signed(expect["task_id"]) if host == "kie.ai" else JSON
    app = asgi(host, secrets={"kie.ai": SECRET} if host == "kie.ai" else None, path_token=TOKEN, clock=lambda: NOW)
    got = post(app, f"/{host}/{TOKEN}", body=json.dumps(case["payload"]).encode(), headers=signed_by)

    assert (got.status_code, got.content) == (200, hosts[host].webhook_reply)
    assert claims(app) == [(expect["task_id"], expect["stage"], expect["state"])]


@pytest.mark.parametrize("case", PIXVERSE, ids=[case["id"] for case in PIXVERSE])
def test_each_published_callback_of_pixverse_is_kept_as_it_reads(case: dict[str, Any]) -> None:
    app = asgi("pixverse.ai", path_token=TOKEN)
    got = post(app, f"/pixverse.ai/{TOKEN}", body=json.dumps(case["payload"]).encode())

    assert (got.status_code, got.content.decode()) == (200, case["expect"]["reply"])
    assert [(task, state) for task, _, state in claims(app)] == [(case["expect"]["video_id"], case["expect"]["state"])]


def to_pixverse(app: Receiver, signature: str) -> httpx.Response:
    return post(app, "/pixverse.ai", body=GUIDE_BODY, headers={**GUIDE_HEADERS, "Webhook-Signature": signature})


def pixverse_app() -> Receiver:
    return asgi("pixverse.ai", secrets={"pixverse.ai": GUIDE_SECRET}, path_token=TOKEN, clock=lambda: GUIDE_TIME)


def percent_encoded_signature() -> str:
    text = (
        f"{GUIDE_HEADERS['Webhook-Timestamp']}\n{GUIDE_HEADERS['Webhook-Nonce']}\n{quote(GUIDE_BODY.decode(), safe='')}"
    )
    return base64.b64encode(hmac.digest(GUIDE_SECRET.encode(), text.encode(), hashlib.sha256)).decode()


@pytest.mark.parametrize("signature", [*GUIDE["expect"]["accept"].values(), percent_encoded_signature()])
def test_any_of_the_three_documented_signatures_opens(signature: str) -> None:
    app = pixverse_app()

    assert to_pixverse(app, signature).content == b"ok"
    assert [found.verified for found in app.inbox.unknown()] == [True]


def test_a_nonce_of_pixverse_opens_once() -> None:
    app = pixverse_app()
    signature = GUIDE["expect"]["accept"]["body_order"]

    assert [to_pixverse(app, signature).status_code for _ in range(2)] == [200, 409]


def test_a_signature_over_one_id_of_a_body_does_not_vouch_for_another() -> None:
    app = asgi("kie.ai", secrets={"kie.ai": SECRET}, path_token=TOKEN, clock=lambda: NOW)
    body = {"code": 200, "taskId": "mine", "data": {"task_id": "yours", "callbackType": "complete", "data": []}}

    assert post(app, "/kie.ai", body=json.dumps(body).encode(), headers=signed("mine")).status_code == 401


def test_all_four_hosts_can_be_served_by_one_app() -> None:
    assert set(asgi(list(rs.hosts.values()), path_token=TOKEN).endpoints) == set(rs.hosts)
