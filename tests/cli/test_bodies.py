import json

import pytest

from reelscore.cli.bodies import decoded, parsed, read_bodies
from reelscore.cli.reports import Misuse
from tests.cli.shells import Shell

FOX = {"prompt": "a fox", "model": "V5"}


def test_a_file_holds_one_request_a_list_or_one_per_line(keyless: Shell) -> None:
    line = json.dumps({"operation": "suno.generate", "request": FOX})
    one = keyless.write("one.json", json.dumps(FOX))
    many = keyless.write("many.json", f"[{line}, {line}]")
    lines = keyless.write("lines.jsonl", f"{line}\n\n{line}\n")

    counts = [len(read_bodies(str(keyless.folder / name))) for name in (one, many, lines)]

    assert counts == [1, 2, 2]


def test_a_wrapped_request_brings_operation_host_and_key(keyless: Shell) -> None:
    wrapped = {"operation": "suno.generate", "host": "sunoapi.org", "key": "order-42", "request": FOX}
    name = keyless.write("one.json", json.dumps(wrapped))

    [body] = read_bodies(str(keyless.folder / name))

    assert (body.operation, body.host, body.key, body.fields) == ("suno.generate", "sunoapi.org", "order-42", FOX)


def test_a_byte_order_mark_is_no_letter() -> None:
    assert decoded(b"\xef\xbb\xbf{}", "x.json") == "{}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"a": 1,\n "b": "caf\xe9"}', "is not UTF-8: line 2, column 11 has byte 0xe9 ('é' in Windows-1252)"),
        ('{"a": 1}'.encode("utf-16"), "is UTF-16"),
        (b'{"a": 1,\n "b" 2}', "line 2, column 6: Expecting ':' delimiter"),
        (b'{"a": 1, "a": 2}', "names 'a' twice"),
        (b"[3]", "is no JSON object but int"),
        (b"", "line 1, column 1"),
        (b"[]", "holds no request"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"operation": 3}', "'operation' is no text"),
    ],
)
def test_a_bad_file_is_one_clear_line_and_exit_code_2(keyless: Shell, content: bytes, words: str) -> None:
    name = keyless.write("bad.json", content)

    said = keyless("quote", "suno.generate", "--from", name)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("error: bad.json")
    assert words in said.err.splitlines()[0]
    assert "Traceback" not in said.err


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_named(keyless: Shell, name: str) -> None:
    said = keyless("quote", "suno.generate", "--from", name)

    assert said.code == 2
    assert said.err.startswith(f"error: {name} cannot be read: ")


def test_the_line_of_a_fault_is_the_line_of_the_file() -> None:
    with pytest.raises(Misuse, match="line 7, column 9"):
        parsed('{"a": 1 2}', "x.jsonl", first_line=7)


def test_standard_input_is_a_file_too(keyless: Shell) -> None:
    said = keyless("quote", "suno.generate", "--from", "-", "--json", stdin=json.dumps(FOX))

    assert said.document["requests"][0]["request"] == FOX


def test_without_debug_there_is_no_traceback_and_with_it_there_is(keyless: Shell) -> None:
    assert "Traceback" not in keyless("quote", "--from", "nix.json").err
    assert "Traceback" in keyless("quote", "--from", "nix.json", "--debug").err
