"""Faults in the world: a file that cannot be read, a pack that is broken."""


class PerfgenError(Exception):
    """Something outside the data is wrong; the message is Chinese and says what to do next."""
