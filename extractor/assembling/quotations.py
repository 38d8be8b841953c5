"""Where a masked sentence is somebody's direct speech."""

from __future__ import annotations

from extractor.assembling.masking import Masked

# a quoted name or word is no speech
_SHORT_QUOTE = 40


def quotations(masked: Masked, text: str, opened: bool) -> tuple[tuple[tuple[int, int], ...], bool]:
    """The masked intervals in double quotes of more than a few words, and whether a quotation is open at the end."""
    spans: list[tuple[int, int]] = []
    start = 0 if opened else -1
    place = -1
    while (place := masked.text.find('"', place + 1)) >= 0:
        written = text[masked.start_of(place)]
        if start >= 0 and written != "“":
            spans.append((start, place))
            start = -1
        elif written != "”":
            start = place
    if start >= 0:
        spans.append((start, len(masked.text)))
    return tuple(span for span in spans if span[1] - span[0] > _SHORT_QUOTE), start >= 0
