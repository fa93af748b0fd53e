"""Jobs of the Market from request to result, over sockets, against the simulated vendor."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import reelscore as rs
from reelscore.errors import InvalidRequest, RejectedRequest, SubmissionUnknown, TaskFailed
from reelscore.kie import ON_KIE_AI, AsyncKie, Kie, Market, Outputs
from reelscore.kie.market.snapshot import snapshot
from reelscore.results import State
from reelscore.sandbox import Sandbox, media
from reelscore.testing import json_bodies
from reelscore.testing.strategies import of_schema
from reelscore.vendors.family import Accepted, Indeterminate, Rejected

SCHEMAS = Market.input_schemas()
SONGS = "ai-music-api/"
"""Run by the simulated Suno, which knows its own tasks and versions."""
PNG = media.png(64, 64)
PICTURE: dict[str, Any] = {"prompt": "a lighthouse in the rain", "aspect_ratio": "16:9"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with rs.sandbox.running(speed=0) as found:
        found.set_balance("kie.ai", credits=10_000_000)
        yield found


@pytest.fixture
def kie(sandbox: Sandbox) -> Iterator[Kie]:
    with Kie(sandbox=sandbox) as found:
        yield found


def test_a_job_that_is_answered_at_once_is_found_by_the_id_that_it_told(kie: Kie, sandbox: Sandbox) -> None:
    task = kie.market("ai-music-api/boost-music-style", input={"content": "Pop"})
    sandbox.advance(60)

    assert "Pop" in task.wait().objects[0]["result"]


def left(kie: Kie) -> Decimal:
    credits = kie.balance().credits
    assert credits is not None
    return credits


def finished(sandbox: Sandbox, task: Any) -> Outputs:
    sandbox.advance(3600)
    progress = task.refresh()
    assert progress.state is State.SUCCEEDED
    found: Outputs = progress.result
    return found


@pytest.mark.parametrize("model", [name for name in SCHEMAS if not name.startswith(SONGS)])
@settings(
    max_examples=1,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
    deadline=None,
)
@given(data=st.data())
def test_any_input_by_the_schema_of_its_model_gives_what_the_model_makes(
    model: str, data: st.DataObject, sandbox: Sandbox
) -> None:
    value = data.draw(of_schema(SCHEMAS[model]))
    assume(value)
    request = Market(model, input=value)
    assume(not any(each.severity == "error" for each in request.violations()))
    with Kie(sandbox=sandbox, ledger=None) as kie:  # one for each: the account's limit counts by the real clock
        made = finished(sandbox, kie.submit(request))

    output = snapshot().models[model].output
    assert made.has_content
    assert output == "object" or {asset.kind for asset in made.assets} == {output}


def test_a_picture_is_quoted_charged_and_saved(kie: Kie, sandbox: Sandbox, tmp_path: Path) -> None:
    before = left(kie)
    task = kie.market("z-image", input=PICTURE)
    made = finished(sandbox, task)
    saved = made.save_all(tmp_path)

    assert task.quote is not None
    assert (task.quote.credits, task.quote.basis) == (Decimal("0.8"), "exact")
    assert task.progress is not None
    assert task.progress.charge == Decimal("0.8")
    assert left(kie) == before - Decimal("0.8")
    assert [path.suffix for path in saved] == [".png"]
    assert made.seconds is not None


def test_a_path_in_a_field_of_links_is_uploaded_first(kie: Kie, sandbox: Sandbox, tmp_path: Path) -> None:
    photo = tmp_path / "cat.png"
    photo.write_bytes(PNG)
    value = {"prompt": "the cat runs", "image_urls": [str(photo)], "sound": False, "duration": "5"}
    task = kie.market("kling-2.6/image-to-video", input=value)

    assert task.request is not None
    sent: Any = task.request
    assert sent.input["image_urls"][0].startswith("http")
    assert [asset.kind for asset in finished(sandbox, task).assets] == ["video"]


def test_a_file_that_is_larger_than_its_page_allows_is_not_uploaded(kie: Kie, sandbox: Sandbox) -> None:
    before = len(sandbox.requests(role="upload"))
    with pytest.raises(InvalidRequest, match=r"input\.image"):
        kie.market("recraft/remove-background", input={"image": PNG + bytes(5 * 1024**2)})

    assert len(sandbox.requests(role="upload")) == before


def test_the_length_of_a_sound_that_is_uploaded_makes_the_price(kie: Kie) -> None:
    value = {"image_url": "https://example.com/a.png", "audio_url": media.mp3(3.0), "prompt": "she speaks"}
    task = kie.market("kling/ai-avatar-pro", input=value)

    assert task.request is not None
    assert task.request.quote().credits == 3 * 16


def test_bytes_deep_inside_an_input_are_uploaded_too(kie: Kie) -> None:
    element = {"name": "cat", "description": "a cat", "element_input_urls": [PNG, PNG]}
    value = {
        "prompt": "@cat runs",
        "mode": "std",
        "sound": False,
        "duration": "5",
        "aspect_ratio": "16:9",
        "multi_shots": False,
        "kling_elements": [element],
        "image_urls": ["https://example.com/a.png"],
    }
    task = kie.market("kling-3.0/video", input=value)

    sent: Any = task.request
    assert all(url.startswith("http") for url in sent.input["kling_elements"][0]["element_input_urls"])


def test_songs_of_a_music_model_are_tracks(kie: Kie, sandbox: Sandbox) -> None:
    value = {"custom_mode": False, "instrumental": True, "model": "V5", "prompt": "the sea"}
    made = finished(sandbox, kie.market("ai-music-api/generate", input=value))

    assert [track.audio_url != "" for track in made.tracks] == [True, True]
    assert [asset.kind for asset in made.assets] == ["audio", "audio"]


def test_masks_are_files_that_live_an_hour(kie: Kie, sandbox: Sandbox) -> None:
    made = finished(
        sandbox, kie.market("omnihuman-1-5/subject-detection", input={"image_url": "https://example.com/a.png"})
    )

    assert [file.role for file in made.files] == ["mask"]
    assert made.objects[0]["mask_urls"] == [asset.url for asset in made.assets]


def test_frames_are_files_beside_the_result(kie: Kie, sandbox: Sandbox) -> None:
    value = {"prompt": "a calm lake", "duration": 5, "resolution": "480p", "return_last_frame": True}
    made = finished(sandbox, kie.market("bytedance/seedance-2", input=value))

    assert [file.role for file in made.files] == ["main", "first_frame", "last_frame"]
    assert len(made.assets) == 1


def test_a_failure_gives_the_credits_back_and_tells_none_taken(kie: Kie, sandbox: Sandbox) -> None:
    before = left(kie)
    task = kie.market("z-image", input={**PICTURE, "prompt": "sandbox:fail"})
    held = left(kie)
    sandbox.advance(3600)

    with pytest.raises(TaskFailed):
        task.wait()
    assert held == before - Decimal("0.8")
    assert left(kie) == before
    assert task.progress is not None
    assert task.progress.charge == 0


def test_an_empty_input_is_never_sent(kie: Kie) -> None:
    before = left(kie)

    with pytest.raises(InvalidRequest, match="paid task of an empty input"):
        kie.market("grok-imagine/image-to-video", input={})
    with pytest.raises(InvalidRequest):
        kie.market("a/model-of-tomorrow", input={"prompt": None})
    assert left(kie) == before


def test_the_simulated_vendor_makes_a_paid_job_of_an_empty_input(sandbox: Sandbox) -> None:
    with Kie(sandbox=sandbox, validate="off") as kie:
        made = finished(sandbox, kie.market("grok-imagine/image-to-video", input={}))
        with pytest.raises(RejectedRequest):
            kie.market("z-image", input={})

    assert made.assets


def test_an_unknown_model_is_sent_and_the_vendor_decides(kie: Kie, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RejectedRequest, match="not supported") as refused:
        kie.market("google/nano-banana-pro", input={"prompt": "a cat"})

    assert refused.value.charged is False
    assert "did you mean 'nano-banana-pro'" in caplog.text


def test_a_key_that_the_vendor_would_ignore_is_told(kie: Kie, caplog: pytest.LogCaptureFixture) -> None:
    kie.market("z-image", input={**PICTURE, "aspectRatio": "1:1"})
    kie.market("nano-banana-pro", input={"promt": "a cat", "prompt": "a cat"})
    kie.market("wan/2-7-text-to-video", input={"prompt": "a cat", "aspect_ratio": "1:1"})

    assert "did you mean 'resolution'" not in caplog.text
    assert "did you mean 'ratio'" in caplog.text


def test_a_refusal_dressed_as_a_server_fault_is_no_doubt(kie: Kie) -> None:
    with pytest.raises(RejectedRequest, match="aspect_ratio is required"):
        kie.market("z-image", input={"prompt": "a cat"})


def test_a_throttle_that_names_a_task_is_a_doubt_and_one_that_names_none_is_not() -> None:
    told = {"code": 429, "msg": "Your call frequency is too high. Please try again later."}

    assert isinstance(ON_KIE_AI.verdict("market", 200, {**told, "data": None}), Rejected)
    doubt = ON_KIE_AI.verdict("market", 200, {**told, "data": {"taskId": "t1"}})
    assert isinstance(doubt, Indeterminate)
    assert doubt.error.charged is None


def test_the_record_of_a_job_is_read_whatever_code_stands_beside_it() -> None:
    record = {"taskId": "t1", "model": "z-image", "state": "fail", "failCode": "500", "failMsg": "Internal error"}
    answer = {"code": 501, "msg": "Generation failed", "data": record}
    seen = ON_KIE_AI.verdict("market-details", 200, answer)

    assert isinstance(seen, Accepted)
    assert seen.task_id == "t1"
    assert ON_KIE_AI.progress("market", answer).state is State.FAILED


def test_a_page_of_a_gate_that_asks_for_something_is_no_refusal_of_the_vendor() -> None:
    assert isinstance(ON_KIE_AI.verdict("market", 502, b"<html>Your patience is required</html>"), Indeterminate)


def test_a_lost_answer_is_a_doubt_and_is_not_sent_again(sandbox: Sandbox) -> None:
    with Kie(sandbox=sandbox) as kie:
        before = left(kie)
        sandbox.fault("answer-lost")
        with pytest.raises(SubmissionUnknown):
            kie.market("z-image", input=PICTURE)
        after = left(kie)

    assert after == before - Decimal("0.8")


def test_the_same_key_is_the_same_job_and_other_bytes_are_not(kie: Kie, tmp_path: Path) -> None:
    photo = tmp_path / "cat.png"
    photo.write_bytes(PNG)
    request = Market("recraft/remove-background", input={"image": photo})
    first = kie.submit(request, key="cat")

    assert kie.submit(request, key="cat").id == first.id
    photo.write_bytes(PNG + b" ")
    with pytest.raises(rs.errors.Conflict):
        kie.submit(request, key="cat")


def test_another_process_finds_the_job_and_its_result_in_the_ledger(sandbox: Sandbox, tmp_path: Path) -> None:
    with Kie(sandbox=sandbox, ledger=tmp_path / "ledger.sqlite") as first:
        task = first.market("z-image", input=PICTURE)
    sandbox.advance(3600)
    with Kie(sandbox=sandbox, ledger=tmp_path / "ledger.sqlite") as second:
        (found,) = second.recover()
        assert found.task is not None
        again = second.task(task.ref)
        made = again.wait()

    assert found.task.id == task.id
    assert isinstance(made, Outputs)
    assert made.model == "z-image"


def test_both_clients_run_models(sandbox: Sandbox) -> None:
    async def run() -> Any:
        async with AsyncKie(sandbox=sandbox) as kie:
            task = await kie.market("z-image", input=PICTURE)
            sandbox.advance(3600)
            return (await task.refresh()).result

    assert asyncio.run(run()).assets


@given(st.sampled_from(list(snapshot().models)), json_bodies(Market))
def test_any_body_is_judged_priced_and_written(model: str, body: dict[str, Any]) -> None:
    request = ON_KIE_AI.request("market", {**body, "model": model})

    assert all(violation.message for violation in request.violations(ON_KIE_AI))
    assert request.quote(ON_KIE_AI).credits != 0 or snapshot().models[model].prices
    json.dumps(request.to_json())


def test_a_callback_of_a_song_is_none_of_a_job() -> None:
    body = {"code": 200, "msg": "success", "data": {"task_id": "t", "state": "complete", "instruments": []}}

    assert ON_KIE_AI.delivery({}, json.dumps(body).encode()).progress.state is not State.SUCCEEDED


def test_the_sandbox_reports_a_job_as_the_vendor_does(kie: Kie, sandbox: Sandbox) -> None:
    task = kie.market("z-image", input=PICTURE, call_back_url="http://127.0.0.1:9/callback")
    sandbox.advance(3600)
    (sent,) = [each for each in sandbox.deliveries() if str(each["task"]) == task.id][:1]

    assert sent["stage"] == "single"
