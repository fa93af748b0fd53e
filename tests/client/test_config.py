"""Options: what a client takes from its arguments, then from the environment, then from its host; and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from reelscore.client.config import checked_url, outcome_of, remaining
from reelscore.errors import ConfigurationError
from tests.toy import KEY, Toy, ToyHost


def toy(environment: dict[str, str] | None = None, **options: Any) -> Toy:
    given: dict[str, Any] = {"host": ToyHost(), "ledger": None, "environment": environment or {}}
    return Toy(**(given | options))


def test_an_argument_wins_over_the_environment_and_that_over_the_host() -> None:
    there = {"TOY_API_KEY": "from-environment", "TOY_BASE_URL": "https://there.example/"}

    assert (toy(there).key, toy(there).urls[0]) == ("from-environment", "https://there.example")
    assert toy(there, api_key=KEY, base_url="https://here.example").urls[0] == "https://here.example"
    assert toy(api_key=KEY).urls[0] == "https://toy.example"


def test_a_missing_key_names_its_variable_and_where_keys_are_made() -> None:
    with pytest.raises(ConfigurationError, match=r"TOY_API_KEY.*https://toy\.example/keys"):
        toy()


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel"])
def test_a_key_that_no_header_could_carry_is_refused_without_being_quoted(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        toy(api_key=key)

    assert key not in str(caught.value)


@pytest.mark.parametrize("url", ["http://toy.example", "ftp://toy.example", "toy.example", "https://", ""])
def test_a_key_goes_nowhere_without_tls(url: str) -> None:
    with pytest.raises(ConfigurationError, match="must be https"):
        checked_url(url, "base_url")


def test_this_machine_may_be_asked_without_tls() -> None:
    assert checked_url("http://127.0.0.1:8000/", "base_url") == "http://127.0.0.1:8000"


def test_two_keys_are_two_accounts_and_neither_is_told() -> None:
    one, other = toy(api_key=KEY), toy(api_key=KEY + "x")

    assert one.terms.account != other.terms.account
    assert KEY not in f"{one!r} {one.terms!r}"


def test_a_copy_keeps_all_but_what_is_changed() -> None:
    client = toy(api_key=KEY, timeout=7.0)
    copy = client.with_options(validate="off")

    assert (copy.timeout, copy.key, copy.terms.validate, copy.books) == (7.0, KEY, "off", client.books)


def test_a_reference_of_another_host_is_refused() -> None:
    client = toy(api_key=KEY)

    assert client.named("toy/make/t1", None) == client.named("make", "t1") == ("make", "t1")
    with pytest.raises(ConfigurationError, match=r"a task of kie\.ai"):
        client.named("kie.ai/generate/t1", None)
    with pytest.raises(ConfigurationError, match="is no reference"):
        client.named("make", None)


def test_what_is_left_of_a_timeout_is_never_less_than_nothing() -> None:
    assert (remaining(None, 5.0), remaining(7.0, 5.0), remaining(3.0, 5.0)) == (None, 2.0, 0.0)


def test_an_interrupt_is_no_outcome() -> None:
    assert outcome_of(ValueError("no")).ok is False
    with pytest.raises(KeyboardInterrupt):
        outcome_of(KeyboardInterrupt())
