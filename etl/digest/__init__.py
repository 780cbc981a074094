"""What changed in a window of days, told to people: read, composed, rendered, sent once."""
