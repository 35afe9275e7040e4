// Bindings of crosstab.hpp and scatter.hpp. Shapes are checked here, once; the loops trust them.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>

#include <optional>
#include <stdexcept>

#include "clones.hpp"
#include "crosstab.hpp"
#include "scatter.hpp"

namespace nb = nanobind;

namespace {

using Vector = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Matrix = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Codes = nb::ndarray<const int32_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Indices = nb::ndarray<const int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using OutVector = nb::ndarray<double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using OutMatrix = nb::ndarray<double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

void require(bool holds, const char *what) {
    if (!holds) throw std::invalid_argument(what);
}

SHRINKAGE_CLONES void crosstab_clone(const shrinkage::OneHotRows &in, double *second, double *first, ptrdiff_t q) {
    shrinkage::crosstab(in, second, first, q);
}

SHRINKAGE_CLONES void fill_slab_f64(const double *x, ptrdiff_t row_stride, ptrdiff_t m, ptrdiff_t p,
                                    const double *shift, const double *weight, const double *root, double *slab,
                                    ptrdiff_t stride, shrinkage::SlabSums out) {
    shrinkage::fill_slab(x, row_stride, m, p, shift, weight, root, slab, stride, out);
}

SHRINKAGE_CLONES void fill_slab_f32(const float *x, ptrdiff_t row_stride, ptrdiff_t m, ptrdiff_t p,
                                    const double *shift, const double *weight, const double *root, double *slab,
                                    ptrdiff_t stride, shrinkage::SlabSums out) {
    shrinkage::fill_slab(x, row_stride, m, p, shift, weight, root, slab, stride, out);
}

// Tiles differ with the width of vectors, so that these are written out rather than cloned.
using Scatter = void (*)(const double *, ptrdiff_t, ptrdiff_t, double *);

void scatter_128(const double *slab, ptrdiff_t m, ptrdiff_t width, double *out) {
    shrinkage::add_scatter<16, 3, 4>(slab, m, width, out);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2,fma"))) void scatter_256(const double *slab, ptrdiff_t m, ptrdiff_t width, double *out) {
    shrinkage::add_scatter<32, 3, 4>(slab, m, width, out);
}

__attribute__((target("avx512f,fma"))) void scatter_512(const double *slab, ptrdiff_t m, ptrdiff_t width, double *out) {
    shrinkage::add_scatter<64, 3, 8>(slab, m, width, out);
}

Scatter best_scatter() {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) return scatter_512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return scatter_256;
    return scatter_128;
}
#else
Scatter best_scatter() { return scatter_128; }
#endif

void add_scatter(Matrix slab, OutMatrix out) {
    static const Scatter scatter = best_scatter();
    const size_t width = slab.shape(1);
    require(width % shrinkage::SCATTER_LANES == 0, "add_scatter: columns must be padded to whole vectors");
    require(out.shape(0) == width && out.shape(1) == width, "add_scatter: out must be (width, width)");
    nb::gil_scoped_release release;
    scatter(slab.data(), static_cast<ptrdiff_t>(slab.shape(0)), static_cast<ptrdiff_t>(width), out.data());
}

const double *data_or_null(const std::optional<Vector> &array) { return array ? array->data() : nullptr; }

void crosstab(Codes codes, Matrix slab, ptrdiff_t d, std::optional<Vector> weight, std::optional<Vector> root,
              Indices starts, Indices levels, OutMatrix second, OutVector first) {
    const size_t m = codes.shape(0), q = first.shape(0), blocks = starts.shape(0);
    require(slab.shape(0) >= m && d >= 0 && slab.shape(1) > static_cast<size_t>(d), "crosstab: the slab is too small");
    require((!weight || weight->shape(0) == m) && (!root || root->shape(0) == m), "crosstab: weight must be (m,)");
    require(codes.shape(1) == blocks && levels.shape(0) == blocks, "crosstab: codes, starts and levels differ in blocks");
    require(second.shape(0) == q && second.shape(1) == q && static_cast<size_t>(d) < q,
            "crosstab: second must be (q, q)");
    for (size_t b = 0; b < blocks; ++b)
        require(starts.data()[b] >= 0 && starts.data()[b] + levels.data()[b] < static_cast<int64_t>(q),
                "crosstab: a block lies outside the columns");
    shrinkage::OneHotRows in{codes.data(),
                             slab.data(),
                             data_or_null(weight),
                             data_or_null(root),
                             starts.data(),
                             static_cast<ptrdiff_t>(m),
                             static_cast<ptrdiff_t>(blocks),
                             d,
                             static_cast<ptrdiff_t>(slab.shape(1))};
    bool inside = true;
    {
        nb::gil_scoped_release release;
        for (size_t k = 0; k < m; ++k)
            for (size_t b = 0; b < blocks; ++b) inside &= in.codes[k * blocks + b] < levels.data()[b];
        if (inside) crosstab_clone(in, second.data(), first.data(), static_cast<ptrdiff_t>(q));
    }
    require(inside, "crosstab: a code is beyond the levels of its block");
}

template <class T, auto Fill>
void fill_slab(nb::ndarray<const T, nb::ndim<2>, nb::device::cpu> x, Vector shift, std::optional<Vector> weight,
               std::optional<Vector> root, OutMatrix slab, OutVector sum, OutVector minimum, OutVector maximum) {
    const size_t m = x.shape(0), p = x.shape(1);
    require(p <= 1 || x.stride(1) == 1, "fill_slab: columns must be contiguous within a row");
    require(slab.shape(0) >= m && slab.shape(1) >= p, "fill_slab: the slab is too small");
    require(shift.shape(0) == p && sum.shape(0) == p && minimum.shape(0) == p && maximum.shape(0) == p,
            "fill_slab: shift, sum, minimum and maximum must be (p,)");
    require((!weight || weight->shape(0) == m) && (!root || root->shape(0) == m), "fill_slab: weight must be (m,)");
    nb::gil_scoped_release release;
    Fill(x.data(), x.stride(0), static_cast<ptrdiff_t>(m), static_cast<ptrdiff_t>(p), shift.data(),
         data_or_null(weight), data_or_null(root), slab.data(), static_cast<ptrdiff_t>(slab.shape(1)),
         shrinkage::SlabSums{sum.data(), minimum.data(), maximum.data()});
}

}  // namespace

void bind_crosstab(nb::module_ &m) {
    m.def("add_scatter", &add_scatter, nb::arg("slab"), nb::arg("out"),
          "Adds slab'slab to out (width, width), upper triangle; the slab's columns are padded with zeros to 8s.");
    m.def("crosstab", &crosstab, nb::arg("codes"), nb::arg("slab"), nb::arg("d"), nb::arg("weight").none(),
          nb::arg("root").none(), nb::arg("starts"), nb::arg("levels"), nb::arg("second"), nb::arg("first"),
          "Adds the one-hot part of the sums of some rows to second (q, q, upper block triangle) and first (q,).");
    m.def("fill_slab", &fill_slab<double, fill_slab_f64>, nb::arg("x"), nb::arg("shift"), nb::arg("weight").none(),
          nb::arg("root").none(), nb::arg("slab"), nb::arg("sum"), nb::arg("minimum"), nb::arg("maximum"),
          "Copies rows, shifted and times root, into a slab of doubles; widens sum, minimum and maximum on the way.");
    m.def("fill_slab", &fill_slab<float, fill_slab_f32>, nb::arg("x"), nb::arg("shift"), nb::arg("weight").none(),
          nb::arg("root").none(), nb::arg("slab"), nb::arg("sum"), nb::arg("minimum"), nb::arg("maximum"));
}
