"""Pictures that only the lessons need, one a file: small, with few signs."""
