import json
import re
from itertools import product

import pytest

from reelscore.catalog.operations import Misuse
from reelscore.cli.bodies import decoded, read_bodies
from tests.cli.shells import Shell
from tests.rows import each

FOX = {"prompt": "a fox", "model": "V5"}


def test_a_file_holds_one_request_a_list_or_one_per_line(keyless: Shell) -> None:
    line = json.dumps({"operation": "suno.generate", "request": FOX})
    one = keyless.write("one.json", json.dumps(FOX))
    many = keyless.write("many.json", f"[{line}, {line}]")
    lines = keyless.write("lines.jsonl", f"{line}\n\n{line}\n")

    counts = [len(list(read_bodies(str(keyless.folder / name)))) for name in (one, many, lines)]

    assert counts == [1, 2, 2]


def test_a_wrapped_request_brings_operation_host_and_key(keyless: Shell) -> None:
    wrapped = {"operation": "suno.generate", "host": "sunoapi.org", "key": "order-42", "request": FOX}
    name = keyless.write("one.json", json.dumps(wrapped))

    [body] = read_bodies(str(keyless.folder / name))

    assert (body.operation, body.host, body.key, body.fields) == ("suno.generate", "sunoapi.org", "order-42", FOX)


def test_a_byte_order_mark_is_no_letter() -> None:
    assert decoded(b"\xef\xbb\xbf{}", "x.json") == "{}"


@each("mark", [b"", b"\xef\xbb\xbf"])
def test_the_place_of_a_wrong_byte_is_counted_without_the_mark(mark: bytes) -> None:
    with pytest.raises(Misuse, match="line 1, column 5 has byte 0xe9"):
        decoded(mark + b'{"caf\xe9": 1}'[1:], "x.json")


@each("mark, ending", product(["", "\ufeff"], ["\n", "\r\n", "\n\n \n"]))
def test_lines_are_told_from_one_request_that_is_written_over_lines(keyless: Shell, mark: str, ending: str) -> None:
    name = str(keyless.folder / keyless.write("some", f"{mark}{json.dumps(FOX)}{ending}{json.dumps(FOX)}{ending}"))
    assert [body.where for body in read_bodies(name)] == [f"{name}:1", f"{name}:{1 + ending.count(chr(10))}"]

    keyless.write("some", f"{mark}{json.dumps(FOX)}{ending}")
    assert [body.where for body in read_bodies(name)] == [name]

    keyless.write("some", f"{mark}{json.dumps(FOX, indent=1)}{ending}")
    assert [(body.where, body.fields) for body in read_bodies(name)] == [(name, FOX)]


@each(
    "line, words",
    [
        (b'{"a": 1', "x.jsonl, line 3, column 8: Expecting ',' delimiter"),
        (b'{"b": "caf\xe9"}', "x.jsonl is not UTF-8: line 3, column 11 has byte 0xe9 ('é' in Windows-1252)"),
        (b'{"a": 1, "a": 2}', "x.jsonl:3 names 'a' twice"),
        (b"[3]", "x.jsonl:3 is no JSON object but list"),
        (b"[" * 100_000, "x.jsonl:3 is nested too deeply"),
        (b"9" * 5_000, "x.jsonl:3 holds a number that is too long"),
        (b'\xef\xbb\xbf{"a": 1}', "x.jsonl, line 3, column 1: Unexpected UTF-8 BOM"),
    ],
)
def test_a_bad_line_is_told_after_the_good_ones_with_its_place(keyless: Shell, line: bytes, words: str) -> None:
    keyless.write("x.jsonl", b'{"a": 1}\n\n' + line + b'\n{"a": 1}\n')
    found = read_bodies(str(keyless.folder / "x.jsonl"))

    assert next(found).fields == {"a": 1}
    with pytest.raises(Misuse, match=re.escape(words)):
        next(found)


@each("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_file_without_a_line_holds_no_request(keyless: Shell, content: bytes) -> None:
    keyless.write("x.ndjson", content)

    with pytest.raises(Misuse, match=r"x\.ndjson holds no request"):
        list(read_bodies(str(keyless.folder / "x.ndjson")))


@each(
    "content, words",
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

    assert (said.code, said.out, "Traceback" in said.err) == (2, "", False)
    assert said.err.startswith("error: bad.json")
    assert words in said.err.splitlines()[0]


@each("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_named(keyless: Shell, name: str) -> None:
    said = keyless("quote", "suno.generate", "--from", name)

    assert said.code == 2
    assert said.err.startswith(f"error: {name} cannot be read: ")
    assert "next: check the path and its permissions" in said.err


def test_standard_input_is_a_file_too(keyless: Shell) -> None:
    said = keyless("quote", "suno.generate", "--from", "-", "--json", stdin=json.dumps(FOX))

    assert said.document["requests"][0]["request"] == FOX


def test_without_debug_there_is_no_traceback_and_with_it_there_is(keyless: Shell) -> None:
    assert "Traceback" not in keyless("quote", "--from", "nix.json").err
    assert "Traceback" in keyless("quote", "--from", "nix.json", "--debug").err
