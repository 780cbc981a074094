"""What benchmarks/dashboard.py measures: a large warehouse, the floor beside the dashboard, a browser, many people."""
