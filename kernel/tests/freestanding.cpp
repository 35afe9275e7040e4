// The Gram kernels as a machine without a library sees them: must compile with -ffreestanding -nostdlib and ask the
// linker for nothing but the memory functions that compilers emit by themselves.
#include "../descent.hpp"
#include "../knots.hpp"
#include "../newton.hpp"

using namespace shrinkage;

extern "C" void trace_double(ActiveSet<double> *state, const double *lams, Index m, double l1_ratio, double *w,
                             Index *outcomes, Index *steps) {
    trace(*state, lams, m, l1_ratio, w, outcomes, steps);
}

extern "C" void trace_float(ActiveSet<float> *state, const float *lams, Index m, float l1_ratio, float *w,
                            Index *outcomes, Index *steps) {
    trace(*state, lams, m, l1_ratio, w, outcomes, steps);
}

extern "C" void place_double(ActiveSet<double> *state, const Problem<double> *given, double *numbers, Index *whole,
                             signed char *signs, const double *start, double first_l2) {
    state->place_in(*given, numbers, whole, signs);
    state->start_from(start, first_l2);
}

extern "C" Index descend_double(const double *gram, Index p, const Strengths<double> *at, double *w, double *g,
                                double tolerance, Index most) {
    return descend(gram, p, *at, w, g, tolerance, most);
}

extern "C" bool start_knots(Knots<double> *state, double top, double weakest) { return state->start(top, weakest); }
extern "C" void depart_knots(Knots<double> *state) { state->depart(); }
extern "C" bool travel_knots(Knots<double> *state) { return state->travel(); }
extern "C" bool travel_float(Knots<float> *state) { return state->travel(); }
