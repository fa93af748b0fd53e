"""The command line: ``main`` and what it says when its extra is missing; commands load when they are called."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: without the program's name; the process's own when left out.

    Returns:
        The exit code: 0 ok, 1 anything else, 2 usage, 3 authentication, 4 credits or budget, 5 task failed, 6 invalid
        request, 7 limited, 8 timeout, 9 submission unknown, 10 transport, 130 interrupted.
    """
    try:
        from reelscore.cli.app import run
    except ModuleNotFoundError as error:
        from reelscore.cli.extras import missing

        print(f"reelscore: {missing(error)}", file=sys.stderr)
        return 2
    return run(list(sys.argv[1:] if arguments is None else arguments))
