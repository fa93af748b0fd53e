"""What a call does, step by step, as generators of effects, and the two drivers that run them."""
