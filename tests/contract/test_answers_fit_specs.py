"""Every answer of the sandbox fits the document of its host: accepted, running, finished, failed, refused."""

from collections.abc import Iterator

import httpx
import pytest

from reelscore.sandbox import Sandbox, running
from reelscore.vendors.family import Family
from tests.contract.adapters import KEY, operation_cases
from tests.contract.talking import Talk, talk
from tests.families import family

ENDINGS = ("task-fails", "moderated", "own")
OWN = {"pixverse": "deleted", "suno": "callback-exception", "kie": "callback-exception"}
"""The end that only one vendor has."""
NOT_PRINTED = {
    ("upload_file", "throttle"): "Unknown response http status: 429",
    ("sounds", "server-error"): "Unknown response http status: 500",
}
"""Faults that one may ask the sandbox for, though no page prints them for the operation."""
PREPARED = ("delete_voice", "download_url")
"""What needs an id or a link that the sandbox gave before."""
REFUSALS = ("server-error", "throttle", "no-credits")
TASKS = [case for case in operation_cases() if case.values[0].operation(case.values[1]).kind == "task"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running(speed=0, strict_references=False, rate_limit=0) as found:
        yield found


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as client:
        yield client


@pytest.fixture
def about(sandbox: Sandbox, http: httpx.Client, host: Family, name: str) -> Talk:
    sandbox.set_balance(host.host.name, KEY, credits=1_000_000)
    return talk(sandbox, http, host=host, operation=name)


@pytest.mark.parametrize(("host", "name"), [case for case in operation_cases() if case.values[1] not in PREPARED])
def test_every_answer_on_the_way_to_a_result_fits(about: Talk) -> None:
    assert about.ran() == []


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("host", "name"), TASKS)
def test_every_answer_on_the_way_to_a_failure_fits(about: Talk, ending: str) -> None:
    about.sandbox.fault(OWN[about.host.vendor] if ending == "own" else ending, times=1)
    found = about.ran()
    about.sandbox.clear_faults()

    assert found == []


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize(("host", "name"), operation_cases())
def test_every_refusal_fits(about: Talk, refusal: str) -> None:
    about.sandbox.fault(refusal, times=1)
    found, _ = about.complaints(about.call())
    about.sandbox.clear_faults()

    expected = NOT_PRINTED.get((about.operation, refusal), "")
    assert [text for text in found if not expected or expected not in text] == []


@pytest.mark.parametrize("host", [family("pixverse.ai"), family("pixverseai.cn")], ids=lambda host: host.name)
@pytest.mark.parametrize("name", ["delete_voice"])
def test_the_answer_to_a_deleted_voice_fits(about: Talk) -> None:
    made = talk(about.sandbox, about.http, host=about.host, operation="create_voice")
    _, payload = made.complaints(made.call())

    assert about.ran(speaker_id=payload["Resp"]["speaker_id"]) == []


@pytest.mark.parametrize("host", [family("kie.ai")], ids=lambda host: host.name)
@pytest.mark.parametrize("name", ["download_url"])
def test_the_answer_with_a_direct_link_fits(about: Talk) -> None:
    made = talk(about.sandbox, about.http, host=about.host, operation="upload_file")
    _, payload = made.complaints(made.call())

    assert about.ran(url=payload["data"]["downloadUrl"]) == []


@pytest.mark.parametrize(("host", "name"), operation_cases())
def test_a_wrong_key_is_refused_in_words_that_fit(about: Talk) -> None:
    found, payload = about.complaints(about.call(), key="wrong")

    assert (found, payload.get("ErrCode", payload.get("code")) in {0, 200}) == ([], False)
