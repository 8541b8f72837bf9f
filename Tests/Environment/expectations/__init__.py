"""What each input must come to, as data."""
