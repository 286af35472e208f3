"""``paneloom selftest``."""

from __future__ import annotations

import platform
from typing import Any

from paneloom.cli.arguments import Arguments
from paneloom.wording import say

MET, MISSED = 0, 1


def selftest(arguments: Arguments) -> int:
    """Solve known problems on this machine and print the digits of each; 1 where a goal is missed."""
    from paneloom.workflow.certify.problems import outcomes

    language = arguments.spoken
    print(say("cli.selftest_machine", language, **machine()))
    missed = total = 0
    for one in outcomes():
        total += 1
        missed += not one.is_met
        word = "cli.selftest_met" if one.is_met else "cli.selftest_missed"
        line = say(word, language, name=one.name, found=f"{one.found:.1f}", wanted=f"{one.wanted:.1f}")
        if not (arguments.quiet and one.is_met):
            print(line, flush=True)
    print(say("cli.selftest_end", language, met=total - missed, total=total))
    return MISSED if missed else MET


def machine() -> dict[str, str]:
    """What the digits depend on: processor, Python, NumPy, and the BLAS that it was built with."""
    import numpy as np

    config: Any = np.show_config(mode="dicts")
    blas = config.get("Build Dependencies", {}).get("blas", {}) if config else {}
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas.get('name', '?')} {blas.get('version', '')}".strip(),
    }
