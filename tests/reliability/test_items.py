"""What tore in use: direct calls in recovery, keys of other accounts, copies on other hosts, early uploads."""

from __future__ import annotations

import attrs
import pytest

import reelscore as rs
from reelscore.errors import ApiError, BudgetExceeded, ConfigurationError
from reelscore.ledger.records import CallStatus
from reelscore.pixverse import ImageToVideo
from reelscore.suno import BoostStyle
from tests.field.test_files import PICTURE
from tests.field.vendor import (
    MADE_SONG,
    MADE_VIDEO,
    SHOT,
    SONG,
    SUBMIT_SONG,
    SUBMIT_VIDEO,
    Hands,
    Vendor,
    kie,
    pixverse,
    said,
)  # fmt: skip

SUNO_HOSTS = ("kie.ai", "kie.ai#jobs", "sunoapi.org")
BOOST = "POST /api/v1/style/generate"


def test_an_answered_direct_call_is_finished_and_does_not_stop_recovery(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {
        BOOST: [kie({"taskId": "b", "result": "folk, warm", "successFlag": "1"})],
        SUBMIT_SONG: [MADE_SONG],
    }
    client = hands.suno(vendor)
    assert hands.go(client.run(BoostStyle(content="folk"))).text
    hands.go(client.recover())
    assert [row.status for row in client.ledger.tasks()] in ([CallStatus.FINISHED], [CallStatus.SAVED])


def test_a_second_route_to_one_account_shares_its_budget(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {"POST": [MADE_SONG]}
    budget = rs.Budget(20, per="day")
    dedicated = hands.suno(vendor, budget=budget)
    jobs = hands.suno(vendor, budget=budget, host="kie.ai#jobs")
    hands.go(dedicated.submit(SONG))
    with pytest.raises(BudgetExceeded):
        hands.go(jobs.submit(attrs.evolve(SONG, prompt="two")))
    assert len(vendor.asked) == 1


def test_one_budget_value_on_two_accounts_is_one_cap(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    budget = rs.Budget(40)
    hands.go(hands.pixverse(vendor, budget=budget).submit(SHOT))
    with pytest.raises(BudgetExceeded):
        hands.go(hands.pixverse(vendor, budget=budget, api_key="another-key").submit(SHOT))


def test_a_number_is_a_budget_of_credits(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    with pytest.raises(BudgetExceeded):
        hands.go(hands.pixverse(vendor, budget=5).submit(SHOT))
    assert vendor.asked == []


def test_a_key_of_another_account_does_not_answer(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO, pixverse({"video_id": 8})]}
    hands.go(hands.pixverse(vendor).submit(SHOT, key="scene-1"))
    assert hands.go(hands.pixverse(vendor, api_key="another-key").submit(SHOT, key="scene-1")).id == "8"


def test_nothing_is_uploaded_again_for_a_key_that_is_known(hands: Hands, vendor: Vendor) -> None:
    upload = "POST /openapi/v2/image/upload"
    vendor.script = {
        upload: [pixverse({"img_id": 77, "img_url": "https://x/a.png"})],
        "POST /openapi/v2/video/img/generate": [MADE_VIDEO],
    }
    shot = ImageToVideo(img_id=PICTURE, prompt="x", model="v5.6", duration=5, quality="540p")
    client = hands.pixverse(vendor)
    tasks = [hands.go(client.submit(shot, key="order-42")).id for _ in range(2)]
    assert tasks[0] == tasks[1]
    assert len(vendor.asked_for(upload)) == 1


@pytest.mark.parametrize("number", [0, -1])
def test_a_concurrency_below_one_is_refused(number: int, hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    with pytest.raises(ConfigurationError, match="max_concurrency"):
        hands.every(hands.pixverse(vendor).run_all([SHOT], max_concurrency=number))


NOBODY: list[tuple[str, bytes]] = [
    ("pixverse.ai", said({"ErrCode": 400032, "ErrMsg": "invalid video id", "Resp": None})),
    ("pixverse.ai", said({"ErrCode": 10001, "ErrMsg": "record not found", "Resp": None})),
    ("pixverse.ai", pixverse(None)),
    ("pixverse.ai", pixverse({})),
    *((host, said({"code": 422, "msg": "recordInfo is null", "data": None})) for host in SUNO_HOSTS),
    *((host, said({"code": 404, "msg": "not found", "data": None})) for host in SUNO_HOSTS),
    *((host, kie(None)) for host in SUNO_HOSTS),
    *((host, kie({})) for host in SUNO_HOSTS),
]


@pytest.mark.parametrize(("host", "answer"), NOBODY)
def test_waiting_for_an_id_that_does_not_exist_ends_soon_and_says_so(
    host: str, answer: bytes, hands: Hands, vendor: Vendor
) -> None:
    vendor.script = {"GET": [answer]}
    maker, operation = ("pixverse", "text_to_video") if host == "pixverse.ai" else ("suno", "generate")
    with pytest.raises(ApiError) as caught:
        hands.go(getattr(hands, maker)(vendor, host=host).task(operation, "404").wait())
    assert sum(hands.turned.slept) <= 60
    assert "nothing is lost" not in str(caught.value)
