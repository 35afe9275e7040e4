// The CSV grammar and the sums of rows without Python, for the sanitizers: random soups and slabs in buffers of exactly
// their size, so that one step too far is seen. What they read and sum is held against twins in tests/.
#include <math.h>
#include <stdio.h>

#include <string>
#include <vector>

#include "../crosstab.hpp"
#include "../csv.hpp"
#include "../scatter.hpp"

namespace {

int failures = 0;

void hold(bool truth, const char *what) {
    if (truth) return;
    printf("does not hold: %s\n", what);
    ++failures;
}

struct Dice {
    uint64_t state = 88172645463325252ull;
    uint64_t next() {
        state ^= state << 13;
        state ^= state >> 7;
        return state ^= state << 17;
    }
    size_t below(size_t n) { return size_t(next() % n); }
    double number() { return double(int64_t(below(2001)) - 1000) / 64.0; }
};

// Every record of a soup, cell by cell; a reader that is given all of it must come to its end.
void read_soup(const std::vector<uint8_t> &soup, const shrinkage::csv::Dialect &dialect, bool last) {
    using namespace shrinkage::csv;
    const Reader reader(dialect);
    const uint8_t *p = soup.data(), *end = p + soup.size();
    while (p < end) {
        const Ended ended = reader.record(p, end, last, [&](int64_t, const Span &span) {
            for (const bool narrow : {false, true}) {
                std::vector<uint8_t> cell(size_t(cell_bound(span, narrow)));
                const uint8_t *written = write_cell(span, dialect, narrow, cell.data());
                hold(written <= cell.data() + cell.size(), "a cell is no longer than its bound");
                if (narrow) hold(is_utf8(cell.data(), written), "Windows-1252 becomes UTF-8");
            }
        });
        if (ended.end != End::record) {
            hold(last ? ended.end == End::unclosed : ended.end == End::more, "only what is cut off does not end");
            return;
        }
        hold(ended.next > p && ended.next <= end, "each record moves on");
        p = ended.next;
    }
}

void soups() {
    Dice dice;
    const std::string letters = "a1,;\"\"\\'\n\r \t\xe4\xc3\xa4\x80";
    for (int round = 0; round < 20000; ++round) {
        std::vector<uint8_t> soup(dice.below(24));
        for (auto &byte : soup) byte = uint8_t(letters[dice.below(letters.size())]);
        soup.shrink_to_fit();
        for (const uint8_t escape : {'\0', '\\'})
            for (const bool last : {true, false}) read_soup(soup, {',', '"', escape}, last);
        shrinkage::csv::is_utf8(soup.data(), soup.data() + soup.size());
    }
}

// slab'slab of m rows by tiles of vectors of BYTES, against three loops.
template <int BYTES, int NV, int NJ> void scatter(ptrdiff_t m, ptrdiff_t width, Dice &dice) {
    std::vector<double> slab(size_t(m * width)), out(size_t(width * width), 1.0);
    for (auto &value : slab) value = dice.number();
    shrinkage::add_scatter<BYTES, NV, NJ>(slab.data(), m, width, out.data());
    for (ptrdiff_t j = 0; j < width; ++j)
        for (ptrdiff_t i = j; i < width; ++i) {
            double sum = 1.0;
            for (ptrdiff_t k = 0; k < m; ++k) sum += slab[size_t(k * width + i)] * slab[size_t(k * width + j)];
            hold(fabs(out[size_t(j * width + i)] - sum) <= 1e-9 * (1.0 + fabs(sum)), "a product of a slab");
        }
}

// Dense columns, two blocks and the target: weights of all rows add up wherever they are counted.
void crosstab(ptrdiff_t m, ptrdiff_t d, Dice &dice) {
    const std::vector<int64_t> starts{d, d + 3};
    const ptrdiff_t q = d + 5 + 1;
    std::vector<double> x(size_t(m * (d + 1))), shift(size_t(d + 1), 0.5), slab(x.size());
    std::vector<double> weight(size_t(m), 0.0), root(weight);
    std::vector<double> sum(shift.size()), least(shift.size(), 1e300), most(shift.size(), -1e300);
    std::vector<int32_t> codes(size_t(2 * m), 0);
    for (auto &value : x) value = dice.number();
    for (size_t k = 0; k < weight.size(); ++k) root[k] = sqrt(weight[k] = double(1 + dice.below(3)));
    for (size_t k = 0; k < codes.size(); ++k) codes[k] = int32_t(dice.below(k % 2 ? 3 : 4)) - 1;
    shrinkage::fill_slab(x.data(), d + 1, m, d + 1, shift.data(), weight.data(), root.data(), slab.data(), d + 1,
                         {sum.data(), least.data(), most.data()});
    std::vector<double> second(size_t(q * q), 0.0), first(size_t(q), 0.0);
    shrinkage::crosstab({codes.data(), slab.data(), weight.data(), root.data(), starts.data(), m, 2, d, d + 1},
                        second.data(), first.data(), q);
    double counted = 0, known = 0;
    for (ptrdiff_t i = d; i < d + 3; ++i) counted += first[size_t(i)];
    for (ptrdiff_t k = 0; k < m; ++k) known += codes[size_t(2 * k)] >= 0 ? weight[size_t(k)] : 0.0;
    hold(counted == known, "levels count the weight of their rows");
}

}  // namespace

int main() {
    soups();
    Dice dice;
    for (const ptrdiff_t m : {0, 1, 5, 128, 131})
        for (const ptrdiff_t width : {8, 16, 24, 40}) {
            scatter<16, 3, 4>(m, width, dice);
            scatter<32, 3, 4>(m, width, dice);
            scatter<64, 3, 8>(m, width, dice);
        }
    for (const ptrdiff_t m : {1, 4, 7, 50})
        for (const ptrdiff_t d : {0, 1, 6}) crosstab(m, d, dice);
    if (!failures) printf("all hold\n");
    return failures != 0;
}
