// NumPy arrays that own what C++ filled.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <memory>

namespace nb = nanobind;

namespace shrinkage {

template <class T> nb::object owned(std::unique_ptr<T[]> cells, size_t size) {
    T *start = cells.release();
    nb::capsule owner(start, [](void *p) noexcept { delete[] static_cast<T *>(p); });
    return nb::cast(nb::ndarray<nb::numpy, T, nb::ndim<1>>(start, {size}, owner));
}

}  // namespace shrinkage
