// The L1 path by its knots, without Python, for the sanitizers: every knot, and the middle between two, must be optimal.
// Buffers have exactly the size the headers ask for. Prints what fails and exits 1.
#include <memory>

#include "../knots.hpp"
#include "check.hpp"
#include "problems.hpp"

using namespace shrinkage;
using namespace shrinkage::check;

namespace {

template <class T> struct Memory {
    std::unique_ptr<T[]> numbers;
    std::unique_ptr<Index[]> whole;
    std::unique_ptr<signed char[]> signs;

    explicit Memory(Index p)
        : numbers(new T[Knots<T>::reals(p)]), whole(new Index[Knots<T>::integers(p)]),
          signs(new signed char[Knots<T>::marks(p)]) {}
};

// Free columns alone, which is where every path of L1 begins.
template <class T> T strongest(const Table<T> &table, const T *factors, bool positive) {
    const Index p = table.p;
    std::unique_ptr<T[]> alone(new T[p]);
    for (Index j = 0; j < p; ++j) alone[j] = factors[j] == T(0) ? T(0) : T(1) / T(0);
    Memory<T> memory(p);
    ActiveSet<T> state;
    state.place_in({table.gram.get(), table.xty.get(), table.yy, p, alone.get(), positive}, memory.numbers.get(),
                   memory.whole.get(), memory.signs.get());
    state.start_from(state.w, T(0));
    expect(state.point(T(1), T(0)) == SOLVED, "free columns are fitted");
    state.gradient();
    T top = 0;
    for (Index j = 0; j < p; ++j)
        if (factors[j] > T(0) && finite(factors[j]) && table.gram[size_t(j) * p + j] > T(0))
            top = larger(top, (positive ? state.g[j] : magnitude(state.g[j])) / factors[j]);
    return top;
}

template <class T> void check_knots(const Table<T> &table, bool positive, bool weighted, T depth, double tolerance) {
    const Index p = table.p;
    std::unique_ptr<T[]> factors(new T[p]), before(new T[p]), middle(new T[p]);
    for (Index j = 0; j < p; ++j) {
        factors[j] = weighted ? T(j % 7 == 1 ? 0 : j % 7 == 2 ? T(1) / T(0) : T(1 + j % 3)) : T(1);
        before[j] = 0;
    }
    const T top = strongest(table, factors.get(), positive);
    if (!(top > T(1e-6) * root(table.yy))) return;  // nothing is left to explain

    Memory<T> memory(p);
    Knots<T> state;
    state.place_in({table.gram.get(), table.xty.get(), table.yy, p, factors.get(), positive}, memory.numbers.get(),
                   memory.whole.get(), memory.signs.get());
    expect(state.start(top, depth * top), "the strongest strength is settled");
    T last = 0;
    for (Index knot = 0;; ++knot) {
        state.depart();
        const Strengths<T> here = {factors.get(), state.lam, T(0), positive};
        expect(violation(table, here, state.w) <= tolerance, "a knot is optimal", violation(table, here, state.w));
        if (knot > 0) {
            expect(state.lam < last, "strengths decrease", double(last - state.lam));
            for (Index j = 0; j < p; ++j) middle[j] = T(0.5) * (before[j] + state.w[j]);
            const Strengths<T> between = {factors.get(), T(0.5) * (last + state.lam), T(0), positive};
            const double wrong = violation(table, between, middle.get());
            expect(wrong <= tolerance, "the path is linear between knots", wrong);
        }
        if (state.lam <= state.bottom) break;
        for (Index j = 0; j < p; ++j) before[j] = state.w[j];
        last = state.lam;
        if (!state.travel()) {
            expect(false, "a strength is settled", double(state.lam / top));
            return;
        }
        if (knot > 40 * p + 40) {
            expect(false, "a path ends", knot);
            return;
        }
    }
    expect(state.lam == state.bottom, "the last knot is the weakest strength");
}

// Columns and target of −1 and 1 in a full factorial: every correlation is tied with others.
Table<double> factorial(Index columns, Draw &draw) {
    const Index n = Index(1) << columns;
    Table<double> table(4, columns, PLAIN, draw);
    for (Index j = 0; j < columns; ++j) {
        for (Index q = 0; q < columns; ++q) table.gram[size_t(j) * columns + q] = j == q;
        table.xty[j] = (j % 2 ? -1.0 : 1.0) * double(1 + j / 3) / double(n);
    }
    table.yy = 1;
    return table;
}

}  // namespace

int main() {
    Draw draw = {20260102};
    for (Index p : {1, 2, 3, 4, 5, 8, 17, 33})
        for (int shape = 0; shape < SHAPES; ++shape)
            for (int option = 0; option < 4; ++option)
                for (Index n : {p / 2 + 3, 3 * p + 8}) {
                    const bool positive = option & 1, weighted = option & 2;
                    check_knots(Table<double>(n, p, Shape(shape), draw), positive, weighted, 1e-4, 1e-11);
                    if (shape == PLAIN)
                        check_knots(Table<float>(4 * n + 20, p, PLAIN, draw), positive, weighted, 0.05f, 1e-3);
                }
    for (Index p : {1, 2, 5, 9})
        for (bool positive : {false, true}) check_knots(factorial(p, draw), positive, false, 1e-4, 1e-13);
    return verdict();
}
