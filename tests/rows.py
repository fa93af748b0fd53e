"""A table of cases as one test: an item of pytest costs some 5 ms beside what it does, and tables have thousands."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

PARAM = type(pytest.param())


def each(names: str, rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Call a test with every row of a table; it fails once, with all the rows that failed and why.

    For rows that leave nothing behind: where a row needs fixtures of its own, use pytest's `parametrize`.

    Args:
        names: of the arguments that a row holds: "host, body".
        rows: as `parametrize` takes them: tuples, values where there is one name, or `pytest.param` with an id.
    """
    arguments = names.replace(" ", "").split(",")
    table = [row if isinstance(row, PARAM) else pytest.param(*(row if len(arguments) > 1 else [row])) for row in rows]

    def turn(test: Callable[..., None]) -> Callable[..., None]:
        wanted = inspect.signature(test)

        @wraps(test)
        def every(**fixtures: Any) -> None:
            errors: list[Exception] = []
            for row in table:
                try:
                    test(**dict(zip(arguments, row.values, strict=True)), **fixtures)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - told below, each with its row
                    errors.append(error if isinstance(error, Exception) else AssertionError(str(error)))
                    errors[-1].add_note(f"in the row {row.id or row.values}"[:500])
            if errors:
                raise ExceptionGroup(f"{len(errors)} of {len(table)} rows fail", errors)
            assert table, "a table without rows tests nothing"

        left = [each for name, each in wanted.parameters.items() if name not in arguments]
        every.__signature__ = wanted.replace(parameters=left)  # type: ignore[attr-defined]
        return every

    return turn
