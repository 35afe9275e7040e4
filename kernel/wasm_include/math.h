// What the kernel asks of <math.h>, where there is no library.
#pragma once
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
