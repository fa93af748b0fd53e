"""Write AAC frames without an encoder: one quiet tone, a single line of the spectrum.

Low complexity, one channel. Numbers and names are those of ISO/IEC 14496-3 (2009), 4.4.2.
"""

from collections.abc import Iterator
from itertools import cycle, islice

from reelscore.sandbox.media._bits import fixed, packed

RATE = 24_000
"""Samples per second."""

FRAME = 1024
"""Samples per frame."""

CONFIG = packed("00010" + "0110" + "0001" + "000" + "01010110111" + "00101" + "0")
"""Low complexity, 24 kHz, one channel; and no spectral band replication, said outright."""

_LOUDNESS = 186  # global_gain: four more are twice the amplitude
_NEGATIVE = (False, False, True, True)  # a steady phase turns by a quarter each frame
_LINES = range(20, 40)  # of 11.7 Hz each; here every band holds four (table 4.139)
_CODES = (("10000", "10001"), ("10011", "10111"), ("10110", "10101"), ("10100", "10010"))
"""Codebook 1 for plus and minus one at each of four places, zero elsewhere (table 4.A.2)."""


def frames(count: int, *, pitch: int) -> Iterator[bytes]:
    """Yield *count* frames of 7 or 8 bytes; *pitch* picks one of 20 tones of 240 to 465 Hz."""
    line = _LINES[pitch % len(_LINES)]
    yield from islice(cycle([_frame(line, negative=sign) for sign in _NEGATIVE]), count)


def _frame(line: int, *, negative: bool) -> bytes:
    band, place = divmod(line, 4)
    element = "000" + "0000" + fixed(_LOUDNESS, 8)
    long_window = "0" + "00" + "0" + fixed(band + 1, 6) + "0"
    sections = fixed(0, 4) + fixed(band, 5) + fixed(1, 4) + fixed(1, 5)
    same_loudness = "0"
    no_tools = "000"
    spectrum = _CODES[place][negative]
    end = "111"
    return packed(element + long_window + sections + same_loudness + no_tools + spectrum + end)
