"""What the log says of money: one line for each payment, refusal and end, and never a signed address or a key."""

from __future__ import annotations

import logging

import pytest

import reelscore as rs
from reelscore.errors import InsufficientCredits, SubmissionUnknown

SHOT = rs.pixverse.TextToVideo(prompt="a fox", model="v5.6", duration=5, quality="540p", aspect_ratio="16:9")


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "reelscore.flows"]


def test_a_payment_and_an_end_are_a_line_each(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "reelscore")
    with rs.sandbox.running(speed=600) as vendors, rs.PixVerse(sandbox=vendors) as client:
        task = client.submit(SHOT)
        _ = task.wait()

    accepted, ended = lines(caplog)
    assert accepted == f"pixverse.ai text_to_video (35 credits, row {task.intent}): accepted as task {task.id}"
    assert ended.startswith(f"pixverse.ai text_to_video: task {task.id} succeeded after ")
    assert ended.endswith(" 35 credits charged")
    assert "http" not in caplog.text


def test_a_refusal_is_a_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "reelscore")
    with (
        rs.sandbox.running(speed=0) as vendors,
        rs.PixVerse(sandbox=vendors, api_key="sandbox-poor") as client,
        pytest.raises(InsufficientCredits),
    ):
        _ = client.submit(SHOT)

    (refused,) = lines(caplog)
    assert "refused with InsufficientCredits (code 500090), nothing charged" in refused


def test_a_lost_answer_is_a_warning_that_names_its_row(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "reelscore")
    with rs.sandbox.running(speed=0) as vendors, rs.PixVerse(sandbox=vendors) as client:
        _ = vendors.fault("answer-lost", operation="text_to_video", times=1)
        with pytest.raises(SubmissionUnknown) as raised:
            _ = client.submit(SHOT)

    (record,) = [record for record in caplog.records if record.name == "reelscore.flows"]
    assert (record.levelname, raised.value.intent in record.getMessage()) == ("WARNING", True)
    assert "perhaps charged" in record.getMessage()


def test_a_paid_answer_without_a_task_is_a_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "reelscore")
    with rs.sandbox.running(speed=0) as vendors, rs.Suno(sandbox=vendors) as client:
        _ = client.boost_style(content="calm piano")

    (line,) = lines(caplog)
    assert line.endswith(": answered")
