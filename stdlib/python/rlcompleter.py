"""Completion of Python names for the readline module: keywords, names of __main__, attributes."""

import builtins
import keyword
import re
import __main__

__all__ = ["Completer"]

_DOTTED = re.compile(r"(\w+(\.\w+)*)\.(\w*)")


class Completer:
    """Gives the completions of a word one after the other. An instance belongs to one thread."""

    def __init__(self, namespace=None):
        if namespace is not None and not isinstance(namespace, dict):
            raise TypeError("namespace must be a dictionary")
        self.use_main_ns = namespace is None
        self.namespace = {} if namespace is None else namespace

    def complete(self, text, state):
        """Return the state-th completion of the text, or None."""
        if self.use_main_ns:
            self.namespace = __main__.__dict__
        if not text.strip():
            # At the start of a line, Tab indents.
            return "\t" if state == 0 else None
        if state == 0:
            self.matches = self.attr_matches(text) if "." in text else self.global_matches(text)
        try:
            return self.matches[state]
        except IndexError:
            return None

    def _callable_postfix(self, value, word):
        if not callable(value):
            return word
        word += "("
        import inspect
        try:
            if not inspect.signature(value).parameters:
                word += ")"
        except (ValueError, TypeError):
            pass
        return word

    def global_matches(self, text):
        """Return the keywords and names that begin with the text."""
        matches = []
        seen = {"__builtins__"}
        for word in keyword.kwlist + keyword.softkwlist:
            if word.startswith(text):
                seen.add(word)
                if word in ("finally", "try"):
                    word += ":"
                elif word not in ("False", "None", "True", "break", "continue", "pass", "else", "_"):
                    word += " "
                matches.append(word)
        for namespace in (self.namespace, builtins.__dict__):
            for word, value in namespace.items():
                if isinstance(word, str) and word.startswith(text) and word not in seen:
                    seen.add(word)
                    matches.append(self._callable_postfix(value, word))
        return matches

    def attr_matches(self, text):
        """Return the attributes that the text, names with dots between, may go on with."""
        match = _DOTTED.fullmatch(text)
        if match is None:
            return []
        path, start = match.group(1), match.group(3)
        names = path.split(".")
        try:
            value = self.namespace[names[0]] if names[0] in self.namespace else builtins.__dict__[names[0]]
            for name in names[1:]:
                value = getattr(value, name)
        except Exception:
            return []
        words = set(dir(value))
        words.discard("__builtins__")
        matches = []
        for hidden in ("_", "__", None) if start == "" else (None,):
            for word in sorted(words):
                if not word.startswith(start) or (hidden and word.startswith(hidden)):
                    continue
                found = f"{path}.{word}"
                if isinstance(getattr(type(value), word, None), property):
                    matches.append(found)
                elif (item := getattr(value, word, None)) is not None:
                    matches.append(self._callable_postfix(item, found))
                else:
                    matches.append(found)
            if matches:
                break
        return matches
