import pytest

from reelscore.results import Progress, State
from reelscore.vendors.family import Delivery
from reelscore.webhooks.deliveries import MAX_TASK_ID, WebhookDelivery, from_delivery


def delivery(task_id: str = "t1", *, stage: str = "complete", state: State = State.SUCCEEDED) -> Delivery:
    return Delivery(task_id=task_id, stage=stage, progress=Progress(state=state), verified=True)


def test_it_keeps_what_the_delivery_claims() -> None:
    stored = from_delivery(delivery(), host="kie.ai", body=b'{"code": 200}', intent="i1")

    assert stored == WebhookDelivery(
        host="kie.ai",
        task_id="t1",
        callback_type="complete",
        state=State.SUCCEEDED,
        verified=True,
        intent="i1",
        body=b'{"code": 200}',
    )
    assert stored.payload == {"code": 200}


@pytest.mark.parametrize("task_id", ["", "t\n1", "t" * (MAX_TASK_ID + 1)])
def test_a_delivery_without_a_task_is_refused(task_id: str) -> None:
    with pytest.raises(ValueError, match="names no task"):
        from_delivery(delivery(task_id), host="kie.ai", body=b"{}")


def test_stages_have_an_order_that_ends_with_any_end() -> None:
    steps = [("text", State.RUNNING), ("first", State.RUNNING), ("error", State.FAILED)]
    orders = [
        from_delivery(delivery(stage=stage, state=state), host="kie.ai", body=b"").progress_order
        for stage, state in steps
    ]

    assert orders == [1, 2, 3]


def test_a_stage_that_no_document_names_comes_first() -> None:
    assert from_delivery(delivery(stage="remixing", state=State.UNKNOWN), host="kie.ai", body=b"").progress_order == 1


def test_a_stage_that_could_steer_a_terminal_is_not_repeated() -> None:
    assert from_delivery(delivery(stage="\x1b[2Jcomplete"), host="kie.ai", body=b"").callback_type == "single"
