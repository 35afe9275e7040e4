"""Standardised coefficients over strengths: which features enter, in what order, how fast, and which ones vanish."""

from __future__ import annotations

from shrinkage.present.numbers import count, figure_number
from shrinkage.present.svg.curves import MOST, strokes
from shrinkage.present.svg.frame import BELOW, BOTTOM, RIGHT, TOP, Frame, chosen_and_calm, point_of
from shrinkage.present.svg.lettering import listed, quoted, small_print
from shrinkage.present.svg.markup import WIDTH, figure, line, polyline, stroked
from shrinkage.present.svg.scale import Linear, all_known, around, known
from shrinkage.present.svg.signs import model_name
from shrinkage.result.record import ModelName, ModelRecord, PathRecord, Record

NAMED = 8  # lines with a hue and a name
DRAWN = 40  # lines in all: more are a grey cloth that hides the others
_COARSE = 60  # points of a grey line
# Times what is reached down to the chosen strength: where lines are cut, and if any reaches so far.
_FAR, _TOO_FAR = 2.5, 4.0
# Eight hues, and dashes where hues are not seen (as in web/src/marks/frame/hues.css).
_DASHES = (None, "9 3", "2 2", "10 3 2 3", None, "6 3", "2 3", "12 3 2 3 2 3")


def path_figure(record: Record, name: ModelName, *, id: str) -> str:
    """The path of a model, its largest features by name; "" where the record has no path of it."""
    model = record.models.by_name()[name]
    path = model.path
    if path is None or not all_known(path.lam):
        return ""
    order = _largest_first(model, path)
    drawn = order[:DRAWN]
    scale = _scale(model, path, drawn)
    frame = Frame.of(path, scale.low, scale.high)
    zero = frame.down.at(0.0)
    below, height = small_print([_remarks(path, order, scale)], 2.0, BELOW, WIDTH - 4.0)
    parts = (
        frame.axes(model, name, "coefficient per standard deviation"),
        stroked("svg-axis", line(frame.left, zero, RIGHT, zero)),
        frame.counts(model, path),
        stroked("muted", *(_drawn(frame, path, j, _COARSE) for j in drawn[NAMED:])),
        frame.marks(model),
        *(
            stroked(f"line-{rank}", _drawn(frame, path, j), width=2.0, stroke_linejoin="round", stroke_dasharray=dashes)
            for rank, (j, dashes) in enumerate(zip(drawn, _DASHES, strict=False), 1)
        ),
        frame.label_ends([_end(frame, path, j, rank) for rank, j in enumerate(drawn[:NAMED], 1)]),
        below,
    )
    title = f"Path of {model_name(name, model)}"
    return figure(id, BELOW - 10.0 + height, title, _described(record, name, model, path, order), parts)


def _column(path: PathRecord, j: int) -> list[float | None]:
    """Coefficients of feature j, one a strength."""
    return [known(row[j]) for row in path.coefficients]


def _known_line(path: PathRecord, j: int) -> list[float]:
    return [value for value in _column(path, j) if value is not None]


def _largest_first(model: ModelRecord, path: PathRecord) -> list[int]:
    """Features that are not 0 somewhere, by their size at the chosen strength, then anywhere.

    At the weak end collinear columns grow against each other; by their size there they would take all names.
    """
    at = point_of(path, chosen_and_calm(model)[0])
    reach = [max(map(abs, _known_line(path, j)), default=0.0) for j in range(len(path.features))]
    there = [0.0 if at is None else abs(known(path.coefficients[at][j]) or 0.0) for j in range(len(reach))]
    return sorted((j for j in range(len(reach)) if reach[j] > 0), key=lambda j: (-there[j], -reach[j]))


def _scale(model: ModelRecord, path: PathRecord, drawn: list[int]) -> Linear:
    """All that is drawn, unless lines at the weak end reach so far that they would flatten what is chosen."""
    lines = [_column(path, j) for j in drawn]
    values = [0.0, *(value for line in lines for value in all_known(line))]
    at = point_of(path, chosen_and_calm(model)[0])
    walked = max((abs(value) for line in lines for value in all_known(line[: at + 1])), default=0.0) if at else 0.0
    if max(map(abs, values)) > _TOO_FAR * walked > 0:
        values = [min(max(value, -_FAR * walked), _FAR * walked) for value in values]
    return around(values, BOTTOM, TOP)


def _drawn(frame: Frame, path: PathRecord, j: int, most: int = MOST) -> str:
    xs, ys = [], []
    for lam, value in zip(path.lam, _column(path, j), strict=False):
        if (strength := known(lam)) is not None:
            xs.append(frame.across.at(strength))
            ys.append(None if value is None else frame.down.place(value))
    return "".join(map(polyline, strokes(xs, ys, TOP, BOTTOM, most)))


def _end(frame: Frame, path: PathRecord, j: int, rank: int) -> tuple[float, str, str]:
    """Height, class and name of a line at the weak end."""
    last = next((value for value in reversed(_column(path, j)) if value is not None), 0.0)
    return frame.down.at(last), f"line-{rank}", path.features[j]


def _remarks(path: PathRecord, order: list[int], scale: Linear) -> str:
    """How many lines have no name, how many features no line, and what is beyond the edges."""
    grey, left = len(order[NAMED:DRAWN]), len(order[DRAWN:]) + path.features_left_out
    said = []
    if not order:
        said.append("No feature is used at any strength.")
    if grey:
        said.append(f"Grey: the next {count(grey, 'feature')} by size at the chosen strength.")
    if left:
        said.append(f"{count(left, 'smaller feature')} {'is' if left == 1 else 'are'} not drawn.")
    beyond = [value for j in order[:DRAWN] for value in _known_line(path, j) if not scale.holds(value)]
    if beyond:
        furthest = figure_number(max(beyond, key=abs), 2)
        said.append(f"Lines that leave the box go on beyond it, the furthest to {furthest}.")
    return " ".join(said)


def _described(record: Record, name: str, model: ModelRecord, path: PathRecord, order: list[int]) -> str:
    lams = all_known(path.lam)
    said = [
        f"Standardised coefficients of {model_name(name, model)} at {count(len(lams), 'strength')}, "
        f"from lambda {figure_number(lams[0])} to {figure_number(lams[-1])}."
    ]
    chosen, calm = chosen_and_calm(model)
    at = point_of(path, chosen)
    if chosen is not None:
        used = _amount(model, path, at) or f"{model.nonzero:,} of {count(len(record.features), 'feature')} are used"
        said.append(f"At lambda {figure_number(chosen)}, where the cross-validated error is smallest, {used}.")
    if calm is not None and calm != chosen and model.one_standard_error is not None:
        used = _amount(model, path, point_of(path, calm)) or f"{model.one_standard_error.nonzero:,} are"
        said.append(f"At lambda {figure_number(calm)}, within one standard error, {used}.")
    sizes = [] if at is None else [(path.features[j], known(path.coefficients[at][j])) for j in order]
    largest = sorted(((feature, size) for feature, size in sizes if size), key=lambda pair: -abs(pair[1]))[:3]
    if largest:
        shown = listed([f"{quoted(feature)} {figure_number(size)}" for feature, size in largest])
        said.append(f"The largest where the error is smallest: {shown}.")
    return " ".join(said)


def _amount(model: ModelRecord, path: PathRecord, at: int | None) -> str:
    """What the features of L2 amount to, which uses all of them at any strength."""
    if model.l1_ratio != 0 or at is None or path.degrees_of_freedom is None:
        return ""
    freedom = known(path.degrees_of_freedom[at])
    return "" if freedom is None else f"they amount to {figure_number(freedom)} degrees of freedom"
