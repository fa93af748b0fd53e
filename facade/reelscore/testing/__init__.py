"""Tools for tests of your own: request strategies made from the rule tables, and the sandbox as pytest fixtures.

    from reelscore.testing import legal

    @given(legal(TextToVideo))
    def test_my_pipeline_takes_every_legal_request(request): ...

The fixtures ``reelscore_sandbox`` and ``reelscore_client`` come with the package as a pytest plugin.
"""

from __future__ import annotations

from reelscore.testing.strategies import json_bodies, legal, spoiled

__all__ = ["json_bodies", "legal", "spoiled"]
