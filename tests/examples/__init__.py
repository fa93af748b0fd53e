"""Examples that can be run: each file is one guide; tests run them against the sandbox."""
