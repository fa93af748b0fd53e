"""Every answer of the sandbox fits the document of its host: accepted, running, finished, failed, refused."""

from collections.abc import Iterator

import attrs
import httpx
import pytest

from reelscore.sandbox import Sandbox, running
from reelscore.vendors.family import Family
from tests.contract.adapters import KEY, operation_cases
from tests.contract.talking import Talk
from tests.families import family

OWN = {"pixverse": "deleted", "suno": "callback-exception", "kie": "callback-exception"}
"""The end that only one vendor has."""
NOT_PRINTED = {
    ("upload_file", "throttle"): "Unknown response http status: 429",
    ("sounds", "server-error"): "Unknown response http status: 500",
}
"""Faults that one may ask the sandbox for, though no page prints them for the operation."""
PREPARED = ("delete_voice", "download_url")
"""What needs an id or a link that the sandbox gave before."""
TASKS = [case for case in operation_cases() if case.values[0].operation(case.values[1]).kind == "task"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running(speed=0, strict_references=False, rate_limit=0) as found:
        yield found


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as client:
        yield client


@pytest.fixture
def about(sandbox: Sandbox, http: httpx.Client, host: Family, name: str) -> Talk:
    sandbox.set_balance(host.host.name, KEY, credits=1_000_000)
    return Talk(sandbox=sandbox, http=http, host=host, operation=name)


@pytest.mark.parametrize(("host", "name"), [case for case in operation_cases() if case.values[1] not in PREPARED])
def test_every_answer_on_the_way_to_a_result_fits(about: Talk) -> None:
    assert about.ran() == []


@pytest.mark.parametrize(("host", "name"), TASKS)
def test_every_answer_on_the_way_to_a_failure_fits(about: Talk) -> None:
    found = []
    for ending in ("task-fails", "moderated", OWN[about.host.vendor]):
        about.sandbox.fault(ending, times=1)
        found += [(ending, text) for text in about.ran()]
        about.sandbox.clear_faults()

    assert found == []


@pytest.mark.parametrize(("host", "name"), operation_cases())
def test_every_refusal_fits(about: Talk) -> None:
    wrong = about.complaints(about.call(), key="wrong")
    found = [("key", text) for text in wrong[0]]
    for refusal in ("server-error", "throttle", "no-credits"):
        about.sandbox.fault(refusal, times=1)
        expected = NOT_PRINTED.get((about.operation, refusal), "not a word of it")
        found += [(refusal, text) for text in about.complaints(about.call())[0] if expected not in text]
        about.sandbox.clear_faults()

    assert (found, wrong[1].get("ErrCode", wrong[1].get("code")) in {0, 200}) == ([], False)


@pytest.mark.parametrize("host", [family("pixverse.ai"), family("pixverseai.cn")], ids=lambda host: host.name)
@pytest.mark.parametrize("name", ["delete_voice"])
def test_the_answer_to_a_deleted_voice_fits(about: Talk) -> None:
    made = attrs.evolve(about, operation="create_voice")
    _, payload = made.complaints(made.call())

    assert about.ran(speaker_id=payload["Resp"]["speaker_id"]) == []


@pytest.mark.parametrize("host", [family("kie.ai")], ids=lambda host: host.name)
@pytest.mark.parametrize("name", ["download_url"])
def test_the_answer_with_a_direct_link_fits(about: Talk) -> None:
    made = attrs.evolve(about, operation="upload_file")
    _, payload = made.complaints(made.call())

    assert about.ran(url=payload["data"]["downloadUrl"]) == []
