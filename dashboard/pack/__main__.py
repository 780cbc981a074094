"""What `refrain retro` runs. Arguments: the warehouse, then a JSON object of choices."""

import json
import logging
import sys

# Outside of a page Streamlit warns that nothing is cached between runs: that is what is wanted here.
logging.disable(logging.WARNING)

from dashboard.pack.command import main  # noqa: E402 - it warns while it is imported

sys.exit(main(sys.argv[1], json.loads(sys.argv[2])))
