"""The four models and the mean beside each other, and what a stronger penalty would cost."""

from __future__ import annotations

from shrinkage.present import strengths
from shrinkage.present.numbers import column, number
from shrinkage.present.report.parts import View, lead, model_name, section, small, with_error
from shrinkage.present.report.tables import Frame, Row, table
from shrinkage.present.report.words import said
from shrinkage.present.summary import legend, strength_cells
from shrinkage.result.scheme import folds_of
from shrinkage.result.wording import NAMES

TITLE = "The models side by side"


def models(view: View) -> str:
    return section("models", TITLE, lead(_lead(view)), _errors(view), small(_difference(view)), _calmer(view))


def _lead(view: View) -> str:
    folds = said(folds_of(view.record.split))
    return (
        "A row is one model of the table. Every error is a root mean squared error, the typical size of a miss in "
        "units of the target. <em>Train</em> is the error on the rows that the model learned from, which "
        f"flatters it. <em>CV</em> is that on rows held out from it ({folds}), with one standard error. "
        "<em>Cross-fitted</em> scores every fold at the strength that the other folds chose, so that no row judges a "
        "choice it took part in: the verdict compares these. <em>Test</em> is the error on rows that nothing here saw."
    )


def _errors(view: View) -> str:
    record, found = view.record, list(view.models.values())
    base, choice = record.baseline, record.verdict.choice
    train = [*column([model.train_rmse for model in found]), ""]
    cv = column([*(model.cv_rmse for model in found), base.cv_rmse])
    spread = [*(model.cv_rmse_se for model in found), base.cv_rmse_se]
    crossfit = column([*(model.crossfit_rmse for model in found), base.cv_rmse])
    test = column([*(model.test_rmse for model in found), base.test_rmse])
    used = [f"{nonzero:,} of {len(record.features):,}" for nonzero in (*(model.nonzero for model in found), 0)]
    titles, strength = strength_cells(found, view.convention)
    names = [*view.models, "mean"]
    rows = [
        Row(
            [
                model_name(name, view.models.get(name), chosen=name == choice),
                train[k],
                with_error(cv[k], spread[k]),
                crossfit[k],
                test[k],
                used[k],
                *map(said, strength[k]),
            ],
            "chosen" if name == choice else "mean" if name == "mean" else "",
        )
        for k, name in enumerate(names)
    ]
    headings = ["model", "train", "CV ± SE", "cross-fitted", "test", "features", *map(said, titles)]
    return table("Errors of the models", said(legend(record, view.convention)), Frame(headings), rows)


def _difference(view: View) -> str:
    found = view.record.verdict
    error = "" if found.standard_error is None else f" with a standard error of {number(found.standard_error)}"
    return (
        f"Smallest cross-fitted error: {said(NAMES[found.best])}; next: {said(NAMES[found.runner_up])}. The mean "
        f"paired difference of their squared errors over the folds is {number(found.difference)}{error} (Nadeau and "
        f"Bengio 2003, which allows for folds that share training rows), {'a tie' if found.tie else 'no tie'} at 95%."
    )


def _calmer(view: View) -> str:
    """What the one-standard-error rule would take."""
    found = {
        name: model.one_standard_error for name, model in view.penalised.items() if model.one_standard_error is not None
    }
    if not found:
        return ""
    titles, strength = strengths.columns([calm.passport.get(view.convention) for calm in found.values()])
    if view.convention == "lam":
        titles, strength = [], [[] for _ in found]
    rows = [
        Row(
            [
                model_name(name, view.models[name]),
                *(number(error) for error in (calm.cv_rmse, calm.test_rmse)),
                f"{calm.nonzero:,} of {len(view.record.features):,}",
                *map(said, cells),
                number(calm.lam),
            ]
        )
        for (name, calm), cells in zip(found.items(), strength, strict=True)
    ]
    caption = (
        "The strongest penalty whose CV error is within one standard error of the smallest: simpler, not clearly worse."
    )
    headings = ["model", "CV", "test", "features", *map(said, titles), "lam"]
    return table("One standard error", caption, Frame(headings), rows)
