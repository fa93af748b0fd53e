"""Write numbers as text of 0 and 1, and such text as bytes.

Text is slow per bit but exact to read, and a whole row of a picture is one multiplication.
"""


def fixed(value: int, width: int) -> str:
    """Write *value* (0 or more) in *width* bits, highest bit first."""
    return f"{value:0{width}b}"


def unsigned(value: int) -> str:
    """Write *value* (0 or more) as an Exp-Golomb code.

    Source:
        ITU-T H.264, 9.1, ue(v).

    >>> [unsigned(value) for value in (0, 1, 2, 3)]
    ['1', '010', '011', '00100']
    """
    digits = f"{value + 1:b}"
    return "0" * (len(digits) - 1) + digits


def signed(value: int) -> str:
    """Write *value* as a signed Exp-Golomb code.

    Source:
        ITU-T H.264, 9.1.1, se(v).

    >>> [signed(value) for value in (0, 1, -1)]
    ['1', '010', '011']
    """
    return unsigned(2 * value - 1 if value > 0 else -2 * value)


def packed(bits: str) -> bytes:
    """Turn *bits* into bytes, filled up with zeros at the end.

    >>> packed("101").hex()
    'a0'
    """
    size = -(-len(bits) // 8)
    return int(bits.ljust(size * 8, "0") or "0", 2).to_bytes(size, "big")
