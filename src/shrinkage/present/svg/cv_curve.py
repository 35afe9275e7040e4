"""Cross-validated error over strengths: where it is smallest, how sure that is, and how far it is from training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shrinkage.present.numbers import count, figure_number, label
from shrinkage.present.svg.curves import MOST, band, strokes
from shrinkage.present.svg.frame import BELOW, BOTTOM, RIGHT, TOP, Frame, chosen_and_calm, point_of
from shrinkage.present.svg.lettering import small_print
from shrinkage.present.svg.markup import WIDTH, figure, filled, line, polygon, polyline, stroked
from shrinkage.present.svg.scale import all_known, around, known, root
from shrinkage.present.svg.signs import model_name, sign
from shrinkage.result.record import ModelName, ModelRecord, PathRecord, Record

Values = list[float | None]

_HEADROOM = 1.3  # a curve that explodes at the weak end is cut where it leaves this times what matters
_ASIDE = 0.4  # folds at the choice may take so much more room, of the room of all else, at either side
_FOLDS = 30  # lines of folds in all: those of more repeats are not told apart
_COARSE = 40  # points of such a line


@dataclass(frozen=True, slots=True)
class Errors:
    """Root mean squared errors, one a strength: cross-validated, a standard error about it, in training, by fold."""

    lams: list[float]
    middle: Values
    above: Values
    below: Values
    training: Values
    folds: list[Values]

    @classmethod
    def of(cls, path: PathRecord) -> Errors:
        """Those of a path, at the strengths that are numbers."""
        at = [index for index, lam in enumerate(path.lam) if known(lam) is not None]
        middle = [root(path.cv_mse[i]) for i in at]
        pairs = [(root(path.cv_mse[i]), _half(path.cv_mse[i], path.cv_se[i])) for i in at]
        return cls(
            lams=[path.lam[i] for i in at],
            middle=middle,
            above=[None if m is None or h is None else m + h for m, h in pairs],
            below=[None if m is None or h is None else max(m - h, 0.0) for m, h in pairs],
            training=[root(path.train_mse[i]) for i in at],
            folds=[[root(fold[i]) for i in at] for fold in path.fold_mse],
        )


def cv_curve_figure(record: Record, name: ModelName, *, id: str) -> str:
    """The CV curve of a model; "" where the record has none of it."""
    model = record.models.by_name()[name]
    path = model.path
    if path is None or not all_known(path.lam):
        return ""
    errors = Errors.of(path)
    mean = known(record.baseline.cv_rmse)
    chosen, calm = chosen_and_calm(model)
    low, high = _limits(errors, mean, point_of(path, chosen))
    frame = Frame.of(path, low, high)
    hue = f"hue-{name}"
    xs = [frame.across.at(lam) for lam in errors.lams]
    drawn = _drawer(frame, xs)
    outlines = band(xs, _heights(frame, errors.above), _heights(frame, errors.below))
    level = [] if mean is None or not frame.down.holds(mean) else [frame.down.at(mean)]
    below, height = small_print([_remarks(errors, frame, banded=bool(outlines))], 2.0, BELOW, WIDTH - 4.0)
    parts = (
        frame.axes(model, name, "error (RMSE, in the target’s units)"),
        frame.counts(model, path),
        stroked("muted", *(drawn(fold, _COARSE) for fold in errors.folds[:_FOLDS]), width=0.8),
        filled(hue, *map(polygon, outlines), fill_opacity="0.18", data_quiet=""),
        stroked(hue, *map(polygon, outlines), width=0.8),
        stroked("svg-label", *(line(frame.left, y, RIGHT, y) for y in level), width=1.4, stroke_dasharray="3 4"),
        frame.marks(model),
        stroked("ink", drawn(errors.training), width=1.5, stroke_dasharray="7 3"),
        stroked(hue, drawn(errors.middle), width=2.4, stroke_linejoin="round"),
        _points(frame, errors, hue, chosen, calm),
        frame.label_ends(_ends(frame, errors, mean, hue)),
        below,
    )
    title = f"Cross-validated error of {model_name(name, model)}"
    return figure(id, BELOW - 10.0 + height, title, _described(record, name, model, errors), parts)


def _half(mse: float, se: float | None) -> float | None:
    """One standard error of √MSE, by the delta method."""
    error, spread = root(mse), known(se)
    if error is None or spread is None:
        return None
    return known(spread / (2.0 * error)) if error > 0 else 0.0


def _limits(errors: Errors, mean: float | None, chosen: int | None) -> tuple[float, float]:
    """From the smallest error shown to a little above what matters: the null model, the mean, and folds at the choice
    as long as they do not flatten the curve."""
    least = min(all_known(errors.middle), default=None)
    start = next(iter(all_known([*errors.above[:1], *errors.middle])), None)
    shown = all_known([mean, least, start, *errors.middle, *errors.above, *errors.below, *errors.training])
    low = min(shown, default=0.0)
    high = max(all_known([mean, least, start]) or shown or [0.0])
    there = [] if chosen is None else all_known(fold[chosen] for fold in errors.folds if chosen < len(fold))
    room = _ASIDE * (high - low)
    low = min([low, *(max(fold, low - room) for fold in there)])
    high = max([high, *(min(fold, high + room) for fold in there)])
    high = min(max([*shown, high]), low + _HEADROOM * (high - low))
    scale = around([low, high], BOTTOM, TOP)
    return (max(scale.low, 0.0) if low >= 0 else scale.low), scale.high


def _heights(frame: Frame, values: Values) -> Values:
    return [None if value is None else frame.down.at(value) for value in values]


def _drawer(frame: Frame, xs: list[float]) -> Callable[..., str]:
    """Draws a line of errors, cut where it leaves the box."""

    def drawn(values: Values, most: int = MOST) -> str:
        ys = [None if value is None else frame.down.place(value) for value in values]
        return "".join(map(polyline, strokes(xs, ys, TOP, BOTTOM, most)))

    return drawn


def _points(frame: Frame, errors: Errors, hue: str, chosen: float | None, calm: float | None) -> str:
    """Filled at the smallest error, hollow at one standard error."""
    found: list[str] = []
    for lam, hollow in ((calm, True), (chosen, False)):
        value = errors.middle[errors.lams.index(lam)] if lam in errors.lams else None
        if lam is not None and value is not None and frame.down.holds(value) and (not hollow or lam != chosen):
            found.append(sign("disc", frame.across.at(lam), frame.down.at(value), 4.5, hollow=hollow))
    return filled(hue, *found)


def _ends(frame: Frame, errors: Errors, mean: float | None, hue: str) -> list[tuple[float, str, str]]:
    """What the lines are, beside where they end; and the number of one that ends beyond the box."""
    found: list[tuple[float, str, str]] = []
    for kind, name, values in (
        ("svg-label", "mean alone", [mean]),
        (hue, "CV error", errors.middle),
        ("ink", "training", errors.training),
    ):
        ends = all_known(values)
        if ends:
            beyond = f"{name.partition(' ')[0]} {label(ends[-1])} ↑" if ends[-1] > frame.down.high else ""
            found.append((frame.down.at(ends[-1]), kind, beyond or name))
    return found


def _remarks(errors: Errors, frame: Frame, *, banded: bool) -> str:
    """What is not named in the box."""
    said = ["Shaded: ± 1 SE."] if banded else []
    if errors.folds:
        shown = f"{_FOLDS} of " if len(errors.folds) > _FOLDS else ""
        beyond = any(not frame.down.holds(error) for fold in errors.folds[:_FOLDS] for error in all_known(fold))
        cut = ", cut at the edges" if beyond else ""
        said.append(f"Thin lines: {shown}{count(len(errors.folds), 'fold')}{cut}.")
    return " ".join(said)


def _described(record: Record, name: str, model: ModelRecord, errors: Errors) -> str:
    """The curve in sentences."""
    said = [_course(name, errors)]
    calm = model.one_standard_error
    if calm is not None and (error := known(calm.cv_rmse)) is not None and known(calm.lam) is not None:
        said.append(f"Within one standard error, at lambda {figure_number(calm.lam, 4)}, it is {_said(error)}.")
    if (training := known(model.train_rmse)) is not None:
        said.append(f"In training the chosen model errs by {_said(training)}.")
    if (mean := known(record.baseline.cv_rmse)) is not None:
        said.append(f"The mean alone errs by {_said(mean)}.")
    return " ".join(said)


def _course(name: str, errors: Errors) -> str:
    """From the strongest penalty over the smallest error to the weakest."""
    points = [(lam, error) for lam, error in zip(errors.lams, errors.middle, strict=True) if error is not None]
    whose = f"The cross-validated error (RMSE) of {model_name(name)}"
    if not points:
        return f"{whose} is not known."
    first, last, least = points[0], points[-1], min(points, key=lambda point: point[1])
    if max(error for _, error in points) == least[1]:
        return f"{whose} is {_at(least)}." if len(points) == 1 else f"{whose} is {_said(least[1])} at every strength."
    fall = f"falls from {_at(first)} to {_at(least)}"
    rise = f"rises to {_at(last)}"
    if least[1] == first[1]:
        return f"{whose} is smallest, {_at(first)}, where the penalty is strongest, and {rise}."
    return f"{whose} {fall}, where the penalty is weakest." if least[1] == last[1] else f"{whose} {fall}, then {rise}."


def _at(point: tuple[float, float]) -> str:
    return f"{_said(point[1])} at lambda {figure_number(point[0], 4)}"


def _said(error: float) -> str:
    return figure_number(error, 4)
