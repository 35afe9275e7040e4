"""Which features a page shows: all of them, unless there are thousands."""

from __future__ import annotations

from shrinkage.result.record import FeatureRecord, Record

MOST = 2_000  # features; a table of 20,000 genes would make a page that no mailbox takes


def shown_features(record: Record) -> list[FeatureRecord]:
    """In the order of the record: those of its paths and products, and the largest under any model."""
    if len(record.features) <= MOST:
        return list(record.features)
    models = record.models.by_name().values()
    drawn = {feature for model in models if model.path is not None for feature in model.path.features}
    if record.products is not None:
        drawn.update(record.products.features)

    def size(feature: FeatureRecord) -> tuple[bool, float]:
        reach = max((abs(model.standardized.get(feature.name, 0.0)) for model in models), default=0.0)
        return feature.name in drawn, reach

    largest = sorted(range(len(record.features)), key=lambda j: size(record.features[j]), reverse=True)
    return [record.features[j] for j in sorted(largest[: max(MOST, len(drawn))])]
