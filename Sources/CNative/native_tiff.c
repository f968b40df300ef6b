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

int native_tiff_set_subdirectories(TIFF *tiff, uint16_t count) {
    // The offsets are filled in as the directories are written.
    const uint64_t offsets[32] = {0};
    return count <= 32 && TIFFSetField(tiff, TIFFTAG_SUBIFD, count, offsets);
}

int native_tiff_set_page(TIFF *tiff, uint16_t page, uint16_t pages) {
    return TIFFSetField(tiff, TIFFTAG_PAGENUMBER, page, pages);
}

const char *native_tiff_get_string(TIFF *tiff, uint32_t tag) {
    const char *text = NULL;
    return TIFFGetField(tiff, tag, &text) ? text : NULL;
}

const void *native_tiff_get_bytes(TIFF *tiff, uint32_t tag, uint32_t *count) {
    const void *bytes = NULL;
    return TIFFGetField(tiff, tag, count, &bytes) ? bytes : NULL;
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
