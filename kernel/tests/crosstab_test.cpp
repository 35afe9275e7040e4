// The sums over one-hot blocks without Python, for the sanitizers: every buffer has exactly its size, and what comes out
// equals the sums over the blocks written out. All numbers are small integers, so sums are exact in any order.
#include "../crosstab.hpp"

#include <limits>
#include <vector>

#include "check.hpp"

using namespace shrinkage;
using namespace shrinkage::check;

namespace {

using Doubles = std::vector<double>;

Doubles integers(Draw &draw, ptrdiff_t count, int64_t span) {
    Doubles out(size_t(count), 0.0);
    for (double &number : out) number = double(draw.below(2 * span + 1) - span);
    return out;
}

// Rows as `crosstab` takes them and, in z, written out: (m, q) with q = d + levels + 1.
struct Rows {
    ptrdiff_t m, d, q, stride;
    std::vector<int64_t> starts, levels;
    std::vector<int32_t> codes;
    Doubles root, weight, slab, z;
    bool weighted;

    Rows(Draw &draw, ptrdiff_t m_, ptrdiff_t d_, ptrdiff_t blocks) : m(m_), d(d_), weighted(!draw.once_in(3)) {
        q = d;
        for (ptrdiff_t b = 0; b < blocks; ++b) {
            starts.push_back(q);
            levels.push_back(draw.below(5));  // 0: a block that no row is in
            q += levels.back();
        }
        ++q;
        stride = d + 1 + draw.below(4);
        root.assign(size_t(m), 1.0), weight.assign(size_t(m), 1.0);
        slab = integers(draw, m * stride, 3), z.assign(size_t(m * q), 0.0);
        for (ptrdiff_t k = 0; k < m; ++k) write_out(draw, k);
    }

    void write_out(Draw &draw, ptrdiff_t k) {
        const double r = weighted ? double(draw.below(4)) : 1.0;  // 0: a row that counts for nothing
        root[size_t(k)] = r, weight[size_t(k)] = r * r;
        for (ptrdiff_t j = 0; j <= d; ++j) {
            const double value = double(draw.below(41) - 20);
            slab[size_t(k * stride + j)] = r * value;
            z[size_t(k * q + (j < d ? j : q - 1))] = value;
        }
        for (size_t b = 0; b < starts.size(); ++b) {
            const bool none = levels[b] == 0 || draw.once_in(5);
            const int32_t code = none ? -1 - int32_t(draw.below(3)) : int32_t(draw.below(levels[b]));
            codes.push_back(code);
            if (!none) z[size_t(k * q + starts[b] + code)] = 1.0;
        }
    }

    OneHotRows given() const {
        return {codes.data(), slab.data(), weighted ? weight.data() : nullptr, weighted ? root.data() : nullptr,
                starts.data(), m, ptrdiff_t(starts.size()), d, stride};
    }

    // The block of a column of z: −1 before the blocks, and as many as there are behind them.
    ptrdiff_t block(ptrdiff_t column) const {
        for (size_t b = 0; b < starts.size(); ++b)
            if (column >= starts[b] && column < starts[b] + levels[b]) return ptrdiff_t(b);
        return column < d ? -1 : ptrdiff_t(starts.size());
    }

    // Whether Σ v z_i z_j is among what is promised of row i.
    bool promised(ptrdiff_t i, ptrdiff_t j) const {
        const ptrdiff_t a = block(i), b = block(j);
        return a >= 0 && a < ptrdiff_t(starts.size()) && (i == j || b < 0 || b > a);
    }
};

void sums_equal_those_written_out(Draw &draw, ptrdiff_t m, ptrdiff_t d, ptrdiff_t blocks) {
    const Rows rows(draw, m, d, blocks);
    const ptrdiff_t q = rows.q;
    Doubles second = integers(draw, q * q, 9), first = integers(draw, q, 9);  // it adds to what is there
    Doubles want = second, want_first = first;
    for (ptrdiff_t i = 0; i < q; ++i)
        for (ptrdiff_t k = 0; k < m; ++k) {
            const double *z = rows.z.data() + k * q;
            const double v = rows.weight[size_t(k)];
            if (rows.promised(i, i)) want_first[size_t(i)] += v * z[i];
            for (ptrdiff_t j = 0; j < q; ++j)
                if (rows.promised(i, j)) want[size_t(i * q + j)] += v * z[i] * z[j];
        }
    crosstab(rows.given(), second.data(), first.data(), q);
    expect(second == want, "second moments of levels are those written out, and nothing else is touched", double(m));
    expect(first == want_first, "first moments of levels are those written out, and nothing else is touched", double(m));
}

template <class T> void a_slab_is_what_a_plain_loop_writes(Draw &draw, ptrdiff_t m, ptrdiff_t p) {
    const ptrdiff_t row_stride = p + draw.below(3), stride = p + draw.below(9);
    const bool weighted = !draw.once_in(3);
    std::vector<T> x(size_t(m > 0 ? (m - 1) * row_stride + p : 0));  // the last row ends where the memory does
    for (T &cell : x) cell = T(draw.below(201) - 100);
    const Doubles shift = integers(draw, p, 50);
    Doubles root(size_t(m), 1.0), weight(size_t(m), 1.0);
    for (size_t k = 0; weighted && k < root.size(); ++k) weight[k] = (root[k] = double(draw.below(4))) * root[k];
    Doubles slab = integers(draw, m * stride, 9), sum = integers(draw, p, 9);
    Doubles least = integers(draw, p, 90), most = integers(draw, p, 90);
    Doubles want = slab, want_sum = sum, want_least = least, want_most = most;
    for (ptrdiff_t k = 0; k < m; ++k)
        for (ptrdiff_t j = 0; j < p; ++j) {
            const double value = double(x[size_t(k * row_stride + j)]), centred = value - shift[size_t(j)];
            want[size_t(k * stride + j)] = root[size_t(k)] * centred;
            want_sum[size_t(j)] += weight[size_t(k)] * centred;
            if (value < want_least[size_t(j)]) want_least[size_t(j)] = value;
            if (value > want_most[size_t(j)]) want_most[size_t(j)] = value;
        }
    fill_slab(x.data(), row_stride, m, p, shift.data(), weighted ? weight.data() : nullptr,
              weighted ? root.data() : nullptr, slab.data(), stride, {sum.data(), least.data(), most.data()});
    expect(slab == want, "a slab holds the shifted rows, and its margin is not touched", double(m));
    expect(sum == want_sum, "its sums are those of a plain loop", double(m));
    expect(least == want_least && most == want_most, "its extremes are those of a plain loop", double(m));
}

// Infinite cells are for the caller to refuse, by these extremes; a missing one it must see in the sum.
void extremes_see_infinities(Draw &draw) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (ptrdiff_t m = 1; m < 10; ++m) {
        Doubles x = integers(draw, m, 9), slab(size_t(m), 0.0);
        const Doubles shift(1, 0.0);
        const size_t at = size_t(draw.below(m));
        for (const double cell : {infinity, -infinity, std::numeric_limits<double>::quiet_NaN()}) {
            double sum = 0, least = infinity, most = -infinity;
            x[at] = cell;
            fill_slab(x.data(), 1, m, 1, shift.data(), nullptr, nullptr, slab.data(), 1, {&sum, &least, &most});
            expect(cell == cell ? least == cell || most == cell : sum != sum, "what is not finite is seen", cell);
        }
    }
}

}  // namespace

int main() {
    Draw draw = {20260102};
    for (int turn = 0; turn < 30; ++turn)
        for (ptrdiff_t m : {0, 1, 2, 3, 4, 5, 7, 8, 41})
            for (ptrdiff_t width : {0, 1, 2, 5, 9}) {
                sums_equal_those_written_out(draw, m, width, draw.below(5));
                a_slab_is_what_a_plain_loop_writes<double>(draw, m, width);
                a_slab_is_what_a_plain_loop_writes<float>(draw, m, width);
            }
    extremes_see_infinities(draw);
    return verdict();
}
