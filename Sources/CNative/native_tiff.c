#include "native_tiff.h"

int native_tiff_set_u16(TIFF *tiff, uint32_t tag, uint16_t value) { return TIFFSetField(tiff, tag, (int)value); }

int native_tiff_set_u32(TIFF *tiff, uint32_t tag, uint32_t value) { return TIFFSetField(tiff, tag, value); }

int native_tiff_set_double(TIFF *tiff, uint32_t tag, double value) { return TIFFSetField(tiff, tag, value); }

int native_tiff_set_string(TIFF *tiff, uint32_t tag, const char *value) { return TIFFSetField(tiff, tag, value); }

int native_tiff_set_bytes(TIFF *tiff, uint32_t tag, uint32_t count, const void *bytes) {
    return TIFFSetField(tiff, tag, count, bytes);
}
