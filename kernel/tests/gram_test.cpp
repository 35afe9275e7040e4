// The Gram kernels alone, without Python, for the sanitizers: every buffer has exactly the size the headers ask for, so
// that a step beyond one is seen. Prints what fails and exits 1.
#include <memory>

#include "../descent.hpp"
#include "../newton.hpp"
#include "check.hpp"
#include "problems.hpp"

using namespace shrinkage;
using namespace shrinkage::check;

namespace {

template <class T> void check_path(Index n, Index p, Shape shape, T l1_ratio, bool positive, bool weighted, Draw &draw) {
    const Table<T> table(n, p, shape, draw);
    std::unique_ptr<T[]> factors(new T[p]), start(new T[p]);
    for (Index j = 0; j < p; ++j) {
        factors[j] = weighted ? T(j % 7 == 1 ? 0 : j % 7 == 2 ? T(1) / T(0) : T(1 + j % 3)) : T(1);
        start[j] = 0;
    }
    constexpr Index m = 30;
    T lams[m];
    T top = 0;
    for (Index j = 0; j < p; ++j) top = larger(top, magnitude(table.xty[j]));
    lams[0] = top / l1_ratio;
    for (Index i = 1; i < m; ++i) lams[i] = lams[i - 1] * T(sizeof(T) == 8 ? 0.7 : 0.85);

    std::unique_ptr<T[]> numbers(new T[ActiveSet<T>::reals(p)]), coefficients(new T[size_t(m) * p]);
    std::unique_ptr<Index[]> whole(new Index[ActiveSet<T>::integers(p)]);
    std::unique_ptr<signed char[]> signs(new signed char[p]);
    Index outcomes[m], steps[m];
    const double tolerance = sizeof(T) == 8 ? 1e-11 : 1e-3;
    for (int turn = 0; turn < 2; ++turn) {  // the second from the first one's end
        ActiveSet<T> state;
        state.place_in({table.gram.get(), table.xty.get(), table.yy, p, factors.get(), positive}, numbers.get(),
                       whole.get(), signs.get());
        state.start_from(start.get(), lams[0] * (T(1) - l1_ratio));
        trace(state, lams, m, l1_ratio, coefficients.get(), outcomes, steps);
        for (Index i = 0; i < m; ++i) {
            const T *w = coefficients.get() + size_t(i) * p;
            const Strengths<T> at = {factors.get(), lams[i] * l1_ratio, lams[i] * (T(1) - l1_ratio), positive};
            if (sizeof(T) == 8) expect(outcomes[i] == SOLVED, "a point of the path is solved", i);
            const double wrong = violation(table, at, w);
            expect(wrong <= tolerance, "a point of the path is optimal", wrong);
        }
        for (Index j = 0; j < p; ++j) start[j] = coefficients[size_t(m - 1) * p + j];
    }

    // Descent, from zero, to the last strength but a few.
    const Strengths<T> at = {factors.get(), lams[5] * l1_ratio, lams[5] * (T(1) - l1_ratio), positive};
    std::unique_ptr<T[]> w(new T[p]), g(new T[p]);
    for (Index j = 0; j < p; ++j) {
        w[j] = 0;
        g[j] = table.xty[j];
    }
    descend(table.gram.get(), p, at, w.get(), g.get(), Real<T>::epsilon * root(table.yy), Index(200000));
    const double wrong = violation(table, at, w.get());
    expect(wrong <= (sizeof(T) == 8 ? 1e-9 : 1e-3), "descent is optimal", wrong);
}

// A factor that has lost and gained rows equals one made afresh.
void check_factor(Index p, Draw &draw) {
    const Table<double> table(4 * p, p, ALIKE, draw);
    const Index k = p - 1;  // the last column is constant
    const size_t stride = size_t(p);
    std::unique_ptr<double[]> r(new double[stride * p]), inverse(new double[p]), again(new double[stride * p]),
        spare(new double[p]), l(new double[p]), floor(new double[p]);
    std::unique_ptr<Index[]> held(new Index[p]);
    Factor<double> factor = {r.get(), inverse.get(), stride, 0};
    const auto join = [&](Index j) {
        for (Index t = 0; t < factor.size; ++t) l[t] = table.gram[size_t(j) * p + held[t]];
        factor.forward(l.get());
        held[factor.size] = j;
        factor.append(l.get(), root(table.gram[size_t(j) * p + j] - dot(l.get(), l.get(), factor.size)));
    };
    for (Index j = 0; j < k; ++j) join(j);
    for (Index turn = 0; turn < 3 * k; ++turn) {
        const Index place = Index(draw.next() % uint64_t(factor.size));
        const Index gone = held[place];
        factor.remove(place, spare.get());
        for (Index t = place; t < factor.size; ++t) held[t] = held[t + 1];
        join(gone);
    }
    for (Index t = 0; t < k; ++t)
        for (Index q = t; q < k; ++q) again[t * stride + q] = table.gram[size_t(held[t]) * p + held[q]];
    for (Index t = 0; t < k; ++t) floor[t] = 0;
    std::unique_ptr<double[]> again_inverse(new double[p]);
    Factor<double> fresh = {again.get(), again_inverse.get(), stride, k};
    fresh.refactor(floor.get());
    double apart = 0;
    for (Index t = 0; t < k; ++t)
        for (Index q = t; q < k; ++q) apart = larger(apart, magnitude(fresh.row(t)[q] - factor.row(t)[q]));
    expect(apart < 1e-11, "an updated factor equals a fresh one", apart);
    for (Index t = 0; t < k; ++t) spare[t] = l[t] = draw.normal();
    factor.solve(l.get());
    double residual = 0;
    for (Index t = 0; t < k; ++t) {
        double sum = -spare[t];
        for (Index q = 0; q < k; ++q) sum += table.gram[size_t(held[t]) * p + held[q]] * l[q];
        residual = larger(residual, magnitude(sum));
    }
    expect(residual < 1e-10, "a solve has no residual", residual);
}

}  // namespace

int main() {
    Draw draw = {20260101};
    for (Index p : {1, 2, 3, 4, 5, 8, 17, 33}) {
        for (int shape = 0; shape < SHAPES; ++shape)
            for (int option = 0; option < 8; ++option) {
                const bool positive = option & 1, weighted = option & 2;
                const double l1_ratio = option & 4 ? 0.5 : 1.0;
                for (Index n : {p / 2 + 3, 3 * p + 8}) {
                    check_path<double>(n, p, Shape(shape), l1_ratio, positive, weighted, draw);
                    if (shape == PLAIN) check_path<float>(4 * n + 20, p, Shape(shape), float(l1_ratio), positive, weighted, draw);
                }
            }
        if (p > 2) check_factor(p, draw);
    }
    return verdict();
}
