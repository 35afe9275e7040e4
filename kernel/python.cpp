// The extension module `shrinkage._kernel`: one binding file a subject, joined here.
#include <nanobind/nanobind.h>

namespace nb = nanobind;

void bind_gram(nb::module_ &m);     // python_gram.cpp: coordinate descent and active-set Newton on a Gram
void bind_knots(nb::module_ &m);    // python_knots.cpp: the L1 path by its knots
void bind_columns(nb::module_ &m);  // python_columns.cpp: parsing, hashing and summing of columns
void bind_arrow(nb::module_ &m);    // python_arrow.cpp: reader of the Arrow C stream
void bind_crosstab(nb::module_ &m); // python_crosstab.cpp: sums over dense slabs and one-hot blocks

NB_MODULE(_kernel, m) {
    m.doc() = "Inner loops of shrinkage. Everything here has a plain NumPy twin in the tests.";
    bind_gram(m);
    bind_knots(m);
    bind_columns(m);
    bind_arrow(m);
    bind_crosstab(m);
}
