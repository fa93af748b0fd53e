"""Totals in money for people: by the plan that is named or set, each host by itself, play money never."""

import json
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from reelscore.catalog.operations import Misuse
from reelscore.cli.money import amount_of
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.pricing import Money
from tests.cli.shells import VIDEO, Shell
from tests.ledgers import intend

SONG = json.dumps({"operation": "suno.generate", "request": {"prompt": "a fox", "model": "V5"}})
CLIP = json.dumps({
    "operation": "pixverse.text-to-video",
    "request": {"prompt": "a fox", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"},
})  # fmt: skip


def test_two_hosts_are_told_apart_and_one_without_the_plan_shows_its_own(keyless: Shell) -> None:
    keyless.write("both.jsonl", f"{SONG}\n{CLIP}\n")
    said = keyless("quote", "--from", "both.jsonl", "--plan", "Business")

    assert "in money: 0.0600 USD (pay-as-you-go) on kie.ai and 0.50 USD (Business) on pixverse.ai" in said.err


def test_a_rehearsal_tells_all_in_money_by_the_plan_of_the_settings(keyless: Shell) -> None:
    keyless.write("two.jsonl", f"{CLIP}\n{CLIP}\n")
    keyless.write("config.toml", 'plan = "Business"\n')

    assert "all in money: 1.01 USD (Business)" in keyless("run", "--from", "two.jsonl", "--dry-run").err


def test_a_plan_that_no_host_has_says_which_was_meant(keyless: Shell) -> None:
    said = keyless("quote", *VIDEO, "--plan", "Busines")

    assert said.code == 2
    assert said.err.startswith("error: --plan is 'Busines', no host has it; did you mean Business?")


def test_a_plan_that_no_host_has_is_refused_before_anything_is_paid(shell: Shell) -> None:
    said = shell("run", *VIDEO, "--yes", "--no-save", "--plan", "Busines")

    assert (said.code, shell("tasks", "--json").document["tasks"]) == (2, [])


def test_what_a_sandbox_takes_is_called_play_money(shell: Shell) -> None:
    said = shell("run", *VIDEO, "--yes", "--no-save")

    assert "quoted 90 credits; charged 90 (play money of a sandbox)" in said.err
    assert "in money" not in shell("spend").out


def test_spend_tells_what_a_real_host_charged_in_money(keyless: Shell) -> None:
    ledger = Ledger(Path(keyless.environment["REELSCORE_LEDGER"]))
    intend(ledger, host="pixverse.ai", operation="text_to_video", unit="pixverse.ai")
    ledger.run(partial(LedgerTransaction.mark_submitted, intent="i1", task_id="1", charge=Decimal(90)))
    ledger.close()

    assert "charged in money: 0.50 USD (Business)" in keyless("spend", "--plan", "Business").out
    wrong = keyless("spend", "--plan", "Busines", "--json")
    assert (wrong.code, list(wrong.document)) == (2, ["error"])


@pytest.mark.parametrize(
    ("text", "amount"), [("500", Decimal(500)), ("0.5", Decimal("0.5")), ("5usd", Money(Decimal(5), "USD"))]
)
def test_an_amount_is_credits_or_money(text: str, amount: object) -> None:
    assert amount_of(text, "--budget") == amount


@pytest.mark.parametrize("text", ["", "five", "-1", "5 U", "1e9", "nan", "5USDT"])
def test_what_is_no_amount_is_an_error(text: str) -> None:
    with pytest.raises(Misuse, match="is no amount"):
        _ = amount_of(text, "--budget")
