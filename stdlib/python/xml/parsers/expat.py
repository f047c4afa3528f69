"""The XML parser of libexpat; see pyexpat."""

import sys

from pyexpat import *
from pyexpat import errors, model

# "import xml.parsers.expat.errors" works, though this is no package.
sys.modules["xml.parsers.expat.model"] = model
sys.modules["xml.parsers.expat.errors"] = errors
