"""Evaluating: fixtures and gold sets against what the extractor yields; precision, recall, F1, errors, floors."""
