"""`python -m reconcile`: the program without its console script."""

from __future__ import annotations

from reconcile.cli import main

if __name__ == "__main__":
    main()
