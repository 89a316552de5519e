"""Compiled templates that environments share: one a language, whose templates differ in nothing but their texts."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class SharedCode(BytecodeCache):
    """Keeps what a template compiles to by its name and source, in memory; only for environments with like settings."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket of a template that was compiled before."""
        if code := self._codes.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a compiled template."""
        self._codes[bucket.key + bucket.checksum] = bucket.bytecode_to_string()
