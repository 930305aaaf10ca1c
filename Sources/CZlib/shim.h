#ifndef SEGPLAN_CZLIB_SHIM_H
#define SEGPLAN_CZLIB_SHIM_H

#include <zlib.h>

/// `inflateInit2` is a macro, which Swift does not see.
///
/// 16 more than the window's bits ask for gzip's wrapper and its checksum (zlib.h, inflateInit2).
static inline int segplan_inflate_init_gzip(z_streamp stream) { return inflateInit2(stream, 15 + 16); }

#endif
