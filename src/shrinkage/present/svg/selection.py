"""How often folds selected each feature: which ones can be counted on, and which were luck."""

from __future__ import annotations

from shrinkage.present.numbers import count
from shrinkage.present.svg import axis, rows
from shrinkage.present.svg.lettering import heading, listed, quoted, sentence, small_print
from shrinkage.present.svg.markup import WIDTH, figure, line, stroked
from shrinkage.present.svg.scale import Linear, known
from shrinkage.present.svg.signs import model_legend, model_name
from shrinkage.result.record import ModelRecord, Record

SHOWN = 16
_EDGE = 20.0
_TICKS = ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%"))

Shares = dict[str, float | None]


def selection_figure(record: Record, *, id: str) -> str:
    """A row a feature; "" where no model selects."""
    models = {name: model for name, model in record.models.by_name().items() if model.selection_frequency is not None}
    features = _shown(record, models)
    if not features:
        return ""
    table = {feature: {name: _share(model, feature) for name, model in models.items()} for feature in features}
    scale = Linear(0.0, 1.0, rows.LEFT + 6.0, WIDTH - _EDGE)
    keys, keyed = model_legend(models, 2.0, 40.0, WIDTH - 4.0)
    top, height = 40.0 + keyed, rows.row_height(len(models)) + 4.0
    bottom = top + height * len(features)
    below, small = small_print(_remarks(record, models, features), 2.0, bottom + 46.0, WIDTH - 4.0)
    parts = (
        heading(2.0, 16.0, "Selection", ": share of folds in which a feature was used"),
        keys,
        axis.below(scale, _TICKS, top, bottom),
        stroked("svg-axis", line(scale.start, top, scale.start, bottom)),
        rows.rules(len(features), top, height, scale.end),
        rows.names(features, top, height),
        rows.stems(scale, list(table.values()), top, height),
        below,
    )
    return figure(id, bottom + 34.0 + small, "Selection over folds", _described(record, models, table), parts)


def _share(model: ModelRecord, feature: str) -> float | None:
    """Of folds that selected the feature; held within 0 and 1."""
    value = known((model.selection_frequency or {}).get(feature))
    return None if value is None else min(max(value, 0.0), 1.0)


def _shown(record: Record, models: dict[str, ModelRecord]) -> list[str]:
    """Half of the rows for the strongest features of the models that select, half for the strongest on which folds
    disagree, any left over for the next strongest; in the order of their shares."""
    if not models:
        return []

    def size(feature: str) -> float:
        return max(abs(known(model.standardized.get(feature, 0.0)) or 0.0) for model in models.values())

    def often(feature: str) -> float:
        return sum(_share(model, feature) or 0.0 for model in models.values())

    rank = {feature.name: (size(feature.name), often(feature.name)) for feature in record.features}
    strongest = sorted(rank, key=lambda name: rank[name], reverse=True)
    first = strongest[: SHOWN // 2]
    torn = [name for name in strongest if name not in first and _torn(models, name)][: SHOWN - len(first)]
    rest = [name for name in strongest if name not in first and name not in torn]
    shown = [*first, *torn, *rest][:SHOWN]
    return sorted(shown, key=lambda name: rank[name][::-1], reverse=True)


def _torn(models: dict[str, ModelRecord], feature: str) -> bool:
    """Whether folds of some model disagree about the feature."""
    return any(0.0 < (_share(model, feature) or 0.0) < 1.0 for model in models.values())


def _counted(record: Record, model: ModelRecord) -> str:
    """In how many features folds agreed."""
    shares = [_share(model, feature.name) for feature in record.features]
    always, never = sum(share == 1 for share in shares), sum(share == 0 for share in shares)
    return f"{count(always, 'feature')} in every fold, {never:,} in none, {len(shares) - always - never:,} in some"


def _remarks(record: Record, models: dict[str, ModelRecord], features: list[str]) -> list[str]:
    left = len(record.features) - len(features)
    said = [sentence(f"{model_name(name, model)}: {_counted(record, model)}.") for name, model in models.items()]
    if left:
        said.append(
            "Drawn: the strongest features, and the strongest on which folds disagree; "
            f"{count(left, 'other feature')} {'is' if left == 1 else 'are'} not."
        )
    return said


def _described(record: Record, models: dict[str, ModelRecord], table: dict[str, Shares]) -> str:
    """Counts of agreement, and the features drawn on which folds disagree."""
    said = ["Share of folds that selected each feature."]
    said += [sentence(f"{model_name(name, model)}: {_counted(record, model)}.") for name, model in models.items()]
    torn = [
        f"{quoted(feature)} {' and '.join(f'{share:.0%}' for share in shares.values() if share is not None)}"
        for feature, shares in table.items()
        if _torn(models, feature)
    ]
    if torn:
        said.append(f"Folds disagree about {listed(torn[:5])}{', and others' if len(torn) > 5 else ''}.")
    return " ".join(said)
