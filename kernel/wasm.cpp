// The solver in the page: the kernel's own headers behind plain functions over one linear memory, built by
// `python web/build/kernel.py` for wasm32 without a library or an operating system.
//
// Memory is the page's: it calls `allocate` for each array it hands over, in any order, and `release` to forget all of
// them. Working memory of a call is taken above and given back. Addresses are multiples of 16; 0 means that there is no
// more memory.

// A page is mailed around, so that bytes count: nothing is inlined by force, and a pack is one register.
#define SHRINKAGE_INLINE inline
#define SHRINKAGE_PACK 16
#include "descent.hpp"
#include "newton.hpp"

using namespace shrinkage;

#define EXPORTED(name) extern "C" __attribute__((export_name(name)))

// Compilers may write these calls for loops and copies of their own; there is no library to have them from.
extern "C" void *memcpy(void *SHRINKAGE_RESTRICT to, const void *SHRINKAGE_RESTRICT from, size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) static_cast<char *>(to)[i] = static_cast<const char *>(from)[i];
    return to;
}

extern "C" void *memset(void *to, int byte, size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) static_cast<char *>(to)[i] = static_cast<char>(byte);
    return to;
}

extern "C" unsigned char __heap_base;  // the linker's: first byte after statics and stack

namespace {

constexpr size_t PAGE = 65536, ALIGNED = 16;

size_t first() { return (reinterpret_cast<size_t>(&__heap_base) + ALIGNED - 1) & ~(ALIGNED - 1); }

size_t top = 0;

void *take(size_t bytes) {
    if (top == 0) top = first();
    const size_t room = __builtin_wasm_memory_size(0) * PAGE, padded = (bytes + ALIGNED - 1) & ~(ALIGNED - 1);
    if (padded < bytes || padded > ~top) return nullptr;
    const size_t wanted = top + padded;
    if (wanted > room && __builtin_wasm_memory_grow(0, (wanted - room + PAGE - 1) / PAGE) == ~size_t(0)) return nullptr;
    void *const here = reinterpret_cast<void *>(top);
    top = wanted;
    return here;
}

// What is taken within a scope is given back at its end.
struct Scope {
    const size_t before = top;
    ~Scope() { top = before; }
};

}  // namespace

EXPORTED("allocate") void *allocate(size_t bytes) { return take(bytes); }

EXPORTED("release") void release() { top = first(); }

// Exact solutions along decreasing strengths lams (m), as trace() of newton.hpp: writes coefficients (m, p), outcomes
// and steps (m). False: out of memory.
EXPORTED("path")
bool path(Index p, const double *gram, const double *xty, double yy, Index m, const double *lams, double l1_ratio,
          const double *factors, bool positive, const double *start, double *coefficients, Index *outcomes,
          Index *steps) {
    const Scope scope;
    typedef ActiveSet<double> State;
    double *const numbers = static_cast<double *>(take(sizeof(double) * State::reals(size_t(p))));
    Index *const whole = static_cast<Index *>(take(sizeof(Index) * State::integers(size_t(p))));
    signed char *const signs = static_cast<signed char *>(take(size_t(p)));
    if (numbers == nullptr || whole == nullptr || signs == nullptr) return false;
    State state;
    state.place_in({gram, xty, yy, p, factors, positive}, numbers, whole, signs);
    state.start_from(start, m > 0 ? lams[0] * (1.0 - l1_ratio) : 0.0);
    trace(state, lams, m, l1_ratio, coefficients, outcomes, steps);
    return true;
}

// Coordinate descent at one strength, a sweep at a time: row i of coefficients (count, p) is w after sweep i + 1,
// and w (p) goes on from where it stands. The correlation c − Gw is made anew for each. False: out of memory.
EXPORTED("sweeps")
bool sweeps(Index p, const double *gram, const double *xty, double lambda, double l1_ratio, const double *factors,
            bool positive, double *w, Index count, double *coefficients) {
    const Scope scope;
    double *const g = static_cast<double *>(take(sizeof(double) * size_t(p)));
    if (g == nullptr) return false;
    const Strengths<double> at = {factors, lambda * l1_ratio, lambda * (1.0 - l1_ratio), positive};
    for (Index i = 0; i < count; ++i) {
        for (Index j = 0; j < p; ++j) g[j] = xty[j] - dot(gram + size_t(j) * size_t(p), w, p);
        sweep(gram, p, at, w, g);
        for (Index j = 0; j < p; ++j) coefficients[size_t(i) * size_t(p) + size_t(j)] = w[j];
    }
    return true;
}
