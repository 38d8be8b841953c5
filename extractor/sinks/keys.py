"""Deterministic keys: 63 bits of a SHA-256, so that they fit a signed 64-bit column.

Two of a million rows share a key with a chance of about 5e-8 (n² / 2^64).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

_MASK = (1 << 63) - 1


def hash_key(*parts: str) -> int:
    """A key of 63 bits for what `parts` name together."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") & _MASK


def version_key(document_id: str, text_sha256: str) -> int:
    """The key of one version of a document: the same text is the same version."""
    return hash_key("version", document_id, text_sha256)


@lru_cache(maxsize=16_384)
def organization_key(name: str) -> int:
    """The key of an organization by its exact name."""
    return hash_key("organization", name)
