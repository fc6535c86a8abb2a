"""What the command perfgen calls, and ``python -m perfgen``."""

import atexit
import gc

_ALLOCATIONS = 100_000  # as many as starting and one filing make: little of it is garbage
_EVERY = 5


def main() -> None:
    """Run the command line in a process of its own, which seldom lives longer than a second.

    The collector would look through all that was imported again and again, and twice more in the end, when all of it
    goes anyway. Runs over many filings set it anew.
    """
    gc.set_threshold(_ALLOCATIONS, _EVERY, _EVERY)
    atexit.register(gc.freeze)
    from perfgen.cli import main as run

    run()


if __name__ == "__main__":
    main()
