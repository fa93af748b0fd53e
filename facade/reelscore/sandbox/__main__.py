"""Run the sandbox from the command line: ``python -m reelscore.sandbox``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from reelscore.sandbox import FAULTS, Settings, serve


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options and serve until interrupted; one line of JSON says when it is ready."""
    parser = argparse.ArgumentParser(prog="python -m reelscore.sandbox", description="PixVerse and Suno, simulated.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=0, help="TCP port; 0 takes a free one")
    parser.add_argument("--speed", type=float, default=60.0, help="sandbox seconds per real second; 0 stops the clock")
    parser.add_argument("--seed", type=int, default=0, help="makes ids and durations repeatable")
    parser.add_argument("--state", type=Path, help="SQLite file that keeps the state across restarts")
    parser.add_argument("--split-ports", action="store_true", help="one port per vendor and upload host")
    parser.add_argument("--list-faults", action="store_true", help="print the faults by name and stop")
    parser.add_argument("--json", action="store_true", help="accepted for symmetry: the ready line is always JSON")
    options = vars(parser.parse_args(arguments))
    if options.pop("list_faults"):
        width = max(map(len, FAULTS))
        print("\n".join(f"{name:<{width}}  {kind.text}" for name, kind in FAULTS.items()))  # noqa: T201 - asked for
        return
    del options["json"]
    serve(Settings(**options))


if __name__ == "__main__":
    main()
