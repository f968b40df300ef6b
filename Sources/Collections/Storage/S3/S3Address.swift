import Foundation

/// Where a bucket's requests go.
package struct S3Address: Sendable, Equatable {
    /// `http://127.0.0.1:9000`, without a slash at its end.
    package let origin: String
    /// As requests send it.
    package let host: String
    /// What stands before the key, `/` at its end; encoded.
    package let path: String

    package init(bucket: String, settings: S3Settings) {
        let endpoint = settings.endpoint
        let domain = settings.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let scheme = endpoint?.scheme?.lowercased() ?? "https"
        // A certificate for *.s3.… does not cover names with dots.
        let isPathStyle = settings.isPathStyle || (bucket.contains(".") && scheme == "https")
        var host = endpoint?.host(percentEncoded: true) ?? "s3.\(settings.region).\(domain)"
        if host.contains(":"), !host.hasPrefix("[") { host = "[\(host)]" }
        if !isPathStyle { host = "\(bucket).\(host)" }
        if let port = endpoint?.port, port != (scheme == "https" ? 443 : 80) { host += ":\(port)" }
        var base = endpoint?.path(percentEncoded: true) ?? ""
        while base.hasSuffix("/") { base.removeLast() }
        self.host = host
        origin = "\(scheme)://\(host)"
        path = base + (isPathStyle ? "/\(bucket)/" : "/")
    }

    /// The path of a key; of the bucket where there is none.
    package func path(of key: String?) -> String {
        path + (key?.percentEncoded(keeping: "/") ?? "")
    }
}
