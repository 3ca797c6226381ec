"""Associations between records: typed, directed, kept in both directions."""

from collections import defaultdict

from local.vendors.hubspot.errors import Refused
from local.vendors.hubspot.schema import DEFAULT_ASSOCIATIONS, PRIMARY_ASSOCIATIONS

Node = tuple[str, str]
"""(object type, record id)"""


class Links:
    """Who is associated with whom, by which type ids."""

    def __init__(self) -> None:
        self._types: dict[Node, dict[Node, set[int]]] = defaultdict(dict)

    def add(self, start: Node, end: Node, type_id: int) -> None:
        """Associates the two; the other direction gets its own type id, and a primary association the plain one too.

        Raises Refused when the type does not lead from `start` to `end`.
        """
        pair, back = (start[0], end[0]), (end[0], start[0])
        known = next((each for each in (DEFAULT_ASSOCIATIONS, PRIMARY_ASSOCIATIONS) if each.get(pair) == type_id), None)
        if known is None:
            message = f"Association type {type_id} does not go from {start[0]} to {end[0]}"
            raise Refused(400, message, subCategory="INVALID_ASSOCIATION_TYPE")
        for types in (DEFAULT_ASSOCIATIONS, known):
            self._types[start].setdefault(end, set()).add(types[pair])
            self._types[end].setdefault(start, set()).add(types[back])

    def leads_to(self, start_type: str, type_id: int) -> str:
        """The object type `type_id` leads to from `start_type`. Raises Refused when it starts elsewhere."""
        for known in (DEFAULT_ASSOCIATIONS, PRIMARY_ASSOCIATIONS):
            for (begin, end), each in known.items():
                if each == type_id and begin == start_type:
                    return end
        message = f"Association type {type_id} does not start at {start_type}"
        raise Refused(400, message, subCategory="INVALID_ASSOCIATION_TYPE")

    def add_default(self, start: Node, end: Node) -> int:
        """Associates the two with the unlabelled type and returns its id. Raises Refused when they have none."""
        type_id = DEFAULT_ASSOCIATIONS.get((start[0], end[0]))
        if type_id is None:
            raise Refused(400, f"No default association from {start[0]} to {end[0]}")
        self.add(start, end, type_id)
        return type_id

    def between(self, start: Node, to_type: str) -> dict[str, list[int]]:
        """Id -> type ids of what `start` is associated with."""
        return {end[1]: sorted(types) for end, types in self._types[start].items() if end[0] == to_type}

    def of(self, object_type: str, record_id: str) -> dict[str, list[str]]:
        """Everything a record is associated with: object type -> ids."""
        found: dict[str, list[str]] = defaultdict(list)
        for end_type, end_id in self._types.get((object_type, record_id), {}):
            found[end_type].append(end_id)
        return dict(found)

    def move(self, object_type: str, old_id: str, new_id: str) -> None:
        """A merge: what `old_id` was associated with now is with `new_id`."""
        old, new = (object_type, old_id), (object_type, new_id)
        for end, types in self._types.pop(old, {}).items():
            self._types[new].setdefault(end, set()).update(types)
            self._types[end].setdefault(new, set()).update(self._types[end].pop(old, set()))

    def forget(self, object_type: str, record_id: str) -> None:
        """The record is gone."""
        gone = (object_type, record_id)
        for end in self._types.pop(gone, {}):
            self._types[end].pop(gone, None)
