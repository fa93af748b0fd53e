"""Tools for tests of your own: request strategies made from the rule tables, and the sandbox as pytest fixtures.

    from reelscore.testing import legal

    @given(legal(TextToVideo))
    def test_my_pipeline_takes_every_legal_request(request): ...

The fixtures ``reelscore_sandbox`` and ``reelscore_client`` come with the package as a pytest plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reelscore.testing.strategies import json_bodies, legal, spoiled
else:

    def __getattr__(name: str) -> object:
        # Lazily: pytest loads the plugin of this package wherever both are installed, hypothesis or not.
        if name not in __all__:
            raise AttributeError(f"module 'reelscore.testing' has no attribute {name!r}")
        from reelscore.testing import strategies

        return getattr(strategies, name)


__all__ = ["json_bodies", "legal", "spoiled"]
