"""What cannot be done, as a status and a sentence: JSON for the page's script, plain text for a person."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from shrinkage.present.safe import one_line

API = "/api/"

_OF_STATUS = {
    404: "there is nothing at this address; open the one that the terminal shows.",
    405: "this address cannot be asked in that way; reload the page, which knows how.",
}
DEFECT = "this is a defect of shrinkage, not of your table; please report what the terminal says, which runs the guide."


class Refusal(HTTPException):
    """Ends a request, or a job, with a status and a sentence: what, because of what, do this."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, one_line(sentence), None if headers is None else dict(headers))

    @property
    def sentence(self) -> str:
        return self.detail


def answer(path: str, problem: HTTPException) -> Response:
    """The response for a request to ``path`` that ended so; of the router's own statuses too."""
    sentence = problem.detail if isinstance(problem, Refusal) else _OF_STATUS.get(problem.status_code, DEFECT)
    if path.startswith(API):
        return JSONResponse({"sentence": sentence}, problem.status_code, problem.headers)
    return PlainTextResponse(f"{sentence}\n", problem.status_code, problem.headers)
