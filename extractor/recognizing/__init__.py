"""Recognizing: text to typed mentions; the only place that knows spaCy."""
