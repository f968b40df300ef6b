import CNative

/// The card that CUDA takes unless `CUDA_VISIBLE_DEVICES` names another.
enum CUDACard {
    /// As NVIDIA's driver calls it (`NVIDIA H100 80GB HBM3`); nil where there is no driver or no card.
    static var name: String? {
        var text = [CChar](repeating: 0, count: 256)
        guard native_cuda_card(&text, text.count) else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
