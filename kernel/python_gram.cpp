// Bindings of the Gram kernels: memory is allocated here, and the GIL is released for a whole path.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <memory>

#include "descent.hpp"
#include "clones.hpp"
#include "newton.hpp"

namespace nb = nanobind;
using namespace shrinkage;

namespace {

SHRINKAGE_CLONES void trace_double(ActiveSet<double> &state, const double *lams, Index m, double l1_ratio,
                                   double *coefficients, Index *outcomes, Index *steps) {
    trace(state, lams, m, l1_ratio, coefficients, outcomes, steps);
}

SHRINKAGE_CLONES Index descend_double(const double *gram, Index p, const Strengths<double> &at, double *w, double *g,
                                      double tolerance, Index most) {
    return descend(gram, p, at, w, g, tolerance, most);
}

using Matrix = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Vector = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using MatrixOut = nb::ndarray<double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using VectorOut = nb::ndarray<double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Counts = nb::ndarray<Index, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

void newton_path(Matrix gram, Vector xty, double yy, Vector lams, double l1_ratio, Vector factors, bool positive,
                 Vector start, MatrixOut coefficients, Counts outcomes, Counts steps) {
    const size_t p = xty.shape(0), m = lams.shape(0);
    if (gram.shape(0) != p || gram.shape(1) != p || factors.shape(0) != p || start.shape(0) != p ||
        coefficients.shape(0) != m || coefficients.shape(1) != p || outcomes.shape(0) != m || steps.shape(0) != m)
        throw nb::value_error("newton_path: the shapes do not fit each other");
    nb::gil_scoped_release release;
    std::unique_ptr<double[]> numbers(new double[ActiveSet<double>::reals(p)]);
    std::unique_ptr<Index[]> whole(new Index[ActiveSet<double>::integers(p)]);
    std::unique_ptr<signed char[]> signs(new signed char[p]);
    ActiveSet<double> state;
    state.place_in({gram.data(), xty.data(), yy, Index(p), factors.data(), positive}, numbers.get(), whole.get(),
                   signs.get());
    state.start_from(start.data(), m > 0 ? lams.data()[0] * (1.0 - l1_ratio) : 0.0);
    trace_double(state, lams.data(), Index(m), l1_ratio, coefficients.data(), outcomes.data(), steps.data());
}

Index coordinate_descent(Matrix gram, Vector xty, double l1, double l2, Vector factors, bool positive,
                         VectorOut coefficients, double tolerance, Index sweeps) {
    const size_t p = xty.shape(0);
    if (gram.shape(0) != p || gram.shape(1) != p || factors.shape(0) != p || coefficients.shape(0) != p)
        throw nb::value_error("coordinate_descent: the shapes do not fit each other");
    nb::gil_scoped_release release;
    std::unique_ptr<double[]> g(new double[p]);
    const double *rows = gram.data();
    double *w = coefficients.data();
    for (size_t j = 0; j < p; ++j) g[j] = xty.data()[j] - dot(rows + j * p, w, Index(p));
    return descend_double(rows, Index(p), {factors.data(), l1, l2, positive}, w, g.get(), tolerance, sweeps);
}

}  // namespace

void bind_gram(nb::module_ &m) {
    m.def("newton_path", &newton_path, nb::arg("gram"), nb::arg("xty"), nb::arg("yy"), nb::arg("lams"),
          nb::arg("l1_ratio"), nb::arg("factors"), nb::arg("positive"), nb::arg("start"), nb::arg("coefficients"),
          nb::arg("outcomes"), nb::arg("steps"),
          "Exact solutions along a grid of strengths; writes coefficients (m, p), outcomes (m,) and steps (m,).");
    m.def("coordinate_descent", &coordinate_descent, nb::arg("gram"), nb::arg("xty"), nb::arg("l1"), nb::arg("l2"),
          nb::arg("factors"), nb::arg("positive"), nb::arg("coefficients"), nb::arg("tolerance"), nb::arg("sweeps"),
          "Coordinate descent from coefficients (p,), in place; returns the number of sweeps.");
}
