"""How strong: path and CV curve of each penalty, drawn over its strengths."""

from __future__ import annotations

from collections.abc import Sequence

from shrinkage.present.numbers import column, number
from shrinkage.present.report import figures
from shrinkage.present.report.parts import View, lead, mark, numbers_of, rmse, section, small
from shrinkage.present.report.tables import Frame, Row, table
from shrinkage.present.report.words import marked_name
from shrinkage.present.summary import LABELS, label
from shrinkage.result.record import ModelRecord, PathRecord

TITLE = "How strong the penalty should be"
_LEAD = (
    "A penalty pulls coefficients towards 0, and its strength, lambda, says how hard. In each drawing it weakens from "
    "left to right. The path shows what every coefficient does meanwhile: under L1 they leave 0 one by one, under L2 "
    "all together. The curve is the error on held-out rows, with one standard error about it: too strong a penalty "
    "forgets what the table says (left), too weak a one believes its noise (right, where the curve may rise again). "
    "The line <em>min</em> is at the strength with the smallest error, which the model uses; <em>1 SE</em> is at the "
    "strongest whose error is within one standard error of it."
    '<span class="live-only"> Move a slider: curve, path and bars follow.</span>'
)
_NAMED = 8  # features of a path whose numbers are listed, as many as the drawing names
_STRENGTHS = 17  # whose numbers are listed; the live page and the record have all


def strength(view: View) -> str:
    drawn = "".join(_penalty(view, name, model) for name, model in view.penalised.items())
    return section("strength", TITLE, lead(_LEAD), mark("explorer", drawn), _ratios(view))


def _penalty(view: View, name: str, model: ModelRecord) -> str:
    title, path = f"<h3>{label(name, model)}</h3>", model.path
    if path is None:
        return f"{title}{small('This record holds no path of it.')}"
    return (
        f'{title}<div class="pair">{figures.path(view, name)}{figures.cv_curve(view, name)}</div>'
        f"{numbers_of(f'The numbers of the curve of {LABELS[name]}', _curve(name, model, path))}"
        f"{numbers_of(f'The numbers of the path of {LABELS[name]}', _coefficients(name, model, path))}"
    )


def _curve(name: str, model: ModelRecord, path: PathRecord) -> str:
    listed = _listed(model, path)
    cv, train = (column([rmse(errors[k]) for k in listed]) for errors in (path.cv_mse, path.train_mse))
    spread = column([_error(path.cv_mse[k], path.cv_se[k]) for k in listed], 2)
    freedom: Sequence[float | None] = path.degrees_of_freedom or [None] * len(path.lam)
    rows = [
        _row(model, path.lam[k], [cv[at], spread[at], train[at], f"{path.nonzero[k]:,}", number(freedom[k])])
        for at, k in enumerate(listed)
    ]
    headings = ["lam", "CV", "SE", "train", "features", "degrees of freedom"]
    caption = f"{LABELS[name]}: root mean squared errors{_which(_thinned(path, listed))}."
    return table(f"CV curve of {LABELS[name]}", caption, Frame(headings, frozenset()), rows)


def _row(model: ModelRecord, lam: float, cells: Sequence[str]) -> Row:
    """The line of a strength; those that figures mark are marked here too."""
    calm = model.one_standard_error
    best, within = lam == model.lam, calm is not None and lam == calm.lam
    badge = "smallest error" if best else "within 1 SE" if within else ""
    heading = f'<span class="badge">{badge}</span> {number(lam)}' if badge else number(lam)
    return Row([heading, *cells], "chosen" if best else "")


def _error(mse: float, se: float | None) -> float | None:
    """Standard error of the root: se / (2√mse)."""
    root = rmse(mse)
    return None if se is None or not root else se / (2.0 * root)


def _coefficients(name: str, model: ModelRecord, path: PathRecord) -> str:
    reach = [max((abs(row[j]) for row in path.coefficients), default=0.0) for j in range(len(path.features))]
    shown, listed = sorted(range(len(reach)), key=lambda j: -reach[j])[:_NAMED], _listed(model, path)
    columns = [column([path.coefficients[k][j] for k in listed]) for j in shown]
    rows = [_row(model, path.lam[k], [values[at] for values in columns]) for at, k in enumerate(listed)]
    total = len(path.features) + path.features_left_out
    features = f"the {_NAMED} largest of {total:,} features" if total > len(shown) else ""
    caption = f"{LABELS[name]}: standardised coefficients{_which(_thinned(path, listed), features)}."
    headings = ["lam", *(marked_name(path.features[j]) for j in shown)]
    return table(f"Path of {LABELS[name]}", caption, Frame(headings, frozenset()), rows)


def _thinned(path: PathRecord, listed: Sequence[int]) -> str:
    return f"{len(listed):,} of the {len(path.lam):,} strengths of the grid" if len(listed) < len(path.lam) else ""


def _which(*parts: str) -> str:
    """What of the record a table shows, where it does not show all."""
    said = ", ".join(filter(None, parts))
    return f" ({said}; the record has all)" if said else ""


def _listed(model: ModelRecord, path: PathRecord) -> list[int]:
    """Points of the grid, evenly, its ends and those that figures mark among them."""
    last, calm = len(path.lam) - 1, model.one_standard_error
    marked = {model.lam, *([calm.lam] if calm is not None else [])}
    even = (
        {round(k * last / (_STRENGTHS - 1)) for k in range(_STRENGTHS)} if last >= _STRENGTHS else set(range(last + 1))
    )
    return sorted(even | {k for k, lam in enumerate(path.lam) if lam in marked})


def _ratios(view: View) -> str:
    """The shares of L1 that an elastic net was tried with."""
    model = view.record.models.elastic_net
    path = model.path
    if path is None or not path.other_l1_ratios:
        return ""
    found = [(curve.l1_ratio, curve.lam, curve.cv_mse, curve.nonzero) for curve in path.other_l1_ratios]
    found.append((model.l1_ratio, path.lam, path.cv_mse, path.nonzero))
    rows: list[Row] = []
    for ratio, lam, errors, nonzero in sorted(found):
        best = min(range(len(errors)), key=lambda k: errors[k], default=None)
        if best is not None:
            kind = "chosen" if ratio == model.l1_ratio else ""
            rows.append(Row([f"{ratio:g}", number(lam[best]), number(rmse(errors[best])), f"{nonzero[best]:,}"], kind))
    caption = "Elastic net: the shares of L1 (l1_ratio) that were tried, each at its smallest CV error."
    return table("Shares of L1", caption, Frame(["l1_ratio", "lam", "CV", "features"], frozenset()), rows)
