"""Measures perfgen side by side with others in one run, and writes docs/performance.md: ``make bench``."""
