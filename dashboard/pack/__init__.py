"""The packet for a retrospective: one model (`model`), filled from frames (`content`), drawn three ways."""
