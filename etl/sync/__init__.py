"""The true state of follow-ups, read from the trackers where the work is kept."""
