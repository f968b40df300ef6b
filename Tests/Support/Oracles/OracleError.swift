/// An oracle that did not answer.
package enum OracleError: Error, CustomStringConvertible {
    case failed(script: String, status: Int32, message: String)
    case notAnArray(file: String, reason: String)
    case noSuchArray(name: String, stage: String, known: [String])

    package var description: String {
        switch self {
        case .failed(let script, let status, let message):
            "\(script) ended with status \(status): \(message.suffix(4000))"
        case .notAnArray(let file, let reason):
            "\(file) is no array that tests can read: \(reason)"
        case .noSuchArray(let name, let stage, let known):
            "\(stage) gives no \(name); it gives \(known.joined(separator: ", "))"
        }
    }
}
