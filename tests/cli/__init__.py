"""Tests of the command line, over real processes and the sandbox."""
