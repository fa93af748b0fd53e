"""What a user gives to be uploaded, looked at before a byte goes out."""
