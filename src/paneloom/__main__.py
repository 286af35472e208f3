"""Run the command line as ``python -m paneloom``."""

from paneloom.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
