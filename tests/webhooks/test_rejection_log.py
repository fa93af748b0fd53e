import pytest

from reelscore.webhooks.app import RejectionLog


def test_a_flood_of_refusals_is_one_line_and_a_count(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    log = RejectionLog(now=lambda: now[0])

    for _ in range(500):
        log.add("kie.ai", 401, why="the signature does not fit")
    now[0] = 10.0
    log.add("kie.ai", 401, why="the signature does not fit")

    assert [record.getMessage() for record in caplog.records] == [
        "a delivery for kie.ai was refused with 401: the signature does not fit",
        "a delivery for kie.ai was refused with 401: the signature does not fit (499 like it were not logged)",
    ]


def test_another_kind_of_refusal_is_heard_beside_a_flood(caplog: pytest.LogCaptureFixture) -> None:
    log = RejectionLog(now=lambda: 0.0)

    for status in (401, 413, 401):
        log.add("kie.ai", status, why="no")

    assert len(caplog.records) == 2
