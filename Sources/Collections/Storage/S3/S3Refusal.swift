import Foundation
import Inference

/// Why a server did not do what was asked.
struct S3Refusal {
    private let status: Int
    /// The server's word, such as `NoSuchBucket`.
    private let code: String
    private let message: String?
    private let region: String?

    /// - Returns: nil for an answer that is none.
    init?(_ answer: S3Answer, to method: S3Request.Method) {
        // Long calls begin their answer with 200 and may fail after that; an object's own text is none of ours.
        let root = answer.status >= 300 || method == .post ? XMLNode(answer.body) : nil
        let error = root?.name == "Error" ? root : nil
        guard error != nil || !(200..<300).contains(answer.status) else { return nil }
        // An error within an answer of 200 is of the server's making.
        status = answer.status < 300 ? 500 : answer.status
        code = error?.text("Code").map(Self.tidied) ?? "HTTP \(answer.status)"
        message = error?.text("Message").map(Self.tidied)
        region = (answer.headers["x-amz-bucket-region"] ?? error?.text("Region")).map(Self.tidied)
    }

    /// Whether the same request may be answered otherwise a moment later.
    var isPassing: Bool {
        HTTPTransfer.isPassing(status) && status != 501
            || ["RequestTimeout", "SlowDown", "InternalError"].contains(code)
    }

    func error(place: String, bucket: String) -> StorageError {
        switch (status, code) {
        case (_, "NoSuchBucket"): .bucketMissing(bucket: bucket)
        case (301, _), (307, _), (_, "AuthorizationHeaderMalformed"), (_, "PermanentRedirect"):
            .otherRegion(bucket: bucket, region: region)
        case (401, _), (403, _), (_, "ExpiredToken"), (_, "InvalidToken"): .accessDenied(place: place, code: code)
        case (404, _): .missing(place: place)
        default:
            .refused(place: place, status: status, reason: [code, message].compactMap(\.self).joined(separator: ": "))
        }
    }

    /// A server's words, fit for a terminal and a log.
    private static func tidied(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(200).map(Character.init))
            .trimmingCharacters(in: .whitespaces.union(CharacterSet(charactersIn: ".")))
    }
}
