"""What a WSGI server serves, and what `flask` commands act on."""

import sys

from config import ConfigError
from shop.app import create_app

try:
    app = create_app()
except ConfigError as error:
    sys.exit(f"The shop does not start: {error}")
