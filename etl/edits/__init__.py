"""What people type: an append-only log in a database of its own, and what it means for the warehouse."""
