"""What there is to ask for, in the words that commands and agents use: operations, prices, and JSON that tells of them.

Nothing is sent from here, and nothing is shown.
"""
