"""Every operation against the simulated kie.ai, over sockets, blocking and awaiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import reelscore as rs
from reelscore import errors
from reelscore.kie import (
    Aleph,
    AsyncKie,
    Balance,
    DownloadUrl,
    FluxKontext,
    Image4o,
    Image4oDownloadUrl,
    Kie,
    LumaModify,
    Runway,
    RunwayExtend,
    UploadFile,
    Veo,
    Veo4k,
    Veo1080p,
    VeoExtend,
    Video,
)
from reelscore.requests.request import Request
from reelscore.sandbox import Sandbox
from reelscore.sandbox.media import png
from tests.turned import moving

Run = Callable[[Any], Any]
PNG = png(64, 64)
_FILM = "https://example.com/film.mp4"
TASKS: list[Any] = [
    Veo(prompt="a dog", model="veo3_lite"),
    Veo(prompt="a dog", image_urls=[PNG], aspect_ratio="9:16"),
    Image4o(prompt="a dog", size="1:1", n_variants=2),
    Image4o(size="3:2", files_url=[PNG]),
    FluxKontext(prompt="a dog"),
    FluxKontext(prompt="a cat instead", input_image=PNG, model="flux-kontext-max"),
    Runway(prompt="a dog", duration=5, quality="1080p", aspect_ratio="1:1"),
    Runway(prompt="a dog", duration=10, quality="720p", image_url=PNG),
    Aleph(prompt="as a drawing", video_url=_FILM),
    LumaModify(prompt="as a drawing", video_url=_FILM, withdrawn=True),
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with rs.sandbox.running(speed=0, rate_limit=0) as found:
        found.set_balance("kie.ai", credits="100000.25")
        yield found


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Kie]:
    sandbox.clear_faults()
    ledger = rs.Ledger(":memory:")
    with Kie(sandbox=sandbox, clock=moving(sandbox), ledger=ledger) as found:
        yield found
    ledger.close()


@pytest.fixture(params=["blocking", "awaiting"])
def run(request: pytest.FixtureRequest, sandbox: Sandbox, client: Kie) -> Run:
    """Run a request to its end, with either client."""
    return client.run if request.param == "blocking" else lambda asked: asyncio.run(_ran(sandbox, asked))


async def _ran(sandbox: Sandbox, asked: Any) -> Any:
    async with AsyncKie(sandbox=sandbox, ledger=None, clock=moving(sandbox)) as client:
        return await client.run(asked)


def names(request: Any) -> str:
    return f"{request.operation}-{'-'.join(request.to_json())}"


@pytest.mark.parametrize("request_", TASKS, ids=names)
def test_a_task_is_made_at_its_price_and_its_files_are_there(run: Run, request_: Any, sandbox: Sandbox) -> None:
    before = sandbox.balance("kie.ai")
    result = run(request_)

    assert before - sandbox.balance("kie.ai") == (request_.quote().credits or 0)
    assert len(result.assets) == (getattr(request_, "n_variants", None) or 1)
    assert result.expires is not None or request_.operation == "runway"


def test_an_extension_knows_its_whole_film(run: Run) -> None:
    film = run(Veo(prompt="a dog"))
    longer = run(VeoExtend(task_id=film.task_id, prompt="it runs"))

    assert longer.full.urls == longer.full_urls != longer.urls


def test_the_1080p_render_is_paid_once_it_is_there_and_free_before(run: Run, sandbox: Sandbox) -> None:
    film = run(Veo(prompt="a dog"))
    before = sandbox.balance("kie.ai")
    with pytest.raises(errors.NotReady, match="processing"):
        run(Veo1080p(task_id=film.task_id))
    assert sandbox.balance("kie.ai") == before

    sandbox.advance(300)

    assert run(Veo1080p(task_id=film.task_id)).assets
    assert before - sandbox.balance("kie.ai") == 5
    with pytest.raises(errors.RejectedRequest, match="cannot be extended"):
        run(VeoExtend(task_id=film.task_id, prompt="it runs"))


@pytest.mark.parametrize("fault", ["answer-lost", "error-after-acceptance", "malformed-json"])
def test_a_lost_answer_to_the_get_that_costs_is_never_asked_again(client: Kie, sandbox: Sandbox, fault: str) -> None:
    film = client.run(Veo(prompt="a dog"))
    with pytest.raises(errors.NotReady):
        client.veo_1080p(task_id=film.task_id)
    sandbox.advance(300)
    sandbox.clear_requests()
    before = sandbox.balance("kie.ai")
    sandbox.fault(fault, operation="veo_1080p", times=1)

    with pytest.raises(errors.SubmissionUnknown):
        client.veo_1080p(task_id=film.task_id)

    assert len(sandbox.requests(operation="veo_1080p")) == 1
    assert before - sandbox.balance("kie.ai") == 5
    assert [item.operation for item in client.recover() if item.action == "doubtful"] == ["veo_1080p"]


def test_a_second_order_of_4k_is_the_first_and_costs_nothing(run: Run, sandbox: Sandbox) -> None:
    film = run(Veo(prompt="a dog"))
    before = sandbox.balance("kie.ai")
    first, second = (run(Veo4k(task_id=film.task_id)) for _ in range(2))

    assert first.urls == second.urls != film.urls
    assert (first.resolution, len(first.media_ids), len(first.image_urls)) == ("4k", 1, 1)
    assert before - sandbox.balance("kie.ai") == 120


def test_two_renders_are_saved_beside_each_other(client: Kie, sandbox: Sandbox, tmp_path: Path) -> None:
    film = client.run(Veo(prompt="a dog"))
    with pytest.raises(errors.NotReady):
        client.veo_1080p(task_id=film.task_id)
    sandbox.advance(300)

    saved = [client.save(client.veo_1080p(task_id=film.task_id), tmp_path) for _ in range(2)]

    assert len(list(tmp_path.glob("*.mp4"))) == len(set(saved)) == 2


def test_runway_takes_what_it_cannot_extend_and_fails_later(client: Kie, sandbox: Sandbox) -> None:
    film = client.run(Runway(prompt="a dog", duration=5, quality="720p", aspect_ratio="1:1"))
    before = sandbox.balance("kie.ai")

    assert client.run(RunwayExtend(task_id=film.task_id, prompt="on", quality="720p")).parent_task_id == film.task_id
    with pytest.raises(errors.TaskFailed, match="Video not found"):
        client.run(RunwayExtend(task_id="0" * 32, prompt="on", quality="720p"))
    assert sandbox.balance("kie.ai") == before


@pytest.mark.parametrize("request_", TASKS, ids=names)
@pytest.mark.parametrize("fault", ["task-fails", "moderated"])
def test_a_failure_is_told_and_given_back(client: Kie, sandbox: Sandbox, request_: Any, fault: str) -> None:
    before = sandbox.balance("kie.ai")
    sandbox.fault(fault, times=1, host="kie.ai")

    with pytest.raises(errors.TaskFailed) as caught:
        client.run(request_)

    assert isinstance(caught.value.error, errors.ContentRejected) is (fault == "moderated")
    assert sandbox.balance("kie.ai") == before


def test_words_and_links_steer_the_sandbox(client: Kie) -> None:
    with pytest.raises(errors.ContentRejected):
        client.run(Veo(prompt="sandbox:reject"))
    with pytest.raises(errors.TaskFailed, match="flagged"):
        client.run(FluxKontext(prompt="sandbox:moderate"))
    with pytest.raises(errors.TaskFailed, match="Unable to download"):
        client.run(Image4o(size="1:1", files_url=["https://example.com/unreachable.png"]))
    with pytest.raises(errors.TaskFailed, match="internal error"):
        client.run(Aleph(prompt="a", video_url="https://example.com/unreachable.mp4"))


def test_the_account_answers(run: Run) -> None:
    picture = run(Image4o(prompt="a dog", size="1:1"))

    assert run(Balance()).credits % 1 == Decimal("0.25")
    assert run(DownloadUrl(url=picture.url)).url.startswith(picture.url)
    assert run(Image4oDownloadUrl(task_id=picture.task_id, url=picture.url)).url.startswith(picture.url)
    assert run(UploadFile(file=PNG, file_name="a.png")).url
    assert run(UploadFile(base64_data="aGVsbG8=")).bytes == 5
    assert run(UploadFile(file_url=_FILM)).expires


@pytest.mark.parametrize("request_", TASKS[::2], ids=names)
def test_an_unknown_task_is_named(client: Kie, request_: Any) -> None:
    with pytest.raises(errors.NotFound):
        client.task(request_.operation, "0" * 32).wait()


def test_a_lost_creation_is_doubt_that_a_person_settles(client: Kie, sandbox: Sandbox) -> None:
    sandbox.clear_requests()
    sandbox.fault("answer-lost", operation="veo", times=1)
    with pytest.raises(errors.SubmissionUnknown) as caught:
        client.veo(prompt="a dog")
    (item,) = client.recover()
    made = str(sandbox.tasks(operation="veo")[-1]["id"])

    assert (item.action, len(sandbox.requests(operation="veo", role="submit"))) == ("doubtful", 1)
    client.ledger.resolve(caught.value.intent, task_id=made)
    (found,) = client.recover()
    assert found.task is not None
    assert found.task.wait().urls
    assert len(sandbox.requests(operation="veo", role="submit")) == 1


def test_a_client_of_songs_recovers_the_films_of_its_account(sandbox: Sandbox, tmp_path: Path) -> None:
    ledger = rs.Ledger(tmp_path / "l.sqlite")
    with Kie(sandbox=sandbox, ledger=ledger) as kie, rs.Suno(sandbox=sandbox, ledger=ledger, host="kie.ai") as suno:
        sent = kie.submit(Veo(prompt="a dog"))
        (found,) = suno.recover()

        assert (found.action, found.task.ref) == ("resumed", sent.ref)
        sandbox.advance(300)
        assert found.task.wait().urls
    ledger.close()


def test_what_it_withdrew_is_sent_only_to_who_says_so(client: Kie) -> None:
    with pytest.raises(errors.InvalidRequest, match="withdrew"):
        client.luma_modify(prompt="a", video_url=_FILM)


@pytest.mark.parametrize("request_", TASKS, ids=names)
@pytest.mark.parametrize("ending", ["", "task-fails"])
def test_the_callback_says_what_the_record_says(client: Kie, sandbox: Sandbox, request_: Any, ending: str) -> None:
    if ending:
        sandbox.fault(ending, times=1)
    task = client.submit(attrs.evolve(request_, call_back_url="https://example.com/callback"))
    sandbox.advance(4000)
    (told,) = [each for each in sandbox.deliveries() if each["task"] == task.id]
    delivery = client.family.delivery({}, told["body"].encode())

    assert delivery.task_id == task.id
    looked = task.refresh()
    assert delivery.progress.state == looked.state
    urls = [asset.url for progress in (delivery.progress, looked) for asset in getattr(progress.result, "assets", ())]
    assert len(urls) == 2 * len(getattr(looked.result, "assets", ()))
    assert len(set(urls)) == len(urls) / 2


def test_a_body_of_the_vendor_runs_as_it_is(client: Kie) -> None:
    body = {"prompt": "a dog", "duration": "5", "quality": "720p", "aspectRatio": "9:16"}
    request: Request[Video] = client.family.request("runway", body)
    film = client.run(request)

    assert film is not None
    assert film.urls
