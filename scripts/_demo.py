"""What ``scripts/demo`` runs: the demo of the command line, with its options."""

from collections.abc import Sequence

from reelscore.cli import main as reelscore


def main(arguments: Sequence[str]) -> int:
    """Make a video and a song in a sandbox; arguments go to ``reelscore demo``."""
    return reelscore(["demo", *arguments])
