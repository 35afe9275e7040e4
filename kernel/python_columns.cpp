#include <nanobind/nanobind.h>

namespace nb = nanobind;

void bind_columns(nb::module_ &) {}
