"""Inputs of the Market's models that are used most, as type checkers know them; ``kie.market`` takes any mapping.

value: NanoBananaProInput = {"prompt": "a lighthouse in the rain", "resolution": "2K"}
task = kie.market("nano-banana-pro", input=value)
"""

from reelscore_wire.market.inputs import *  # noqa: F403 - made from the snapshot, each name listed there
