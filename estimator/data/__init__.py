"""Numbers that change without a code change, each with date and source."""
