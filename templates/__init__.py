"""The built-in template packs, one folder each: data, never code."""
