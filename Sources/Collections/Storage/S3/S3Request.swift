import Foundation
import Provenance

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A request to a bucket, before anybody signed it.
struct S3Request: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"
    }

    var method: Method
    /// Nil for the bucket itself.
    var key: String?
    var query: [(name: String, value: String)] = []
    var headers: [String: String] = [:]
    var body: Data?

    init(_ method: Method, _ key: String?) {
        self.method = method
        self.key = key
    }
}

extension S3Request {
    /// The request as it is sent, signed for this moment.
    func signed(for address: S3Address, by settings: S3Settings, at date: Date) -> URLRequest? {
        let time = SignatureV4.time(date)
        let payload = Digest(of: body ?? Data()).hexadecimal
        var signed = headers
        signed["host"] = address.host
        signed["x-amz-date"] = time
        signed["x-amz-content-sha256"] = payload
        if let token = settings.credentials.sessionToken { signed["x-amz-security-token"] = token }
        let plain = SignatureV4.Request(
            method: method.rawValue, path: address.path(of: key), query: query, headers: signed, payload: payload)
        let text = address.origin + plain.path + (query.isEmpty ? "" : "?" + plain.queryText)
        guard let url = URL(string: text), url.absoluteString == text else { return nil }
        var request = URLRequest(url: url)
        request.httpMethod = method.rawValue
        signed["host"] = nil
        signed["authorization"] = SignatureV4(credentials: settings.credentials, region: settings.region)
            .authorization(for: plain, at: time)
        // Not signed: proxies may change them.
        signed["accept-encoding"] = "identity"
        signed["user-agent"] = "likeness"
        for (name, value) in signed { request.setValue(value, forHTTPHeaderField: name) }
        return request
    }
}
