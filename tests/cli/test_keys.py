import io
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import attrs
import pytest

from reelscore.cli.keys import client
from reelscore.cli.output import Masking, masked
from reelscore.client.keys import dotenv, environment_for, find_key
from reelscore.sandbox import Sandbox
from reelscore.vendors.family import hosts
from tests.cli.shells import VIDEO, Shell, answered, bare, towards
from tests.rows import each

KIE = hosts["kie.ai"]
FAILING = "keyring.backends.fail.Keyring"
FILE_KEYRING = """
import json, pathlib
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    priority = 1
    path = pathlib.Path("keys.json")

    def _all(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def get_password(self, service, username):
        return self._all().get(f"{service} {username}")

    def set_password(self, service, username, password):
        self.path.write_text(json.dumps({**self._all(), f"{service} {username}": password}))

    def delete_password(self, service, username):
        from keyring.errors import PasswordDeleteError
        keys = self._all()
        if keys.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError("none")
        self.path.write_text(json.dumps(keys))
"""


@pytest.fixture
def ring(tmp_path: Path, sandbox: Sandbox) -> Shell:
    (tmp_path / "filekeyring.py").write_text(FILE_KEYRING)
    addresses = {name: value for name, value in towards(sandbox).items() if not name.endswith("_API_KEY")}
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    chosen = {"PYTHON_KEYRING_BACKEND": "filekeyring.Keyring", "PYTHONPATH": path}
    return Shell(tmp_path, {**bare(tmp_path), **addresses, **chosen})


def test_a_key_goes_from_a_pipe_into_the_keyring_and_to_the_host(ring: Shell) -> None:
    kept = ring("init", "--host", "kie.ai", "--json", stdin="sandbox-ring\n")
    balance, other = ring("balance", "--json"), ring("balance", "--profile", "studio")
    gone = ring("init", "--host", "kie.ai", "--remove", "--json")

    assert kept.document == {"stored": [{"host": "kie.ai", "variable": "KIE_API_KEY"}], "removed": []}
    assert [left["place"] for left in balance.document["accounts"]] == ["keyring"]
    assert other.code == 2
    assert gone.document["removed"] == [{"host": "kie.ai", "variable": "KIE_API_KEY"}]
    assert ring("balance").code == 2


def test_a_profile_of_the_keyring_alone_is_one(ring: Shell) -> None:
    kept = ring("init", "--host", "kie.ai", "--profile", "studio", stdin="sandbox-ring\n")

    assert (kept.code, ring("balance", "--profile", "studio").out) == (0, "1000\n")
    assert "there is no profile 'studoi'" in ring("balance", "--profile", "studoi").err


def test_a_program_reads_the_key_that_init_has_kept(ring: Shell) -> None:
    _ = ring("init", "--host", "kie.ai", stdin="sandbox-ring\n")
    program = "import reelscore as rs\nwith rs.Suno() as client: print(client.balance().credits)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ring.folder, env={**ring.environment}, capture_output=True, check=False
    )

    assert (done.returncode, float(done.stdout)) == (0, 1000.0), done.stderr


def test_a_wrong_key_is_not_kept(ring: Shell) -> None:
    said = ring("init", "--host", "kie.ai", stdin="nonsense-key\n")

    assert said.code == 3
    assert not (ring.folder / "keys.json").exists()
    assert "nonsense-key" not in said.out + said.err


@pytest.mark.slow
def test_where_no_host_answers_a_key_is_kept_unasked(ring: Shell) -> None:
    nowhere = {"KIE_BASE_URL": "http://127.0.0.1:9"}
    asked = ring("init", "--host", "kie.ai", stdin="sandbox-ring\n", **nowhere)
    kept = ring("init", "--host", "kie.ai", "--no-check", stdin="sandbox-ring\n", **nowhere)

    assert (asked.code, kept.code) == (10, 0)
    assert "with --no-check the key is kept" in asked.err


def test_each_key_is_checked_as_it_is_typed_and_may_be_typed_again(ring: Shell) -> None:
    keys = [b"wrong\n", b"sandbox-ring\n"]

    code, text = answered(ring, "init", "--host", "kie.ai", at=b"(Enter leaves it): ", keys=keys)

    assert code == 0
    assert text.index("kie.ai refuses it") < text.index("1000 credits") < text.index("kept for kie.ai")
    assert "wrong" not in text


def test_what_the_keyring_lacks_is_told_before_a_key_is_typed(keyless: Shell) -> None:
    shell = attrs.evolve(keyless, environment={**keyless.environment, "PYTHON_KEYRING_BACKEND": FAILING})

    code, text = answered(shell, "init", keys=[])

    assert code == 3
    assert "without a keyring, put KIE_API_KEY=... into the environment" in " ".join(text.split())
    assert "Enter leaves it" not in text


@pytest.mark.parametrize("backend", [FAILING, "keyring.backends.null.Keyring"])
def test_without_a_keyring_that_keeps_keys_init_says_where_else_a_key_goes(keyless: Shell, backend: str) -> None:
    said = keyless("init", "--host", "kie.ai", "--no-check", stdin="k\n", PYTHON_KEYRING_BACKEND=backend)

    assert said.code == 3
    assert "KIE_API_KEY=..." in said.err


def test_a_key_that_was_not_kept_is_not_said_to_be_forgotten(keyless: Shell) -> None:
    said = keyless("init", "--remove", "--json")

    assert (said.code, said.document["removed"]) == (0, [])


def test_a_keyring_that_forgets_no_key_is_told(ring: Shell) -> None:
    kept = ring("init", "--host", "kie.ai", "--no-check", stdin="k\n")
    ring.write("filekeyring.py", FILE_KEYRING.replace("is None", "is not None"))
    refused = ring("init", "--remove")
    unasked = ring("init", "--host", "kie.ai", "--remove", PYTHON_KEYRING_BACKEND=FAILING)

    assert (kept.code, refused.code, unasked.code) == (0, 3, 3)
    assert "the keyring does not forget KIE_API_KEY (none)" in refused.err
    assert "the keyring does not forget KIE_API_KEY (No recommended backend was available" in unasked.err


def test_no_command_takes_a_key_as_an_argument(keyless: Shell) -> None:
    texts = [keyless(name, "--help").out for name in ("init", "balance", "doctor")]

    assert [text for text in texts if "--api-key" in text or "--key" in text] == []


def test_a_key_of_dotenv_is_used_with_the_address_beside_it(keyless: Shell, sandbox: Sandbox) -> None:
    keyless.write(".env", f"PIXVERSE_API_KEY=sandbox-file\nPIXVERSE_BASE_URL={sandbox.base_url('pixverse.ai')}\n")

    said = keyless("balance", "--json")

    assert said.document["accounts"] == [{"host": "pixverse.ai", "place": ".env", "credits": "15000", "error": None}]


def test_an_address_of_dotenv_never_gets_a_key_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("KIE_BASE_URL=https://elsewhere.example\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIE_API_KEY", "from-the-environment")
    monkeypatch.delenv("KIE_BASE_URL", raising=False)
    dotenv.cache_clear()

    assert find_key(KIE).place == "environment"
    assert "KIE_BASE_URL" not in environment_for(KIE)


def test_a_key_is_never_in_the_words_of_a_value() -> None:
    assert "k-4711" not in repr(find_key(KIE, {"KIE_API_KEY": "k-4711"}))


@each(
    "text, shown",
    [
        ("API-KEY: abcd1234", "API-KEY: ***"),
        ("'Authorization': 'Bearer abcd1234'", "'Authorization': ***'"),
        ("GET https://a.b/c?token=abcd&x=1", "GET https://a.b/c?token=***&x=1"),
        ("trace 0a1b2c3d is task 5", "trace 0a1b2c3d is task 5"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_known_key_is_masked_even_in_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIE_API_KEY", "k-4711-secret")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Masking())
    record = logging.LogRecord("reelscore", logging.INFO, "", 1, "sent %s", ("k-4711-secret",), None)
    handler.emit(record)

    assert stream.getvalue().endswith("INFO reelscore: sent ***\n")


def test_doctor_is_green_where_all_is_well(shell: Shell) -> None:
    said = shell("doctor", "--json")
    names = {check["name"] for check in said.document["checks"]}

    assert (said.code, said.document["ok"]) == (0, True)
    assert {"versions", "ledger", "kie.ai key", "kie.ai reachable", "kie.ai clock", "kie.ai balance"} <= names


def test_doctor_says_what_to_do_for_each_thing_that_is_wrong(shell: Shell, sandbox: Sandbox) -> None:
    broken = {**towards(sandbox, "wrong-key-4711"), "KIE_BASE_URL": "http://127.0.0.1:9/kie"}
    shell.write("ledger.sqlite", b"this is no database, but a text that is long enough" * 100)

    said = shell("doctor", "--json", **broken)
    wrong = {check["name"]: check for check in said.document["checks"] if check["ok"] is False}

    assert said.code == 1
    assert {"ledger", "kie.ai reachable", "pixverse.ai balance"} <= set(wrong)
    assert all(check["next"] for check in wrong.values())
    assert "wrong-key-4711" not in said.out + said.err


def test_doctor_without_a_key_names_variable_and_page(keyless: Shell) -> None:
    said = keyless("doctor", "--offline")

    assert said.code == 1
    assert "PIXVERSE_API_KEY" in said.out
    assert KIE.key_page in said.out


def test_a_ledger_that_is_no_database_is_one_line(shell: Shell) -> None:
    shell.write("ledger.sqlite", b"this is no database, but a text that is long enough" * 100)

    said = shell("submit", *VIDEO, "--yes")

    assert said.code == 3
    assert "ledger.sqlite" in next(line for line in said.err.splitlines() if line.startswith("error: "))
    assert "Traceback" not in said.err


def test_a_client_that_goes_to_a_sandbox_on_this_computer_keeps_its_pace(sandbox: Sandbox) -> None:
    def pace(**environment: str) -> float:
        made = client("kie.ai", environment={KIE.key_variable: "k", **environment}, ledger=None)
        return float(made.runtime().clock.now() / time.monotonic())

    assert pace(**towards(sandbox)) == pytest.approx(60, rel=0.1)
    assert pace() == pytest.approx(1, rel=0.1)
    assert pace(KIE_BASE_URL="http://127.0.0.1:1") == pytest.approx(1, rel=0.1)
