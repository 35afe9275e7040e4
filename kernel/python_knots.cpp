// Binding of the L1 path by its knots: memory is allocated here, and the GIL is released for a whole path.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "clones.hpp"
#include "knots.hpp"
#include "owned.hpp"

namespace nb = nanobind;
using namespace shrinkage;

namespace {

SHRINKAGE_CLONES bool start_double(Knots<double> &state, double top, double weakest) {
    return state.start(top, weakest);
}

SHRINKAGE_CLONES void depart_double(Knots<double> &state) { state.depart(); }

SHRINKAGE_CLONES bool travel_double(Knots<double> &state) { return state.travel(); }

using Matrix = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Vector = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using MatrixOut = nb::ndarray<double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Which = nb::ndarray<const Index, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// Coefficients of the features that are kept, knot by knot; how many of all are not zero just below each knot, which is
// to say at this one or the next; and how many numbers the runs have come to, a run being what stands between a feature's
// first and last knot that are not zero. Features that are not zero somewhere are kept as long as there is room.
struct Table {
    Index room;
    std::vector<Index> column;  // of each feature; −1 where it is not kept
    std::vector<Index> kept;    // feature of each column
    std::vector<double> lams, values;
    std::vector<int32_t> nonzero;
    std::vector<int64_t> last;  // knot at which each feature was last not zero
    int64_t numbers = 0;

    void keep(Index j) {
        column[size_t(j)] = Index(kept.size());
        kept.push_back(j);
    }

    void add(const Knots<double> &state) {
        const int64_t row = int64_t(lams.size());
        lams.push_back(state.lam);
        values.resize(values.size() + size_t(room), 0.0);
        double *own = values.data() + size_t(row) * size_t(room);
        int32_t entering = 0, here = 0;
        for (Index t = 0; t < state.factor.size; ++t) {
            const size_t j = size_t(state.active[t]);
            if (state.w[j] == 0.0) continue;
            ++here;
            if (last[j] < row - 1 || last[j] < 0) ++entering;
            if (column[j] < 0 && kept.size() < size_t(room)) keep(Index(j));
            if (column[j] >= 0) {
                own[column[j]] = state.w[j];
                numbers += last[j] < 0 ? 1 : row - last[j];
            }
            last[j] = row;
        }
        if (row > 0) nonzero.back() += entering;
        nonzero.push_back(here);
    }
};

template <class T> nb::object array_of(const std::vector<T> &from) {
    std::unique_ptr<T[]> cells(new T[from.size()]);
    std::copy(from.begin(), from.end(), cells.get());
    return owned(std::move(cells), from.size());
}

nb::object lasso_knots(Matrix gram, Vector xty, double yy, Vector lams, Vector factors, bool positive, Which kept,
                       Index room, int64_t most, MatrixOut on_grid) {
    const size_t p = xty.shape(0), m = lams.shape(0);
    if (gram.shape(0) != p || gram.shape(1) != p || factors.shape(0) != p || m == 0 ||
        on_grid.shape(0) != m || on_grid.shape(1) != p)
        throw nb::value_error("lasso_knots: the shapes do not fit each other");
    if (room < 0 || kept.shape(0) > size_t(room)) throw nb::value_error("lasso_knots: no room for these features");
    Table table;
    table.room = room;
    table.column.assign(p, -1);
    table.last.assign(p, -1);
    for (size_t q = 0; q < kept.shape(0); ++q) {
        const Index j = kept.data()[q];
        if (j < 0 || size_t(j) >= p || table.column[size_t(j)] >= 0)
            throw nb::value_error("lasso_knots: no such feature, or twice");
        table.keep(j);
    }
    Index repairs = 0;
    bool whole = false;
    {
        nb::gil_scoped_release release;
        std::unique_ptr<double[]> numbers(new double[Knots<double>::reals(p)]);
        std::unique_ptr<Index[]> integers(new Index[Knots<double>::integers(p)]);
        std::unique_ptr<signed char[]> signs(new signed char[Knots<double>::marks(p)]);
        Knots<double> state;
        state.place_in({gram.data(), xty.data(), yy, Index(p), factors.data(), positive}, numbers.get(), integers.get(),
                       signs.get());
        size_t at = 0;
        bool settled = start_double(state, lams.data()[0], lams.data()[m - 1]);
        while (settled) {
            depart_double(state);
            table.add(state);
            const double next = state.lam - state.step;
            for (; at < m && (lams.data()[at] > next || state.lam <= state.bottom); ++at)
                for (Index t = 0; t < state.factor.size; ++t)
                    on_grid.data()[at * p + size_t(state.active[t])] = state.value_at(t, lams.data()[at]);
            if (std::max(table.numbers, int64_t(table.lams.size())) > most) break;
            whole = state.lam <= state.bottom;
            if (whole) break;
            settled = travel_double(state);
        }
        repairs = state.repairs;
    }
    if (!whole) return nb::none();
    std::vector<uint8_t> used(p);
    std::transform(table.last.begin(), table.last.end(), used.begin(), [](int64_t last) { return uint8_t(last >= 0); });
    return nb::make_tuple(array_of(table.lams), array_of(table.nonzero), array_of(table.kept), array_of(table.values),
                          array_of(used), repairs);
}

}  // namespace

void bind_knots(nb::module_ &m) {
    m.def("lasso_knots", &lasso_knots, nb::arg("gram"), nb::arg("xty"), nb::arg("yy"), nb::arg("lams"),
          nb::arg("factors"), nb::arg("positive"), nb::arg("kept"), nb::arg("room"), nb::arg("most"),
          nb::arg("on_grid"),
          "Knots of the L1 path from the first of lams to the last: strengths (k,); how many of all coefficients are not "
          "zero just below each (k,); features (q,), those given and then others as they enter, while there is room; "
          "their coefficients (k·room,); which of all features are not zero at some knot (p,); how often a strength had "
          "to be settled anew. None beyond `most` numbers. Writes coefficients at lams (m, p), zero on entry.");
}
