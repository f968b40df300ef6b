#ifndef LIKENESS_NATIVE_TIFF_H
#define LIKENESS_NATIVE_TIFF_H

#include <stdint.h>
#include <tiffio.h>

// TIFFSetField is variadic, which Swift cannot call: one function per type of value.
int native_tiff_set_u16(TIFF *tiff, uint32_t tag, uint16_t value);
int native_tiff_set_u32(TIFF *tiff, uint32_t tag, uint32_t value);
int native_tiff_set_double(TIFF *tiff, uint32_t tag, double value);
int native_tiff_set_string(TIFF *tiff, uint32_t tag, const char *value);
int native_tiff_set_bytes(TIFF *tiff, uint32_t tag, uint32_t count, const void *bytes);
/// TIFFOpen whose errors and warnings are not printed.
TIFF *native_tiff_open(const char *path, const char *mode);

/// Says that the fourth sample is alpha that the colours are not multiplied by.
int native_tiff_set_extra_alpha(TIFF *tiff);

/// Says that the next `count` directories are smaller versions of this one (TIFFTAG_SUBIFD).
int native_tiff_set_subdirectories(TIFF *tiff, uint16_t count);

/// Number `page` of `pages` (TIFFTAG_PAGENUMBER).
int native_tiff_set_page(TIFF *tiff, uint16_t page, uint16_t pages);

/// The text of a tag of the first directory, or NULL; it lives as long as the file is open.
const char *native_tiff_get_string(TIFF *tiff, uint32_t tag);

/// The bytes of a tag of the first directory, or NULL; they live as long as the file is open.
const void *native_tiff_get_bytes(TIFF *tiff, uint32_t tag, uint32_t *count);

#endif
