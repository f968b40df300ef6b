extension [String] {
    /// Calls `body` with the texts as C strings, which live until it returns.
    func withCStrings<Result>(_ body: ([UnsafePointer<CChar>]) -> Result) -> Result {
        var starts: [Int] = []
        var bytes: [CChar] = []
        for text in self {
            starts.append(bytes.count)
            bytes.append(contentsOf: text.utf8CString)
        }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return body([]) }
            return body(starts.map { base + $0 })
        }
    }
}
