"""Records that no table gives, or few: any number anywhere, none, one feature, names that would be markup."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from shrinkage.result.record import (
    BaselineRecord,
    CertificateRecord,
    DataRecord,
    FeatureRecord,
    ModelRecord,
    ModelsRecord,
    OneStandardErrorRecord,
    PathRecord,
    Record,
)
from tests.present.conftest import build

NASTY = [
    *(
        "]]>",
        "<svg onload=alert(1)>",
        "</title><script>x</script>",
        '"&quot;&amp;&#x0;',
        "a\nb\tc",
        "\x00\x1b[2J",
        "\ufffe",
    ),
    *(
        "",
        " ",
        "שלום עולם",
        "\u202eevil",
        "مرحبا",
        "温度" * 30,
        "é" * 5_000,
        "W" * 5_000,
        "😀" * 40,
        "\ud800",
        "e\u0301" * 90,
    ),
]
NUMBERS = st.one_of(
    st.floats(),
    st.floats(-100.0, 100.0),
    st.sampled_from([0.0, -0.0, 1e300, -1e300, 1e-300, -1e-300, 5e-324, 1.7e308, 54.1]),
    st.none(),
)
names = st.one_of(st.text(max_size=30), st.sampled_from(NASTY))


@st.composite
def paths(draw: Any, features: list[str]) -> PathRecord:
    """A path of 0 to 7 strengths."""
    points = draw(st.integers(0, 7))

    def row(of: st.SearchStrategy[Any] = NUMBERS) -> list[Any]:
        return draw(st.lists(of, min_size=points, max_size=points))

    kept = features[: draw(st.integers(0, len(features)))]
    return PathRecord(
        lam=row(),
        cv_mse=row(),
        cv_se=row(),
        fold_mse=[row() for _ in range(draw(st.integers(0, 3)))],
        train_mse=row(),
        nonzero=row(st.integers(0, 10**6)),
        features=kept,
        coefficients=row(st.lists(NUMBERS, min_size=len(kept), max_size=len(kept))),
        features_left_out=draw(st.integers(0, 3)),
        degrees_of_freedom=draw(st.sampled_from([None, row()])),
    )


@st.composite
def models(draw: Any, features: list[str]) -> ModelRecord:
    path = draw(st.one_of(st.none(), paths(features)))
    lams = st.sampled_from(path.lam) if path is not None and path.lam else NUMBERS
    ratio = draw(st.sampled_from([0.0, 0.25, 1 / 3, 1.0]))
    table = st.fixed_dictionaries({}, optional=dict.fromkeys(features, NUMBERS))
    calm = OneStandardErrorRecord(
        lam=draw(lams),
        l1_ratio=draw(st.sampled_from([ratio, 0.5])),
        nonzero=draw(st.integers(0, 9)),
        cv_rmse=draw(NUMBERS),
        test_rmse=draw(NUMBERS),
        passport={},
        intercept=0.0,
        coefficients={},
    )
    return ModelRecord(
        lam=draw(lams),
        l1_ratio=ratio,
        rule="min",
        passport={},
        intercept=0.0,
        coefficients={},
        standardized=draw(table),
        nonzero=draw(st.integers(0, 9)),
        train_rmse=draw(NUMBERS),
        cv_rmse=draw(NUMBERS),
        cv_rmse_se=draw(NUMBERS),
        crossfit_rmse=draw(NUMBERS),
        test_rmse=draw(NUMBERS),
        edge=None,
        certificate=CertificateRecord(kind="gap", relative_gap=0.0),
        status="",
        one_standard_error=draw(st.sampled_from([None, calm])),
        selection_frequency=draw(st.one_of(st.none(), table)),
        path=path,
    )


@st.composite
def records(draw: Any) -> Record:
    """A record of 0 to 14 features."""
    features = draw(st.lists(names, max_size=14, unique=True))
    four = {name: draw(models(features)) for name in ("none", "l1", "l2", "elastic_net")}
    base = build()
    return build(
        data=DataRecord(source="x", target=draw(names), rows_read=1, rows_used=1, columns=[]),
        features=[FeatureRecord(name=name, column=name, kind="number", mean=0.0, scale=1.0) for name in features],
        baseline=BaselineRecord(cv_rmse=draw(NUMBERS), cv_rmse_se=None, test_rmse=None),
        models=ModelsRecord(**four),
        verdict=type(base.verdict)(
            choice=draw(st.sampled_from(["none", "l1", "l2", "elastic_net", "mean"])),
            tie=False,
            best="l1",
            runner_up="l2",
            difference=0.0,
            standard_error=None,
            sentence="",
            because=[],
        ),
    )


def renamed(record: Record, names: dict[str, str]) -> Record:
    """The same record with other names of features."""

    def keys(table: dict[str, float] | None) -> dict[str, float] | None:
        return None if table is None else {names.get(key, key): value for key, value in table.items()}

    def of(model: ModelRecord) -> ModelRecord:
        path = model.path
        if path is not None:
            path = replace(path, features=[names.get(feature, feature) for feature in path.features])
        frequency = keys(model.selection_frequency)
        return replace(model, standardized=keys(model.standardized), selection_frequency=frequency, path=path)

    return replace(
        record,
        features=[replace(feature, name=names.get(feature.name, feature.name)) for feature in record.features],
        models=ModelsRecord(**{name: of(model) for name, model in record.models.by_name().items()}),
    )
