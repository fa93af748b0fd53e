"""Options: what a client takes from its arguments, then from the environment, then from its host; what it refuses."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reelscore as rs
from reelscore.client.config import checked_url
from reelscore.errors import ConfigurationError
from reelscore.flows.drivers import Clock
from reelscore.ledger.budget import Budget
from reelscore.pricing import Money
from tests.toy import KEY, Toy, ToyFamily, ToyHost


def toy(environment: dict[str, str] | None = None, **options: Any) -> Toy:
    given: dict[str, Any] = {"host": ToyFamily(), "ledger": None, "environment": environment or {}}
    return Toy(**(given | options))


def test_an_argument_wins_over_the_environment_and_that_over_the_host() -> None:
    there = {"TOY_API_KEY": "from-environment", "TOY_BASE_URL": "https://there.example/"}

    assert (toy(there)._key, toy(there).urls[0]) == ("from-environment", "https://there.example")
    assert toy(there, api_key=KEY, base_url="https://here.example").urls[0] == "https://here.example"
    assert toy(api_key=KEY).urls[0] == "https://toy.example"


def test_dir_names_what_is_called_and_not_what_a_clients_parts_ask_of_it() -> None:
    names = set(dir(toy(api_key=KEY)))

    assert {"submit", "run", "recover", "quote", "api_key", "save_all"} <= names
    assert {"runtime", "make_task", "request_builder", "context"}.isdisjoint(names)


def test_a_missing_key_names_its_variable_and_where_keys_are_made() -> None:
    with pytest.raises(ConfigurationError, match=r"TOY_API_KEY.*https://toy\.example/keys"):
        toy()


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel", "\x00"])
def test_a_key_that_no_header_could_carry_is_refused_without_being_quoted(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        toy(api_key=key)

    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://toy.example", "ftp://toy.example", "toy.example", "https://", "", "http://127.0.0.1.evil.example"]
)
def test_a_key_goes_nowhere_without_tls(url: str) -> None:
    with pytest.raises(ConfigurationError, match="must be https"):
        checked_url(url, "base_url")


@pytest.mark.parametrize(
    ("url", "why"),
    [("https://toy.example:70000", "0-65535"), ("https://toy.example:0", "port"), ("https://toy.example/a\nb", "line")],
)
def test_an_address_that_cannot_be_is_named_before_anything_is_sent(url: str, why: str) -> None:
    with pytest.raises(ConfigurationError, match=f"base_url is .*{why}"):
        checked_url(url, "base_url")


def test_this_machine_may_be_asked_without_tls() -> None:
    assert checked_url("http://127.0.0.1:8000/", "base_url") == "http://127.0.0.1:8000"


def test_another_route_of_a_host_keeps_its_key_and_another_host_does_not() -> None:
    one = rs.Suno(api_key=KEY, ledger=None, environment={}, base_url="https://here.example")

    assert one.with_options(host="kie.ai#jobs").context.account == one.context.account
    with pytest.raises(ConfigurationError, match="SUNOAPI_API_KEY"):
        one.with_options(host="sunoapi.org")


def test_two_keys_are_two_accounts_and_neither_is_told() -> None:
    one, other = toy(api_key=KEY), toy(api_key=KEY + "x")

    assert one.context.account != other.context.account
    assert KEY not in f"{one!r} {one.context!r}"


def test_a_copy_keeps_all_but_what_is_changed() -> None:
    client = toy(api_key=KEY, timeout=7.0)
    copy = client.with_options(validate="off")

    assert (copy.timeout, copy._key, copy.context.validate, copy.ledger) == (7.0, KEY, "off", client.ledger)


def test_a_reference_of_another_host_is_refused() -> None:
    client = toy(api_key=KEY)

    assert client.parse_ref("toy/make/t1", None) == client.parse_ref("make", "t1") == (client.family, "make", "t1")
    with pytest.raises(ConfigurationError, match=r"a task of kie\.ai"):
        client.parse_ref("kie.ai/generate/t1", None)
    with pytest.raises(ConfigurationError, match="is no reference"):
        client.parse_ref("make", None)


def test_a_client_is_not_changed_after_it_was_made() -> None:
    client = toy(api_key=KEY)

    for name, value in {"api_key": "other", "host": ToyFamily(), "budget": 5, "timeout": 1.0}.items():
        with pytest.raises(AttributeError):
            setattr(client, name, value)


def test_a_copy_on_another_host_starts_without_the_first_hosts_key_and_addresses() -> None:
    there = {"OTHER_API_KEY": "others-key"}
    other = ToyFamily(host=ToyHost(name="other", key_variable="OTHER_API_KEY", base_url="https://other.example"))
    client = toy(there, api_key=KEY, base_url="https://mine.example", account="studio")

    copy = client.with_options(host=other)

    assert (copy._key, copy.urls[0]) == ("others-key", "https://other.example")
    assert copy.context.account != client.context.account
    with pytest.raises(ConfigurationError, match="OTHER_API_KEY"):
        toy(api_key=KEY).with_options(host=other)


class Simulated:
    """Stands for a sandbox: where the vendors are, and how fast time goes there."""

    speed = 60.0

    def base_url(self, _: str) -> str:
        return "http://127.0.0.1:1"

    upload_url = base_url


def test_a_copy_off_the_sandbox_has_the_real_clock_and_not_the_sandboxs_ledger(tmp_path: Path) -> None:
    there = {"TOY_API_KEY": KEY, "REELSCORE_LEDGER": str(tmp_path / "mine.sqlite")}
    client = toy(there, sandbox=Simulated(), ledger="default")

    copy = client.with_options(sandbox=None)

    assert client.with_options(timeout=1.0).ledger is client.ledger
    assert (copy.runtime().clock, copy.ledger.path) == (Clock(), tmp_path / "mine.sqlite")
    assert client.ledger.path != copy.ledger.path


def test_clients_of_one_sandbox_share_a_ledger_of_its_own(tmp_path: Path) -> None:
    vendors = Simulated()
    there = {"REELSCORE_LEDGER": str(tmp_path / "mine.sqlite")}
    one, other = (toy(there, sandbox=vendors, ledger="default") for _ in range(2))

    assert one.ledger is other.ledger
    assert not (tmp_path / "mine.sqlite").exists()
    assert toy(there, sandbox=Simulated(), ledger="default").ledger is not one.ledger


@pytest.mark.parametrize(
    ("given", "budget"),
    [(500, Budget(500)), (0.5, Budget("0.5")), (Money(Decimal(5), "USD"), Budget(money=Money(Decimal(5), "USD")))],
)
def test_a_budget_may_be_a_number_of_credits_or_an_amount_of_money(given: Any, budget: Budget) -> None:
    made = toy(api_key=KEY, budget=given).budget

    assert (made.credits, made.money, made.per) == (budget.credits, budget.money, "run")


@pytest.mark.parametrize("given", ["500", True, object(), -1])
def test_a_budget_that_is_none_is_refused_when_the_client_is_made(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="budget"):
        toy(api_key=KEY, budget=given)


@pytest.mark.parametrize("seconds", [-1.0, 0.0, float("nan")])
def test_a_timeout_that_is_none_is_refused_when_the_client_is_made(seconds: float) -> None:
    with pytest.raises(ConfigurationError, match="timeout"):
        toy(api_key=KEY, timeout=seconds)


def test_a_named_account_on_this_machine_is_not_the_real_one_and_its_credits_are_play_money() -> None:
    budget = Budget(50, account="studio")
    real, trial = (
        toy(api_key=KEY, account="studio", budget=budget, base_url=url)
        for url in ("https://toy.example", "http://127.0.0.1:8000")
    )

    assert real.context.account != trial.context.account
    assert (real.context.unit, trial.context.unit) == ("toy", "toy (sandbox)")
    assert trial.budget.account == trial.context.account


def test_an_account_of_a_name_survives_a_new_key() -> None:
    one, other = (toy(api_key=key, account="studio") for key in (KEY, KEY + "x"))

    assert one.context.account == other.context.account == "studio"
