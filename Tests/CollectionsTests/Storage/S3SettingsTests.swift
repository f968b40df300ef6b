import Collections
import Foundation
import Testing

@Suite struct S3SettingsTests {
    /// A home with the two files.
    private final class Home {
        let url = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")

        init(credentials: String, config: String) throws {
            let folder = url.appending(path: ".aws")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(credentials.utf8).write(to: folder.appending(path: "credentials"))
            try Data(config.utf8).write(to: folder.appending(path: "config"))
        }

        deinit { try? FileManager.default.removeItem(at: url) }
    }

    private let keys = ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "hidden", "HOME": "/nowhere"]

    @Test("the environment says who asks, and where")
    func environment() throws {
        let settings = try S3Settings(
            environment: keys.merging([
                "AWS_SESSION_TOKEN": "token", "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-west-1",
                "AWS_ENDPOINT_URL": "https://all.example.org", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9000/base/",
            ]) { $1 })
        #expect(
            settings.credentials == S3Credentials(accessKey: "KEY", secretKey: "hidden", sessionToken: "token"))
        #expect(settings.region == "eu-west-1")
        let address = S3Address(bucket: "studio", settings: settings)
        #expect(address.origin == "http://127.0.0.1:9000")
        #expect(address.path(of: "a b") == "/base/studio/a%20b")
    }

    @Test("Amazon's buckets are part of the host, unless a certificate would not cover them")
    func hosts() throws {
        let settings = try S3Settings(environment: keys.merging(["AWS_REGION": "eu-central-1"]) { $1 })
        let plain = S3Address(bucket: "studio", settings: settings)
        #expect(plain.origin + plain.path(of: "k") == "https://studio.s3.eu-central-1.amazonaws.com/k")
        let dotted = S3Address(bucket: "stu.dio", settings: settings)
        #expect(dotted.origin + dotted.path(of: "k") == "https://s3.eu-central-1.amazonaws.com/stu.dio/k")
    }

    @Test("profiles are read as the AWS command reads them, the environment's keys first")
    func profiles() throws {
        let home = try Home(
            credentials: "[default]\naws_access_key_id = D\naws_secret_access_key=ds\n\n; other\n[studio]\n"
                + "aws_access_key_id=S\naws_secret_access_key = ss\naws_session_token = st\n",
            config:
                "[default]\nregion=us-west-2\n[profile studio]\nregion = eu-north-1\nendpoint_url = https://s3.studio.example\n"
                + "s3 =\n  addressing_style = virtual\noutput = json\n[profile sso]\nsso_session = x\n")
        let environment = ["HOME": home.url.path]
        let usual = try S3Settings(environment: environment)
        #expect(usual.credentials == S3Credentials(accessKey: "D", secretKey: "ds"))
        #expect(usual.region == "us-west-2" && usual.endpoint == nil && !usual.isPathStyle)
        let studio = try S3Settings(environment: environment.merging(["AWS_PROFILE": "studio"]) { $1 })
        #expect(studio.credentials == S3Credentials(accessKey: "S", secretKey: "ss", sessionToken: "st"))
        #expect(studio.region == "eu-north-1" && studio.endpoint?.absoluteString == "https://s3.studio.example")
        #expect(S3Address(bucket: "b", settings: studio).host == "b.s3.studio.example")
        let both = try S3Settings(environment: environment.merging(keys) { old, new in new == "/nowhere" ? old : new })
        #expect(both.credentials.accessKey == "KEY")
        #expect(
            throws: StorageError.noCredentials(profile: "sso", reason: "credentials by sso_session are not supported")
        ) {
            try S3Settings(environment: environment.merging(["AWS_PROFILE": "sso"]) { $1 })
        }
    }

    @Test("what is missing or wrong is named, without a secret")
    func complaints() throws {
        #expect(throws: StorageError.noCredentials(profile: "default", reason: "there are no credentials")) {
            try S3Settings(environment: ["HOME": "/nowhere"])
        }
        let error = #expect(throws: StorageError.self) {
            try S3Settings(environment: keys.merging(["AWS_ENDPOINT_URL": "https://me:hidden@example.org"]) { $1 })
        }
        let words = try #require(error?.description)
        #expect(words.hasPrefix("AWS_ENDPOINT_URL: ") && !words.contains("hidden"))
        let settings = try S3Settings(environment: keys)
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] { #expect(!text.contains("hidden")) }
    }

    @Test(
        "places are read strictly",
        arguments: [
            ("s3://studio", "", true), ("s3://studio/", "", true), ("s3://studio/a/b/", "a/b", true),
            ("s3://studio/a//b", "", false), ("s3://studio/../b", "", false), ("s3://", "", false),
            ("s3://s/x", "", false),
            ("http://studio/a", "", false),
        ])
    func places(text: String, prefix: String, isGood: Bool) throws {
        if isGood {
            #expect(try StoragePlace(text).prefix == prefix)
        } else {
            #expect(throws: StorageError.self) { try StoragePlace(text) }
        }
    }
}
