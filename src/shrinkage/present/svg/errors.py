"""Errors of the four models: in training, cross-validated, cross-fitted and on test rows, beside that of the mean."""

from __future__ import annotations

from shrinkage.present.numbers import figure_number
from shrinkage.present.svg import axis
from shrinkage.present.svg.lettering import fitted, heading, quoted, sentence, width
from shrinkage.present.svg.markup import SMALL, WIDTH, figure, filled, line, stroked, text
from shrinkage.present.svg.scale import Linear, all_known, around, known
from shrinkage.present.svg.signs import Sign, legend, model_name, sign
from shrinkage.result.record import ModelRecord, Record

LEFT, TOP, ROW = 158.0, 56.0, 46.0
_EDGE = 14.0
_FAR = 2.2  # times the better of the mean and the median model: errors beyond stand at the edge, as numbers
_FAR_MEAN = 1.6  # times that, for the mean, which is worth more room

_KINDS = (
    ("cross-validated ± 1 SE", "cv", -9.0),
    ("cross-fitted", "crossfit", -9.0),
    ("training", "train", 9.0),
    ("test", "test", 9.0),
)
"""What a sign means, its name, and how far below the middle of the row it stands."""


def errors_figure(record: Record, *, id: str) -> str:
    """A row a model; the chosen one bold."""
    models = record.models.by_name()
    mean = known(record.baseline.cv_rmse)
    limit = _limit(list(models.values()), mean)
    far = [_beyond(value) for model in models.values() for value in all_known(_errors(model).values()) if value > limit]
    right = WIDTH - max([_EDGE, *(width(said, SMALL) + 30.0 for said in far)])
    scale = _scale(list(models.values()), mean, limit, right)
    bottom = TOP + ROW * len(models)
    middles = {name: TOP + ROW * (row + 0.5) for row, name in enumerate(models)}
    keys, height = legend([(_key(kind), said) for said, kind, _ in _KINDS], 2.0, bottom + 48.0, WIDTH - 4.0)
    parts = (
        heading(2.0, 16.0, "Error by model", f" (RMSE, in units of {fitted(record.data.target, 190.0)})"),
        axis.below(scale, axis.roomy(scale), TOP, bottom),
        _mean(record, scale, mean, bottom),
        *(_row(name, model, scale, limit, middles[name]) for name, model in models.items()),
        _names(record, middles),
        keys,
    )
    return figure(id, bottom + 36.0 + height, "Error by model", _described(record), parts)


def _errors(model: ModelRecord) -> dict[str, float | None]:
    return {
        "cv": model.cv_rmse,
        "crossfit": model.crossfit_rmse,
        "train": model.train_rmse,
        "test": model.test_rmse,
    }


def _median(values: list[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else 0.5 * (ordered[half - 1] + ordered[half])


def _limit(models: list[ModelRecord], mean: float | None) -> float:
    """The largest error that is drawn in its place."""
    usual = all_known([mean])
    if cv := all_known(model.cv_rmse for model in models):
        usual.append(_median(cv))
    every = [value for model in models for value in all_known(_errors(model).values())]
    largest = max(every, default=0.0)
    cap = _FAR * min(usual, default=largest)
    return largest if largest <= cap or cap <= 0 else cap


def _scale(models: list[ModelRecord], mean: float | None, limit: float, right: float) -> Linear:
    """All errors up to the limit, the whiskers about them, and the mean unless it is far off."""
    values = [value for model in models for value in all_known(_errors(model).values()) if value <= limit]
    for model in models:
        cv, se = known(model.cv_rmse), known(model.cv_rmse_se)
        if cv is not None and se is not None and cv <= limit:
            values += [max(cv - se, 0.0), min(cv + se, limit * 1.2)]
    values += [mean] if mean is not None and mean <= _FAR_MEAN * limit else []
    return around(values, LEFT, right)


def _mean(record: Record, scale: Linear, mean: float | None, bottom: float) -> str:
    """A dashed line at the error of the mean, its number above; an arrow where it is far off."""
    if mean is None:
        return ""
    chosen = record.verdict.choice == "mean"
    said = f"{'▸ ' if chosen else ''}mean alone: {figure_number(mean, 4)}"
    weight = "600" if chosen else None
    kind = "ink" if chosen else "svg-label"
    if not scale.holds(mean):
        return filled(kind, text(WIDTH - _EDGE, 40.0, f"{said} →", text_anchor="end", font_weight=weight))
    x = scale.at(mean)
    half = width(said) / 2
    middle = min(max(x, half + 2.0), WIDTH - half - 2.0)
    return stroked("svg-label", line(x, 46.0, x, bottom), width=1.4, stroke_dasharray="3 4") + filled(
        kind, text(middle, 40.0, said, text_anchor="middle", font_weight=weight)
    )


def _row(name: str, model: ModelRecord, scale: Linear, limit: float, middle: float) -> str:
    """The four errors of a model, and its whisker; numbers at the edge for those that are far off."""
    errors, hue = _errors(model), f"hue-{name}"
    signs: list[str] = []
    numbers: list[str] = []
    for _, kind, shift in _KINDS:
        value, y = known(errors[kind]), middle + shift
        if value is not None and value <= limit:
            signs.append(_sign(kind, scale.at(value), y))
        elif value is not None and kind != "crossfit":  # whose place is that of the cross-validated error
            said = _beyond(value)
            signs.append(_sign(kind, WIDTH - 12.0 - width(said, SMALL), y))
            numbers.append(text(WIDTH - 2.0, y + 5.0, said, text_anchor="end"))
    rule = stroked("svg-grid", line(LEFT, middle + ROW / 2, scale.end, middle + ROW / 2))
    whisker = _whisker(model, scale, limit, middle + _KINDS[0][2], hue)
    return rule + whisker + filled(hue, *signs) + filled("ink", *numbers, font_size=SMALL)


def _beyond(value: float) -> str:
    """An error far off, at the edge."""
    return f"{figure_number(value)} →"


def _whisker(model: ModelRecord, scale: Linear, limit: float, y: float, hue: str) -> str:
    cv, se = known(model.cv_rmse), known(model.cv_rmse_se)
    if cv is None or se is None or cv > limit:
        return ""
    return stroked(hue, line(scale.at(cv - se), y, scale.at(cv + se), y), width=2.0)


def _sign(kind: str, x: float, y: float) -> str:
    """The sign of one kind of error, in the colour of its group."""
    if kind == "cv":
        return sign("disc", x, y, 5.0)
    if kind == "crossfit":
        return line(x, y - 9.0, x, y + 9.0, stroke="currentColor", stroke_width="2")
    return sign("disc", x, y, 4.4, hollow=True) if kind == "train" else sign("diamond", x, y, 4.4)


def _key(kind: str) -> Sign:
    return lambda x, y: filled("ink", _sign(kind, x, y))


def _names(record: Record, middles: dict[str, float]) -> str:
    """Names of the models at the left, the chosen one bold behind an arrow."""
    models = record.models.by_name()
    said: list[str] = []
    for name, y in middles.items():
        chosen = name == record.verdict.choice
        weight = "600" if chosen else None
        mark = "▸ " if chosen else ""
        label = fitted(f"{mark}{model_name(name, models[name])}", LEFT - 16.0)
        said.append(text(LEFT - 14.0, y + 5.0, label, text_anchor="end", font_weight=weight))
    return filled("ink", *said)


def _described(record: Record) -> str:
    """Every model's errors in a clause, the mean's, and which one was chosen."""
    clauses: list[str] = []
    for name, model in record.models.by_name().items():
        cv, se = known(model.cv_rmse), known(model.cv_rmse_se)
        spread = "" if se is None else f" ± {figure_number(se, 2)}"
        parts = [] if cv is None else [f"cross-validated {figure_number(cv, 4)}{spread}"]
        for said, kind, _ in _KINDS[1:]:
            value = known(_errors(model)[kind])
            parts += [] if value is None else [f"{said} {figure_number(value, 4)}"]
        clauses.append(f"{model_name(name, model)}: {', '.join(parts) or 'not known'}")
    mean = known(record.baseline.cv_rmse)
    said = [f"Root mean squared errors of {quoted(record.data.target)}. {sentence('; '.join(clauses))}."]
    said += [] if mean is None else [f"The mean alone errs by {figure_number(mean, 4)}."]
    choice = record.verdict.choice
    return " ".join([*said, f"Chosen: {'the mean' if choice == 'mean' else model_name(choice)}."])
