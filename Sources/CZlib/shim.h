#ifndef GRADUS_CZLIB_SHIM_H
#define GRADUS_CZLIB_SHIM_H
#include <zlib.h>
#endif
