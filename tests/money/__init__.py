"""Processes and scenes for the tests of money: what is killed, cut and raced."""
