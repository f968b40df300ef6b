import Foundation

/// Where requests go and who asks, from the environment and the profile that every S3 tool reads.
///
/// Web identities (Kubernetes service accounts), single sign-on and credential processes are not read: their own tools
/// write the three variables of credentials that are.
package struct S3Settings: Sendable, Equatable {
    package var credentials: S3Credentials
    package var region: String
    /// Nil for Amazon's own.
    package var endpoint: URL?
    /// Whether the bucket is the first part of the path, else the first part of the host.
    package var isPathStyle: Bool

    package init(credentials: S3Credentials, region: String, endpoint: URL?, isPathStyle: Bool? = nil) {
        self.credentials = credentials
        self.region = region
        self.endpoint = endpoint
        self.isPathStyle = isPathStyle ?? (endpoint != nil)
    }

    /// - Throws: `StorageError.noCredentials`, `.badSetting`.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(StorageError) {
        let environment = environment.filter { !$1.isEmpty }
        let profile = AWSProfile(environment: environment)
        let settings = profile.settings
        let keys =
            environment["AWS_ACCESS_KEY_ID"].map {
                ($0, environment["AWS_SECRET_ACCESS_KEY"], environment["AWS_SESSION_TOKEN"])
            }
            ?? settings["aws_access_key_id"].map {
                ($0, settings["aws_secret_access_key"], settings["aws_session_token"])
            }
        guard let keys, let secret = keys.1 else {
            throw .noCredentials(profile: profile.name, reason: Self.absence(profile, hasKey: keys != nil))
        }
        var endpoint: URL?
        if environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true" {
            let named = [
                ("AWS_ENDPOINT_URL_S3", environment["AWS_ENDPOINT_URL_S3"]),
                ("AWS_ENDPOINT_URL", environment["AWS_ENDPOINT_URL"]),
                ("endpoint_url", settings["endpoint_url"]),
            ]
            for case (let name, let text?) in named where endpoint == nil {
                endpoint = try Self.endpoint(text, from: name)
            }
        }
        let region =
            environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? settings["region"]
            // What S3 itself takes where nobody says: buckets elsewhere answer with their region.
            ?? "us-east-1"
        guard region.wholeMatch(of: /[a-z0-9-]{1,32}/) != nil else {
            throw .badSetting(name: "AWS_REGION", reason: "\"\(region)\" is no region")
        }
        self.init(
            credentials: S3Credentials(accessKey: keys.0, secretKey: secret, sessionToken: keys.2), region: region,
            endpoint: endpoint,
            isPathStyle: settings["s3.addressing_style"].flatMap { ["path": true, "virtual": false][$0] })
    }

    private static func endpoint(_ text: String, from name: String) throws(StorageError) -> URL {
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()), url.host() != nil,
            url.query() == nil, url.user() == nil
        else {
            // The text stays out: an address may carry a password.
            throw .badSetting(
                name: name, reason: "is no address such as https://s3.example.org or http://127.0.0.1:9000")
        }
        return url
    }

    private static func absence(_ profile: AWSProfile, hasKey: Bool) -> String {
        if hasKey { return "it has an access key without its secret" }
        guard profile.isThere else { return "there are no credentials" }
        let others = ["credential_process", "sso_session", "sso_start_url", "role_arn", "web_identity_token_file"]
        if let other = others.first(where: { profile.settings[$0] != nil }) {
            return "credentials by \(other) are not supported"
        }
        return "it has no aws_access_key_id"
    }
}
