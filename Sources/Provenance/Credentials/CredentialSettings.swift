import CNative
import Foundation

/// What the C2PA library is told before it signs or reads.
struct CredentialSettings {
    /// PEM certificates that make a signature `Trusted`.
    var anchors: String?
    /// The one service that may be asked, when signing.
    var timeStamps: URL?
    /// Whether hashes and signatures are checked when reading; off only to list what a file carries.
    var checksOnReading = true

    /// Purposes that a signer's certificate may have: without the list the library takes e-mail protection alone.
    /// E-mail protection, document signing (RFC 9336), C2PA claim signing, and the time-stamping of time stamps.
    static let purposes = [
        "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.8",
    ]

    /// Megabytes of a picture that the library keeps in memory beside it; larger ones go through a temporary file. Its
    /// own limit, 512, would let a print-size master take more memory here than while it was made.
    private static let mostInMemory = 32

    /// The one host, with its port if the address has one.
    private var hosts: [String] {
        guard let timeStamps, let host = timeStamps.host() else { return [] }
        return [timeStamps.port.map { "\(host):\($0)" } ?? host]
    }

    var json: JSONValue {
        var trust: [String: JSONValue] = ["trust_config": .string(Self.purposes.joined(separator: "\n"))]
        if let anchors { trust["user_anchors"] = .string(anchors) }
        let off = JSONValue.object(["enabled": .bool(false)])
        return .object([
            "version": .number(1),
            "verify": .object([
                // Ours is the second reading: it sees the file as others will.
                "verify_after_sign": .bool(false),
                "verify_after_reading": .bool(checksOnReading),
                "verify_trust": .bool(true),
                "ocsp_fetch": .bool(false),
                "remote_manifest_fetch": .bool(false),
            ]),
            "builder": .object([
                "thumbnail": off,
                // What is not in our manifest was not done.
                "actions": .object([
                    "auto_created_action": off, "auto_opened_action": off, "auto_placed_action": off,
                ]),
            ]),
            "core": .object([
                "allowed_network_hosts": .array(hosts.map { .string($0) }),
                "backing_store_memory_threshold_in_mb": JSONValue(Self.mostInMemory),
            ]),
            "trust": .object(trust),
        ])
    }
}

extension CredentialLibrary {
    /// A context with `settings`, for work on `file`.
    func context(_ settings: CredentialSettings, for file: URL) throws(CredentialError) -> CredentialHandle {
        let step = "take its settings"
        let values = try handle(functions.settings_new(), for: file, to: step)
        try check(
            functions.settings_update_from_string(values.pointer, settings.json.text(.compact), "json"), for: file,
            to: step)
        let builder = try handle(functions.context_builder_new(), for: file, to: step)
        try check(functions.context_builder_set_settings(builder.pointer, values.pointer), for: file, to: step)
        if settings.timeStamps == nil {
            let resolver = try handle(functions.http_resolver_create(nil, native_c2pa_refuse), for: file, to: step)
            try check(
                functions.context_builder_set_http_resolver(builder.pointer, resolver.taken()), for: file, to: step)
        }
        return try handle(functions.context_builder_build(builder.taken()), for: file, to: step)
    }
}
