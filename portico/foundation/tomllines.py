"""On which line of a TOML file a field stands. Only asked when there is something to report."""

from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]


class Lines:
    """The lines of every field, table, array element and inline table of one TOML text (TOML 1.0)."""

    def __init__(self, source: bytes) -> None:
        import tree_sitter_toml

        self._lines: dict[Path, int] = {(): 1}
        self._lengths: dict[Path, int] = {}
        root = Parser(Language(tree_sitter_toml.language())).parse(source).root_node
        for node in root.named_children:
            self._top(node)

    def of(self, path: Path) -> int:
        """Give the line (from 1) of a field; of the nearest table around it when it is not written."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _top(self, node: Node) -> None:
        if node.type == "pair":
            self._pair((), node)
        elif node.type in ("table", "table_array_element"):
            path = self._table_path(_keys(node.named_children[0]), node.type == "table_array_element")
            self._note(path, node)
            for child in node.named_children[1:]:
                if child.type == "pair":
                    self._pair(path, child)

    def _table_path(self, keys: list[str], new_element: bool) -> Path:
        """Resolve [a.b] or [[a.b]] to a path: an array of tables on the way means its last element."""
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if new_element and position == len(keys) - 1:
                self._lengths[path] = self._lengths.get(path, 0) + 1
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def _pair(self, prefix: Path, node: Node) -> None:
        path = prefix
        for key in _keys(node.named_children[0]):
            path = (*path, key)
            self._note(path, node)
        self._value(path, node.named_children[-1])

    def _value(self, path: Path, node: Node) -> None:
        if node.type == "inline_table":
            for child in node.named_children:
                if child.type == "pair":
                    self._pair(path, child)
        elif node.type == "array":
            elements = [child for child in node.named_children if child.type != "comment"]
            for position, child in enumerate(elements):
                self._note((*path, position), child)
                self._value((*path, position), child)

    def _note(self, path: Path, node: Node) -> None:
        for length in range(1, len(path) + 1):
            self._lines.setdefault(path[:length], node.start_point.row + 1)


def _keys(node: Node) -> list[str]:
    if node.type == "dotted_key":
        return [key for child in node.named_children for key in _keys(child)]
    text = (node.text or b"").decode()
    return [text[1:-1] if node.type == "quoted_key" else text]
