// slab'slab by tiles of vectors, without Python, for the sanitizers: against three loops, at every width of a vector.
#include <math.h>
#include <stddef.h>

#include <vector>

#include "../scatter.hpp"
#include "check.hpp"

using namespace shrinkage;

namespace {

template <int BYTES, int NV, int NJ> void products_equal_three_loops(check::Draw &draw, ptrdiff_t m, ptrdiff_t width) {
    std::vector<double> slab(size_t(m * width)), out(size_t(width * width), 1.0);
    for (double &value : slab) value = double(draw.below(2001) - 1000) / 64.0;
    add_scatter<BYTES, NV, NJ>(slab.data(), m, width, out.data());
    for (ptrdiff_t j = 0; j < width; ++j)
        for (ptrdiff_t i = j; i < width; ++i) {
            double sum = 1.0;
            for (ptrdiff_t k = 0; k < m; ++k) sum += slab[size_t(k * width + i)] * slab[size_t(k * width + j)];
            const double found = out[size_t(j * width + i)];
            check::expect(fabs(found - sum) <= 1e-9 * (1.0 + fabs(sum)), "a product of a slab", found - sum);
        }
}

}  // namespace

int main() {
    check::Draw draw{7};
    for (const ptrdiff_t m : {0, 1, 5, 128, 131})
        for (const ptrdiff_t width : {8, 16, 24, 40}) {
            products_equal_three_loops<16, 3, 4>(draw, m, width);
            products_equal_three_loops<32, 3, 4>(draw, m, width);
            products_equal_three_loops<64, 3, 8>(draw, m, width);
        }
    return check::verdict();
}
