import Foundation
import Provenance

import struct Crypto.HMAC
import struct Crypto.SHA256
import struct Crypto.SymmetricKey

/// Signs requests as Amazon's services want them: Signature Version 4, in the `Authorization` header.
///
/// - SeeAlso: docs.aws.amazon.com, "Authenticating requests: using the Authorization header (AWS Signature Version 4)".
package struct SignatureV4: Sendable {
    private static let algorithm = "AWS4-HMAC-SHA256"

    package let credentials: S3Credentials
    package let region: String
    package let service: String

    package init(credentials: S3Credentials, region: String, service: String = "s3") {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// What is signed; every header that is given, `host` and `x-amz-date` among them.
    package struct Request: Sendable {
        package var method: String
        /// Percent-encoded once, as it is sent. S3 takes it as it is: `//` stays.
        package var path: String
        /// Not encoded; in any order.
        package var query: [(name: String, value: String)]
        package var headers: [String: String]
        /// Hexadecimal SHA-256 of the body.
        package var payload: String

        package init(
            method: String, path: String, query: [(name: String, value: String)] = [], headers: [String: String],
            payload: String
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.payload = payload
        }
    }

    /// The header's value.
    /// - Parameter time: `20130524T000000Z`, as `x-amz-date` has it.
    package func authorization(for request: Request, at time: String) -> String {
        let day = String(time.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = [Self.algorithm, time, scope, Digest(of: Data(request.canonical.utf8)).hexadecimal]
            .joined(separator: "\n")
        var key = Data("AWS4\(credentials.secretKey)".utf8)
        for part in [day, region, service, "aws4_request"] { key = Self.code(part, key: key) }
        let signature = Self.code(text, key: key).map { String(format: "%02x", $0) }.joined()
        return "\(Self.algorithm) Credential=\(credentials.accessKey)/\(scope), "
            + "SignedHeaders=\(request.signedHeaders), Signature=\(signature)"
    }

    private static func code(_ text: String, key: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key)))
    }

    /// `20130524T000000Z`
    package static func time(_ date: Date) -> String {
        CompactTime.text(of: date)
    }
}

extension SignatureV4.Request {
    /// The text that the signature vouches for.
    package var canonical: String {
        let lines = sortedHeaders.map { "\($0.name):\($0.value)\n" }.joined()
        return [method, path, queryText, lines, signedHeaders, payload].joined(separator: "\n")
    }

    /// Encoded and sorted: what is signed is what is sent.
    package var queryText: String {
        query.map { ($0.name.percentEncoded(), $0.value.percentEncoded()) }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }
            .joined(separator: "&")
    }

    package var signedHeaders: String { sortedHeaders.map(\.name).joined(separator: ";") }

    private var sortedHeaders: [(name: String, value: String)] {
        headers.map { name, value in
            (name: name.lowercased(), value: value.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }.sorted { $0.name < $1.name }
    }
}

extension String {
    /// As Signature Version 4 wants it: all but letters, digits and `-._~`, by the bytes of UTF-8.
    /// - Parameter kept: further characters that stay; a path's slashes.
    package func percentEncoded(keeping kept: String = "") -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~\(kept)".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        for byte in utf8 {
            if plain.contains(byte) {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// ISO 8601 without its marks, in UTC.
private enum CompactTime {
    static func text(of date: Date) -> String {
        var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return String(
            format: "%04d%02d%02dT%02d%02d%02dZ", Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday),
            Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec))
    }
}
