"""A scikit-learn pipeline as a careful user would write it for a real table: LassoCV, then RidgeCV.

The peer of ``shrinkage compare``, which fits these two and elastic net besides. Run as a script with the table's path,
its target and the columns to drop; prints the two choices.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.data.tables import Table

NAME = "scikit-learn pipeline"
PEER = "pipeline"


def compare(table: Table) -> list[str]:
    """Whole process, from the file to two fitted models."""
    return ["-m", "benchmarks.solvers.sklearn_pipeline", str(table.path), table.target, ",".join(table.drop)]


def imports() -> list[str]:
    """Whole process: what merely importing the estimators costs."""
    return ["-c", "import sklearn.linear_model"]


def main(path: Path, target: str, drop: list[str]) -> None:
    import numpy as np
    import pandas as pd
    from sklearn.compose import ColumnTransformer, make_column_selector
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LassoCV, RidgeCV
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    table = table.drop(columns=drop).dropna(subset=[target])
    train, test, y, y_test = train_test_split(
        table.drop(columns=[target]), table[target], test_size=0.2, random_state=0
    )
    encode = ColumnTransformer(
        [
            (
                "numbers",
                make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()),
                make_column_selector(dtype_include="number"),
            ),
            (
                "words",
                OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=100, min_frequency=5),
                make_column_selector(dtype_exclude="number"),
            ),
        ]
    )
    lasso = make_pipeline(encode, LassoCV(cv=10, n_jobs=-1)).fit(train, y)
    ridge = make_pipeline(encode, RidgeCV(alphas=np.logspace(-4, 7, 100), cv=None)).fit(train, y)
    for model in (lasso, ridge):
        rmse = float(np.sqrt(np.mean((model.predict(test) - y_test) ** 2)))
        print(type(model[-1]).__name__, f"alpha {model[-1].alpha_:.6g}, test RMSE {rmse:.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [name for name in sys.argv[3].split(",") if name])
