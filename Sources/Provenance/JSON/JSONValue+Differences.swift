extension JSONValue {
    /// A place where two values differ; nil where one of them has nothing.
    package struct Difference: Sendable, Equatable {
        package var path: JSONPath
        package var expected: JSONValue?
        package var found: JSONValue?
    }

    /// Where `other` differs from this value, in the order of the keys; the depth of both is bounded by their reader.
    package func differences(to other: JSONValue, at path: JSONPath = .root) -> [Difference] {
        switch (self, other) {
        case (.object(let members), .object(let others)):
            Set(members.keys).union(others.keys).sorted().flatMap { key -> [Difference] in
                let place = path.key(key)
                guard let expected = members[key], let found = others[key] else {
                    return [Difference(path: place, expected: members[key], found: others[key])]
                }
                return expected.differences(to: found, at: place)
            }
        case (.array(let elements), .array(let others)) where elements.count == others.count:
            elements.indices.flatMap { elements[$0].differences(to: others[$0], at: path.index($0)) }
        default: self == other ? [] : [Difference(path: path, expected: self, found: other)]
        }
    }
}
