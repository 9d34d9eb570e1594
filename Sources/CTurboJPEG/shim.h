#ifndef GRADUS_CTURBOJPEG_SHIM_H
#define GRADUS_CTURBOJPEG_SHIM_H
#include <turbojpeg.h>
#endif
