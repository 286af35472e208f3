"""Where each key of a study file stands, so that a fault found later can name its line, or its sheet and cell."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from paneloom.errors import PaneloomError, Place
from paneloom.study.toml_tokens import Token, tokens

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the keys of one file stand; a key that is not there is placed at the section that lacks it.

    ``lines`` is for a text, ``cells`` for a workbook: (sheet, cell) of each key.
    """

    file: str
    lines: Mapping[Keys, int] = field(default_factory=dict)
    cells: Mapping[Keys, tuple[str, str]] = field(default_factory=dict)

    def at(self, *keys: str | int) -> Place:
        """The place of a key, or of the longest known part of it."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self.known:
                return self._place(keys[:length], dotted(keys))
        return Place(self.file, key=dotted(keys) or None)

    @property
    def known(self) -> Mapping[Keys, object]:
        """The keys whose place is known."""
        return self.cells or self.lines

    def _place(self, known: Keys, key: str) -> Place:
        sheet, cell = self.cells.get(known, (None, None))
        return Place(self.file, self.lines.get(known), sheet, cell, key=key or None)

    def settle(self, problem: PaneloomError, name: str) -> None:
        """Give a problem that calls the study file ``name``, or a part of it in place of a file, its place.

        Others are left alone.
        """
        where = problem.where
        if where is None or where.line is not None or where.sheet is not None:
            return
        known = {dotted(keys): keys for keys in self.known}
        key = where.key if where.file == name else f"{where.file} {where.key or ''}".rstrip()
        holding = [word for word in known if key is not None and _leads_to(word, key)]
        if where.file == name and key is not None and holding:
            problem.where = self._place(known[max(holding, key=len)], key)
        elif where.file == name:
            problem.where = Place(self.file, key=key)
        elif where.file in holding and key is not None:
            problem.where = self._place(known[where.file], key)


def dotted(keys: Keys) -> str:
    """Keys as one word: ``regress.robust.columns[2].y``; items of a list count from 1."""
    text = ""
    for key in keys:
        text += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if text else key
    return text


def lines_of(text: str) -> dict[Keys, int]:
    """The line of every key and list item of a text that ``tomllib`` accepts."""
    walk = _Walk(text)
    walk.document()
    return walk.lines


def place_in_text(problem: PaneloomError, text: str, names: tuple[str, str]) -> None:
    """Give a problem met after reading the line of the key that it names.

    Parameters
    ----------
    problem
        One that names a key of the study file, or a part of it in place of a file; others are left alone.
    text
        The text of the study file.
    names
        How such problems call the study file, and how they should.
    """
    where = problem.where
    if where is not None and where.line is None and where.sheet is None:
        Places(names[1], lines_of(text)).settle(problem, names[0])


def _leads_to(name: str, key: str) -> bool:
    """Whether ``name`` is a key or holds it: ``regress.iv`` holds ``regress.iv.x``, ``regress.iv (2)``."""
    return key.startswith(name) and key[len(name) : len(name) + 1] in ("", ".", "[", " ")


def repeated_keys(text: str) -> tuple[tuple[Keys, int, int], ...]:
    """Keys and sections that stand twice: the keys, the line of the repetition, the line of the first."""
    walk = _Walk(text)
    walk.document()
    return tuple(walk.repeated)


class _Walk:
    """Recursive descent that keeps keys and forgets values."""

    def __init__(self, text: str) -> None:
        self.tokens = [token for token in tokens(text) if token.kind not in ("blank", "comment")]
        self.tokens.append(Token("end", "", text.count("\n") + 1, 1))
        self.next = 0
        self.lines: dict[Keys, int] = {}
        self.last_item: dict[Keys, int] = {}
        self.given: dict[Keys, int] = {}
        self.repeated: list[tuple[Keys, int, int]] = []

    def peek(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.tokens[self.next]
        self.next = min(self.next + 1, len(self.tokens) - 1)
        return token

    def note(self, keys: Keys, line: int) -> None:
        for length in range(1, len(keys) + 1):
            self.lines.setdefault(keys[:length], line)

    def give(self, keys: Keys, line: int) -> None:
        self.note(keys, line)
        if keys in self.given:
            self.repeated.append((keys, line, self.given[keys]))
        self.given.setdefault(keys, line)

    def document(self) -> None:
        table: Keys = ()
        while self.peek().kind != "end":
            if self.peek().kind == "newline":
                self.take()
            elif self.peek().text == "[":
                table = self.header()
            else:
                self.pair(table)

    def header(self) -> Keys:
        line = self.take().line
        is_item = self.peek().text == "["
        if is_item:
            self.take()
        path = self.key()
        table = self.resolved(path[:-1]) + path[-1:] if is_item else self.resolved(path)
        if is_item:
            self.last_item[table] = self.last_item.get(table, -1) + 1
            table = (*table, self.last_item[table])
        self.give(table, line)
        self.lines[table] = line
        while self.peek().kind not in ("newline", "end"):
            self.take()
        return table

    def resolved(self, path: Keys) -> Keys:
        """``[a.b]`` below ``[[a]]`` belongs to the last item of ``a``."""
        keys: Keys = ()
        for part in path:
            keys = (*keys, part)
            if keys in self.last_item:
                keys = (*keys, self.last_item[keys])
        return keys

    def key(self) -> Keys:
        parts: list[str] = [_unquoted(self.take())]
        while self.peek().text == ".":
            self.take()
            parts.append(_unquoted(self.take()))
        return tuple(parts)

    def pair(self, table: Keys) -> None:
        line = self.peek().line
        keys = table + self.key()
        self.give(keys, line)
        self.take()
        self.value(keys)

    def value(self, keys: Keys) -> None:
        if self.peek().text == "[":
            self.items(keys)
        elif self.peek().text == "{":
            self.inline_table(keys)
        else:
            while self.peek().text not in (",", "]", "}") and self.peek().kind not in ("newline", "end"):
                self.take()

    def items(self, keys: Keys) -> None:
        self.take()
        count = 0
        while self.peek().text != "]" and self.peek().kind != "end":
            if self.peek().kind == "newline" or self.peek().text == ",":
                self.take()
                continue
            self.note((*keys, count), self.peek().line)
            before = self.next
            self.value((*keys, count))
            count += 1
            if self.next == before:
                # Only in a faulty text: a mark that no value begins with.
                self.take()
        self.take()

    def inline_table(self, keys: Keys) -> None:
        self.take()
        while self.peek().text != "}" and self.peek().kind != "end":
            if self.peek().kind == "newline" or self.peek().text == ",":
                self.take()
                continue
            self.pair(keys)
        self.take()


def _unquoted(token: Token) -> str:
    return str(tomllib.loads(f"k = {token.text}")["k"]) if token.kind == "string" else token.text
