from typing import Any

import pytest

from reelscore.results import Progress, State
from reelscore.vendors.family import Delivery
from reelscore.webhooks.deliveries import MAX_TASK_ID, WebhookDelivery, from_delivery


def stored(task_id: str = "t1", *, stage: str = "complete", state: State = State.SUCCEEDED) -> WebhookDelivery:
    read = Delivery(task_id=task_id, stage=stage, progress=Progress(state=state), verified=True)
    return from_delivery(read, host="kie.ai", body=b'{"code": 200}', intent="i1")


def test_it_keeps_what_the_delivery_claims_but_no_stage_that_could_steer_a_terminal() -> None:
    claim: dict[str, Any] = {
        "host": "kie.ai",
        "task_id": "t1",
        "state": State.SUCCEEDED,
        "verified": True,
        "intent": "i1",
    }

    assert stored() == WebhookDelivery(**claim, callback_type="complete", body=b'{"code": 200}')
    assert stored().payload == {"code": 200}
    assert stored(stage="\x1b[2Jcomplete").callback_type == "single"


@pytest.mark.parametrize("task_id", ["", "t\n1", "t" * (MAX_TASK_ID + 1)])
def test_a_delivery_without_a_task_is_refused(task_id: str) -> None:
    with pytest.raises(ValueError, match="names no task"):
        stored(task_id)


def test_stages_have_an_order_that_ends_with_any_end() -> None:
    steps = [("remixing", State.UNKNOWN), ("text", State.RUNNING), ("first", State.RUNNING), ("error", State.FAILED)]

    assert [stored(stage=stage, state=state).progress_order for stage, state in steps] == [1, 1, 2, 3]
