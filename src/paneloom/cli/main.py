"""The command ``paneloom``: finds the language, the command and its arguments; turns faults into exit codes.

0 done; 1 a fault of Paneloom, or results that could not be printed; 2 a fault that the reader can mend; 130 interrupted; 141 the reader of a pipe left.
"""

from __future__ import annotations

import errno
import sys
import warnings
from collections.abc import Sequence

from paneloom.cli.arguments import Arguments, language_of, read_arguments
from paneloom.cli.terminal import complain, guard_streams, silence
from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.wording import say

FAULT, MENDABLE, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141
STREAM_FAULTS = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EBADF, getattr(errno, "EDQUOT", errno.ENOSPC))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    guard_streams()
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout, sys.stderr)
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as fault:
        if not _is_of_stream(fault):
            raise
        silence(sys.stdout)
        language = language_of(given)
        complain(say("cli.unprinted", language, reason=fault.strerror), language)
        return FAULT
    return code


def _run(given: list[str]) -> int:
    arguments = read_arguments(given)
    if isinstance(arguments, int):
        return arguments
    try:
        return _command(arguments)
    except PaneloomError as error:
        only = error.problems[0] if isinstance(error, PaneloomErrors) and len(error.problems) == 1 else error
        complain(only.text(arguments.spoken), arguments.spoken)
        return MENDABLE
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as fault:
        if arguments.debug or _is_of_stream(fault):
            raise
        complain_of_ourselves(fault, arguments)
        return FAULT


def complain_of_ourselves(fault: Exception, arguments: Arguments) -> None:
    """A short word on a fault that is not the reader's."""
    language = arguments.spoken
    complain(say("cli.unexpected", language, kind=type(fault).__name__, text=str(fault)[:300]), language)


def _command(arguments: Arguments) -> int:
    """The exit code of the command that was asked for."""
    if not sys.warnoptions:
        # They are for who writes code; what a reader must know is in the notes and messages.
        warnings.simplefilter("ignore")
    if arguments.command == "run":
        from paneloom.cli.run import run

        return run(arguments)
    if arguments.command == "check":
        from paneloom.cli.check import check

        return check(arguments)
    if arguments.command == "init":
        from paneloom.cli.init import init

        return init(arguments)
    if arguments.command == "convert":
        from paneloom.cli.convert import convert_study

        return convert_study(arguments)
    if arguments.command == "data":
        from paneloom.cli.data import show_data

        return show_data(arguments)
    if arguments.command == "selftest":
        from paneloom.cli.selftest import selftest

        return selftest(arguments)
    from paneloom.cli.ledger import show_ledger

    return show_ledger(arguments)


def _is_of_stream(fault: Exception) -> bool:
    """Whether results could not be printed, as when they are piped into a file and the disk is full."""
    return isinstance(fault, OSError) and fault.filename is None and fault.errno in STREAM_FAULTS
