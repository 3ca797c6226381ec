"""Writes come as rows under ``data``; each succeeds or fails on its own and the HTTP status sums them up."""

from collections.abc import Callable
from typing import Any

from flask import jsonify, request
from werkzeug import Response

from local.vendors.zoho.errors import Refused, RowRefused
from local.vendors.zoho.fields import Record

MOST = 100
CREATED = 201
ALL_FAILED = 202
SOME_FAILED = 207


def each_row(write: Callable[[Record, int], Record], status: int) -> tuple[Response, int]:
    """Writes every row. `status` is the answer when all succeed (201 if all are new), 207 when some, 202 when none."""
    rows = request.get_json().get("data")
    if not isinstance(rows, list) or not rows:
        raise Refused(400, "MANDATORY_NOT_FOUND", api_name="data")
    if len(rows) > MOST:
        raise Refused(400, "INVALID_DATA", api_name="data", maximum_length=MOST)
    results = [_result(write, row, at) for at, row in enumerate(rows)]
    return jsonify(data=results), _summed_up(results, status)


def _summed_up(results: list[Record], status: int) -> int:
    failed = sum(result["status"] == "error" for result in results)
    if failed:
        return ALL_FAILED if failed == len(results) else SOME_FAILED
    return CREATED if all(result.get("action") == "insert" for result in results) else status


def success(record: Record, message: str, **more: Any) -> Record:
    """A row that went well."""
    names = ("id", "Created_Time", "Modified_Time", "Created_By", "Modified_By")
    details = {name: record[name] for name in names if name in record}
    return {"code": "SUCCESS", "details": details, "message": message, "status": "success", **more}


def _result(write: Callable[[Record, int], Record], row: Record, at: int) -> Record:
    try:
        return write(row, at)
    except RowRefused as error:
        return error.to_json()
