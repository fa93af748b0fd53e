"""What a vendor package is made of: hosts, operations, outcomes of calls, polling schedules."""
