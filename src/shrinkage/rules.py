"""Selection rules as values, for ``rule=`` of the estimators that choose a strength by cross-validation.

Each is called with a table of errors (``cv_table_``) and answers with the number of a strength of it; so may any
function of yours. ``"min"`` and ``"1se"`` name the first two.
"""

from __future__ import annotations

from shrinkage.selection.criteria import AIC, BIC, EBIC, Minimum, OneStandardError

__all__ = ["AIC", "BIC", "EBIC", "Minimum", "OneStandardError"]
