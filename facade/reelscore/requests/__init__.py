"""The request value: its fields, how it is read and written, and the descriptor that makes it a method of a client."""
