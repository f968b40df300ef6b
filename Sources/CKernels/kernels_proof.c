#pragma STDC FP_CONTRACT OFF
#include "kernels_proof.h"

KERNEL_CLONES
size_t kernel_count_beyond(const uint16_t *codes, const float *cube, size_t side, float limit, const uint16_t *mark,
                           uint16_t *out, size_t pixels, size_t channels) {
    const float scale = (float)(side - 1) / 65535.0f;
    const size_t across[3] = {side * side * 3, side * 3, 3};
    size_t count = 0;
    for (size_t i = 0; i < pixels; i++) {
        const uint16_t *code = codes + i * channels;
        const float *at = cube;
        float part[3];
        for (size_t c = 0; c < 3; c++) {
            const float place = (float)code[c] * scale;
            size_t node = (size_t)place;
            if (node > side - 2) { node = side - 2; }
            part[c] = place - (float)node;
            at += node * across[c];
        }
        float square = 0;
        for (size_t k = 0; k < 3; k++) {
            float ends[2];
            for (size_t r = 0; r < 2; r++) {
                const float *near = at + r * across[0] + k, *far = near + across[1];
                const float low = near[0] + (near[3] - near[0]) * part[2];
                const float high = far[0] + (far[3] - far[0]) * part[2];
                ends[r] = low + (high - low) * part[1];
            }
            const float loss = ends[0] + (ends[1] - ends[0]) * part[0];
            square += loss * loss;
        }
        if (!(square > limit * limit)) { continue; }
        count++;
        if (mark) {
            for (size_t c = 0; c < 3; c++) { out[i * channels + c] = mark[c]; }
        }
    }
    return count;
}
