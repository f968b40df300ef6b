import Foundation

extension JSONValue {
    /// Any value's JSON form, keys in snake case.
    public init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        self = try JSONReader.value(of: Array(encoder.encode(value)))
    }
}
