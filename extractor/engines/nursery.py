"""Imported by the fork server alone: it loads all rules once, and every worker that it forks has them at once.

The one module that works when it is imported: a fork server can be told to import, and nothing else.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from extractor.engines.one_process import ready_extractor
from extractor.settings import Settings

# What goes wrong here goes wrong in a worker too, which can say so.
with suppress(Exception):
    ready_extractor(Settings(), for_all_texts=True)
# Collecting would write into every page that the workers share.
gc.collect()
gc.freeze()
