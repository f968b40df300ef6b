#include "native_tiff.h"

#include <stdarg.h>

int native_tiff_set_u16(TIFF *tiff, uint32_t tag, uint16_t value) { return TIFFSetField(tiff, tag, (int)value); }

int native_tiff_set_u32(TIFF *tiff, uint32_t tag, uint32_t value) { return TIFFSetField(tiff, tag, value); }

int native_tiff_set_double(TIFF *tiff, uint32_t tag, double value) { return TIFFSetField(tiff, tag, value); }

int native_tiff_set_string(TIFF *tiff, uint32_t tag, const char *value) { return TIFFSetField(tiff, tag, value); }

int native_tiff_set_bytes(TIFF *tiff, uint32_t tag, uint32_t count, const void *bytes) {
    return TIFFSetField(tiff, tag, count, bytes);
}

int native_tiff_set_extra_alpha(TIFF *tiff) {
    const uint16_t kind = EXTRASAMPLE_UNASSALPHA;
    return TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
}

static int keep_quiet(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    (void)tiff, (void)user, (void)module, (void)format, (void)arguments;
    return 1;
}

TIFF *native_tiff_open(const char *path, const char *mode) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) { return NULL; }
    TIFFOpenOptionsSetErrorHandlerExtR(options, keep_quiet, NULL);
    TIFFOpenOptionsSetWarningHandlerExtR(options, keep_quiet, NULL);
    TIFF *tiff = TIFFOpenExt(path, mode, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}
