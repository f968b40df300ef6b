import Foundation
import Provenance
import Yams

/// Reads YAML as JSON with comments: one document, texts as keys, the core schema of YAML 1.2 (so that `no` is a text
/// and a country), no key twice, and nothing that stands in two places at once.
package struct YAMLReader {
    /// What is wrong with a text, and in which line.
    package struct Failure: Error, CustomStringConvertible {
        var line: Int?
        var problem: String

        package var description: String { line.map { "line \($0): \(problem)" } ?? problem }
    }

    /// As for JSON.
    private static let deepest = 64

    package static func value(of bytes: [UInt8]) throws(Failure) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(problem: "is not UTF-8") }
        let parser: Parser
        let root: Node?
        do {
            // Yams resolves words as YAML 1.1 does; YAMLScalar does it for us.
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw failure(error)
        }
        guard let root else { throw Failure(problem: "is empty") }
        // Nodes hold their anchors weakly; the parser holds them.
        return try withExtendedLifetime(parser) { () throws(Failure) in try YAMLReader().value(root, depth: 0) }
    }

    private func value(_ node: Node, depth: Int) throws(Failure) -> JSONValue {
        guard depth <= Self.deepest else { throw Failure(line: node.mark?.line, problem: "is nested too deeply") }
        if let anchor = node.anchor {
            throw Failure(
                line: node.mark?.line,
                problem: "anchors (&\(anchor.rawValue)) and what points to them are not read; write the value out")
        }
        switch node {
        case .scalar(let scalar): return try Self.value(scalar)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            elements.reserveCapacity(sequence.count)
            for element in sequence { elements.append(try value(element, depth: depth + 1)) }
            return .array(elements)
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, member) in mapping {
                let name = try self.key(key)
                guard members.updateValue(try value(member, depth: depth + 1), forKey: name) == nil else {
                    throw Self.twice(name, line: key.mark?.line)
                }
            }
            return .object(members)
        case .alias(let alias):
            throw Failure(line: alias.mark?.line, problem: "aliases are not read; write the value out")
        }
    }

    /// Keys are texts however they look: `17:` is the key "17".
    private func key(_ node: Node) throws(Failure) -> String {
        guard case .scalar(let scalar) = node, scalar.anchor == nil else {
            throw Failure(line: node.mark?.line, problem: "a key must be a text")
        }
        return scalar.string
    }

    private static func value(_ scalar: Node.Scalar) throws(Failure) -> JSONValue {
        switch scalar.tag.rawValue {
        case "": return YAMLScalar.value(of: scalar.string)
        // What stands in quotes has it, too.
        case "!", "tag:yaml.org,2002:str": return .string(scalar.string)
        case let tag:
            let short = tag.replacing("tag:yaml.org,2002:", with: "!!")
            throw Failure(line: scalar.mark?.line, problem: "the tag \(short) is not read; leave it out")
        }
    }

    private static func twice(_ key: String, line: Int?) -> Failure {
        Failure(line: line, problem: "the key \"\(key)\" stands there twice; keep one of the two")
    }

    private static func failure(_ error: any Error) -> Failure {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            Failure(line: mark.line, problem: [problem, context?.text].compactMap { $0 }.joined(separator: " "))
        case .composer(let context, let problem, let mark, _):
            Failure(line: mark.line, problem: [context?.text, problem].compactMap { $0 }.joined(separator: " "))
        case .duplicatedKeysInMapping(let keys, let context):
            twice(keys.first ?? "", line: context.mark.line)
        case .reader(let problem, let offset, _, let text):
            Failure(line: offset.map { line(of: $0, in: text) }, problem: problem)
        default: Failure(problem: "is no YAML")
        }
    }

    private static func line(of offset: Int, in text: String) -> Int {
        text.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
    }
}
