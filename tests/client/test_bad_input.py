"""What a program gives wrongly is told by name, with what is allowed, before anything is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import reelscore as rs
from reelscore.errors import ConfigurationError, InvalidRequest, RejectedRequest
from reelscore.pixverse import TextToVideo
from reelscore.suno import Generate

OPTIONS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"timeout": "5"}, "timeout is '5'; it must be more than 0 seconds"),
    ({"timeout": True}, "timeout is True"),
    ({"slots": 1.5}, "slots is 1.5; it must be a whole number"),
    ({"api_key": 5}, "api_key is a int; it must be a text"),
    ({"base_url": 5}, "base_url is a int"),
    ({"sandbox": "x"}, "sandbox is 'x'"),
    ({"validate": "no"}, "validate is 'no'; it is one of strict, warn, off"),
    ({"ledger": 5}, "the ledger is 5; it is a file"),
    ({"ledger": "mysql://me:secret@db/x"}, "the ledger is mysql://...; it is a file"),
)
VALUES: tuple[tuple[Callable[[], Any], str], ...] = (
    (lambda: rs.Money(5, None), "a currency is None; it must be a code"),
    (lambda: rs.Money("x", "USD"), "an amount of money is 'x'; it must be a number"),
    (rs.Budget, "a budget has no cap"),
    (lambda: rs.Budget(2**63 - 1), "a budget is 9223372036854775807; it must be 0 to 1,000,000,000,000"),
    (lambda: rs.Budget(money=rs.Money("1e400", "USD")), "a budget is 1E+400; it must be 0 to"),
    (lambda: rs.Budget(5, allow_unknown="1e13"), "a budget is 1E+13; it must be 0 to"),
    (lambda: rs.total([5]), "5 is no quote"),  # type: ignore[list-item]
    (lambda: rs.Ledger(":memory:").tasks(status="don"), "status is 'don'; it is one of intent,"),
    (lambda: rs.Ledger(":memory:").tasks(colour="red"), "filter is 'colour'; it is one of status,"),
    (lambda: rs.Ledger(":memory:").spend("week"), "group is 'week'; it is one of day,"),  # type: ignore[arg-type]
)


@pytest.mark.parametrize(("options", "words"), OPTIONS)
def test_an_option_of_a_wrong_kind_is_refused_when_the_client_is_made(options: dict[str, Any], words: str) -> None:
    given: dict[str, Any] = {"api_key": "k", "environment": {}, **options}

    with pytest.raises(ConfigurationError) as told:
        _ = rs.PixVerse(**given)

    assert words in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(("make", "words"), VALUES)
def test_a_value_of_a_wrong_kind_is_refused_where_it_is_made(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        make()

    assert words in str(told.value)


@pytest.mark.parametrize("key", ["", 7, b"scene-7", ("scene", 7)])
def test_a_key_that_is_no_text_is_refused_before_anything_is_written_down(key: Any) -> None:
    shot = TextToVideo(prompt="a fox", model="v5.6", duration=5, quality="540p", aspect_ratio="16:9")
    with rs.sandbox.running() as vendors, rs.PixVerse(sandbox=vendors) as px:
        with pytest.raises(ConfigurationError, match="; it must be a text, or None"):
            px.submit(shot, key=key)
        assert not px.ledger.tasks()
        assert not vendors.requests()


def test_a_currency_counts_however_it_is_written() -> None:
    assert rs.Money(5, "usd") == rs.Money(5, "USD")


def test_a_method_names_what_is_missing_and_what_was_meant() -> None:
    with rs.sandbox.running() as vendors, rs.PixVerse(sandbox=vendors) as px:
        with pytest.raises(InvalidRequest) as told:
            px.text_to_video(promt="a fox", model="v5.6", duration=5)  # type: ignore[call-arg]

        with pytest.raises(TypeError, match=r"balance\(\) takes its fields by name"):
            px.balance("me")  # type: ignore[arg-type, call-arg]

        assert "did you mean 'prompt'?" in str(told.value)
        assert "aspect_ratio is missing" in str(told.value)
        assert not vendors.requests()


def test_what_is_no_request_is_told_by_both_flavours() -> None:
    async def asynchronous(vendors: Any) -> list[Any]:
        async with rs.AsyncPixVerse(sandbox=vendors) as px:
            bad: list[Any] = ["x", Generate(prompt="a", model="V5")]
            return [outcome.error async for _, outcome in px.run_all(bad)]

    with rs.sandbox.running() as vendors, rs.PixVerse(sandbox=vendors) as px:
        bad: list[Any] = ["x", Generate(prompt="a", model="V5")]
        errors = [outcome.error for _, outcome in px.run_all(bad)] + asyncio.run(asynchronous(vendors))
        for call in (px.run, px.submit, px.quote):
            for each in bad:
                with pytest.raises(ConfigurationError) as told:
                    call(each)
                errors.append(told.value)

    assert len(errors) == 10
    assert {type(error) for error in errors} == {ConfigurationError}
    assert sum("'x' is no request" in str(error) for error in errors) == 5
    assert sum("kie.ai and sunoapi.org have it" in str(error) for error in errors) == 5


def test_a_suggestion_is_never_what_was_given() -> None:
    found = rs.kie.Veo(prompt="a fox", image_urls=["https://a/1.png"] * 3).violations()

    assert found
    assert not [each.message for each in found if "try" in each.message]


def test_the_vendors_words_and_our_advice_are_two_sentences() -> None:
    assert str(RejectedRequest(message="no such file", hint="upload it first")) == "no such file; upload it first"
    assert str(RejectedRequest(message="No such file", hint="Upload it.")) == "No such file. Upload it."
    assert str(RejectedRequest(message="No such file.", hint="upload it")) == "No such file. upload it"
    assert str(RejectedRequest(message="No such file.", code=7)) == "No such file. (code 7)"
