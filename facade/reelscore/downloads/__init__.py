"""Downloads: resumed where they were cut, verified, and under their name only when whole."""
