#pragma STDC FP_CONTRACT OFF
#include "kernels_label.h"

KERNEL_CLONES
void kernel_lay_label(float *light, const uint8_t *plate, const uint8_t *letters, const float luminance[3], float dim,
                      float ceiling, size_t pixels, size_t channels) {
    for (size_t i = 0; i < pixels; i++) {
        float *pixel = &light[i * channels];
        const float under = (float)plate[i] / 255.0f, over = (float)letters[i] / 255.0f;
        const float y = pixel[0] * luminance[0] + pixel[1] * luminance[1] + pixel[2] * luminance[2];
        const float gain = y * dim > ceiling ? ceiling / y : dim;
        const float kept = 1.0f - under + gain * under;
        for (size_t c = 0; c < 3; c++) {
            const float dark = pixel[c] * kept;
            pixel[c] = dark + (1.0f - dark) * over;
        }
        if (channels == 4) {
            const float covered = under > over ? under : over;
            pixel[3] = pixel[3] + (1.0f - pixel[3]) * covered;
        }
    }
}
