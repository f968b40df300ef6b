import Collections
import Foundation
import Oracles
import Testing

@Suite struct SignatureV4Tests {
    private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// The examples of docs.aws.amazon.com, "Signature Calculations for the Authorization Header: Transferring Payload in
    /// a Single Chunk".
    @Test(
        "requests are signed as in Amazon's examples for S3",
        arguments: [
            (
                "GET", "/test.txt", [:], ["range": "bytes=0-9"], empty,
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
            ),
            (
                "PUT", "/test%24file.text", [:],
                ["date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"],
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
            ),
            (
                "GET", "/", ["lifecycle": ""], [:], empty,
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
            ),
            (
                "GET", "/", ["max-keys": "2", "prefix": "J"], [:], empty,
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
            ),
        ] as [(String, String, [String: String], [String: String], String, String)])
    func examples(
        method: String, path: String, query: [String: String], headers: [String: String], payload: String,
        signature: String
    ) {
        let signer = SignatureV4(
            credentials: S3Credentials(
                accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1")
        let all = headers.merging([
            "host": "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z", "x-amz-content-sha256": payload,
        ]) { $1 }
        let request = SignatureV4.Request(
            method: method, path: path, query: query.map { (name: $0.key, value: $0.value) }, headers: all,
            payload: payload)
        #expect(signer.authorization(for: request, at: "20130524T000000Z").hasSuffix("Signature=\(signature)"))
    }

    /// `get-vanilla` and its neighbours of Amazon's aws-sig-v4-test-suite.
    @Test(
        "requests are signed as in Amazon's test suite",
        arguments: [
            ([], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            (
                [("Param2", "value2"), ("Param1", "value1")],
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
            ),
        ] as [([(String, String)], String)])
    func suite(query: [(String, String)], signature: String) {
        let signer = SignatureV4(
            credentials: S3Credentials(
                accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1", service: "service")
        let request = SignatureV4.Request(
            method: "GET", path: "/", query: query.map { (name: $0.0, value: $0.1) },
            headers: ["Host": "example.amazonaws.com", "X-Amz-Date": "20150830T123600Z"], payload: Self.empty)
        #expect(signer.authorization(for: request, at: "20150830T123600Z").hasSuffix("Signature=\(signature)"))
    }

    private struct Sent: Decodable {
        var method: String
        var url: URL
        var headers: [String: String]
    }

    @Test(
        "odd names are sent and signed as botocore does",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func botocore() async throws {
        let keys = [
            "plain.txt", "a b/ü+~.txt", "x//y", "q?&=#%41é'()*!.json", "works/0001/work.json", "日本/𝄞.png", "a%2Fb",
            "@:$,;[]{}|^`\"<>\\",
        ]
        let text = try await Oracle.run(
            script: "s3_signatures.py", arguments: [], stdin: Data((keys.joined(separator: "\n") + "\n").utf8))
        let sent = try text.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Sent.self, from: $0) }
        try #require(sent.count == keys.count * 2)
        let credentials = S3Credentials(
            accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            sessionToken: "a/token+of=session")
        let settings = S3Settings(
            credentials: credentials, region: "eu-west-1", endpoint: URL(string: "http://127.0.0.1:9000"))
        let address = S3Address(bucket: "studio", settings: settings)
        for (index, theirs) in sent.enumerated() {
            let key = keys[index / 2]
            let isList = index % 2 == 1
            let path = isList ? "/studio" : address.path(of: key)
            #expect(theirs.url.path(percentEncoded: true) == path)
            let time = try #require(theirs.headers["x-amz-date"])
            let authorization = try #require(theirs.headers["authorization"])
            let match = try #require(authorization.firstMatch(of: /SignedHeaders=([^,]+)/))
            var headers = theirs.headers.merging(["host": "127.0.0.1:9000"]) { $1 }
            let signed = Set(match.1.split(separator: ";").map(String.init))
            headers = headers.filter { signed.contains($0.key) }
            let query =
                isList
                ? [("list-type", "2"), ("prefix", key), ("max-keys", "7"), ("encoding-type", "url")] : []
            let request = SignatureV4.Request(
                method: theirs.method, path: path, query: query.map { (name: $0.0, value: $0.1) }, headers: headers,
                payload: try #require(theirs.headers["x-amz-content-sha256"]))
            let ours = SignatureV4(credentials: credentials, region: "eu-west-1").authorization(for: request, at: time)
            #expect(ours == authorization, "\(key)")
        }
    }
}
