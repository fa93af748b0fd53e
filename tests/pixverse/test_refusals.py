"""What the simulated vendor refuses arrives as the error of its code."""

from collections.abc import Iterator

import attrs
import pytest

from reelscore import errors
from reelscore.pixverse import Restyle, TextToVideo
from reelscore.sandbox import Sandbox, running
from tests.pixverse.stage import SHOT, Stage, set_stage


@pytest.fixture(scope="module")
def own_sandbox() -> Iterator[Sandbox]:
    with running(speed=0) as sandbox:
        yield sandbox


@pytest.fixture(scope="module", params=["pixverse.ai", "pixverseai.cn"])
def own_stage(request: pytest.FixtureRequest, own_sandbox: Sandbox) -> Stage:
    return set_stage(own_sandbox, request.param)


def test_a_wrong_key_names_the_page_where_keys_are_reset(own_stage: Stage) -> None:
    with own_stage.client(api_key="wrong") as client, pytest.raises(errors.AuthenticationError) as caught:
        client.balance()

    assert client.host.key_page in str(caught.value)


def test_an_account_without_a_plan_is_refused(own_stage: Stage) -> None:
    with own_stage.client(api_key="sandbox-noplan") as client, pytest.raises(errors.ApiError) as caught:
        client.submit(SHOT)

    assert caught.value.charged is False


def test_too_few_credits_are_an_error_of_their_own(own_stage: Stage) -> None:
    with own_stage.client(api_key="sandbox-poor") as client, pytest.raises(errors.InsufficientCredits) as caught:
        client.submit(SHOT)

    assert (caught.value.code, caught.value.charged) == (500090, False)


def test_a_full_account_is_limited_and_waiting_for_a_slot_helps(own_stage: Stage) -> None:
    vendor = own_stage.sandbox
    with own_stage.client(api_key="sandbox-free") as client:
        speed = vendor.speed
        vendor.set_clock(speed=0)
        client.submit(SHOT)
        with pytest.raises(errors.ConcurrencyLimited):
            client.submit(SHOT)
        vendor.set_clock(speed=speed)

        assert client.submit(SHOT, wait_for_slot=3600).id


def test_words_that_are_refused_at_once_are_a_refusal(own_stage: Stage) -> None:
    with own_stage.client() as client, pytest.raises(errors.ContentRejected):
        client.submit(attrs.evolve(SHOT, prompt="sandbox:reject"))


@pytest.mark.parametrize(
    ("word", "kind"), [("sandbox:moderate", errors.TaskModerated), ("sandbox:fail", errors.TaskFailed)]
)
def test_a_task_that_ends_badly_gives_the_credits_back(
    own_stage: Stage, word: str, kind: type[errors.TaskFailed]
) -> None:
    with own_stage.client() as client:
        before = client.balance().total
        with pytest.raises(kind) as caught:
            client.run(attrs.evolve(SHOT, prompt=word))

        assert type(caught.value) is kind
        assert client.balance().total == before


def test_a_video_that_is_not_there_is_a_wrong_field(own_stage: Stage) -> None:
    with own_stage.client() as client, pytest.raises(errors.RejectedRequest):
        client.submit(Restyle(source_video_id=1, restyle_prompt="anime"))


def test_an_illegal_request_never_leaves(own_stage: Stage) -> None:
    before = len(own_stage.sandbox.requests())
    shot = TextToVideo(prompt="a", model="v5.5", duration=10, quality="1080p", aspect_ratio="16:9")
    with own_stage.client() as client, pytest.raises(errors.InvalidRequest, match="8 s at 1080p costs 240"):
        client.submit(shot)

    assert len(own_stage.sandbox.requests()) == before


def test_a_task_is_found_again_by_its_reference(own_stage: Stage) -> None:
    with own_stage.client() as client:
        task = client.submit(SHOT)
        again = client.task(task.ref)

        assert again.wait() == task.wait()
