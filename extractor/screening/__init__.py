"""Screening: may this page be about a funding round? Cheap, on bytes or text, before anything dear; recall first."""
