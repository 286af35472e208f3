"""Refuse modules and functions that have grown too long, and file names that explain nothing.

A code line is a line that holds at least one token of code: docstrings, comments and blank lines are
free. A function is counted from its `def` line; a nested function counts in the outer one too.

    python tools/size_gate.py src tools
"""

import argparse
import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

MODULE_LIMIT = 300
FUNCTION_LIMIT = 40
REFUSED_NAMES = ("util", "utils", "helper", "helpers", "common", "misc")

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_NOT_CODE = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
)


def docstring_lines(tree: ast.Module) -> frozenset[int]:
    """Line numbers taken by the docstrings of the module, its classes and its functions."""
    lines: list[int] = []
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            text = node.body[0]
            lines.extend(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return frozenset(lines)


def code_lines(source: str, tree: ast.Module) -> frozenset[int]:
    """Line numbers that hold code; every line of a string that is not a docstring is code."""
    lines: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NOT_CODE:
            lines.extend(range(token.start[0], token.end[0] + 1))
    return frozenset(lines) - docstring_lines(tree)


def offences(path: Path) -> Iterator[str]:
    """One line of text for each limit that the file breaks."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source, filename=str(path))
    lines = code_lines(source, tree)
    if len(lines) > MODULE_LIMIT:
        yield f"{path}: {len(lines)} code lines (at most {MODULE_LIMIT})"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = sum(node.lineno <= line <= (node.end_lineno or node.lineno) for line in lines)
            if count > FUNCTION_LIMIT:
                yield f"{path}:{node.lineno}: {node.name} has {count} code lines (at most {FUNCTION_LIMIT})"


def refused_name(path: Path, root: Path) -> str | None:
    """The part of the path below root that says nothing about its content, if any."""
    parts = (*path.relative_to(root).parts[:-1], path.stem)
    return next((part for part in parts if part.lower() in REFUSED_NAMES), None)


def main(arguments: list[str] | None = None) -> int:
    """Print the offenders below the given folders; 1 if there are any."""
    parser = argparse.ArgumentParser(description="Refuse long modules, long functions and empty names.")
    parser.add_argument("folders", nargs="+", type=Path)
    found: list[str] = []
    for root in parser.parse_args(arguments).folders:
        for path in sorted(root.rglob("*.py")):
            if name := refused_name(path, root):
                found.append(f"{path}: '{name}' explains nothing; name the idea it holds")
            found.extend(offences(path))
    print("\n".join([*found, f"size gate: {len(found)} offences" if found else "size gate: fine"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
