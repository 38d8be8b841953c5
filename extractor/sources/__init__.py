"""Sources: what the user names on the command line, to articles or failures, one at a time."""

from extractor.sources.documents import article_from_fields
from extractor.sources.reader import read_sources
from extractor.sources.text_files import article_from_text

__all__ = ["article_from_fields", "article_from_text", "read_sources"]
