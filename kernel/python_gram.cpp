#include <nanobind/nanobind.h>

namespace nb = nanobind;

void bind_gram(nb::module_ &) {}
