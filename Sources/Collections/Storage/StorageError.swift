import Works

/// Why a place that keeps collections cannot be read or written. No case carries a secret.
public enum StorageError: Error, Sendable, Equatable {
    /// What was given is no place.
    case badPlace(text: String, reason: String)
    /// Nothing says who asks.
    case noCredentials(profile: String, reason: String)
    /// A setting of the environment, or of a file of settings, that cannot be used.
    case badSetting(name: String, reason: String)
    case bucketMissing(bucket: String)
    /// The bucket is elsewhere than the requests go.
    case otherRegion(bucket: String, region: String?)
    /// - code: the server's word for it.
    case accessDenied(place: String, code: String)
    case unreachable(endpoint: String, reason: String)
    /// The server answers, but not as was hoped.
    case refused(place: String, status: Int, reason: String)
    /// A name that cannot be kept, or must not be brought here.
    case nameNotAllowed(name: String, reason: String)
    /// Nothing of that name is there.
    case missing(place: String)
    /// What came has other bytes than its SHA-256 says.
    case damaged(place: String)
    /// A work that is being replaced by another while it is read or written.
    case beingReplaced(name: String)
    /// A file that changed while it was read.
    case changed(file: String)
    /// A local file that cannot be read.
    case cannotRead(file: String, reason: String)
    case cannotWrite(file: String, reason: String)
}

extension StorageError: WorkFailure {
    public var isBadInput: Bool {
        switch self {
        case .badPlace, .noCredentials, .badSetting, .bucketMissing, .otherRegion, .nameNotAllowed, .missing,
            .cannotRead:
            true
        case .accessDenied, .unreachable, .refused, .damaged, .beingReplaced, .changed, .cannotWrite: false
        }
    }

    /// `place: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .badPlace(let text, let reason):
            "\(text): \(reason). Give s3://bucket/prefix."
        case .noCredentials(let profile, let reason):
            "profile \"\(profile)\": \(reason). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE to a profile of "
                + "~/.aws/credentials that has them."
        case .badSetting(let name, let reason):
            "\(name): \(reason). Correct it, or unset it."
        case .bucketMissing(let bucket):
            "s3://\(bucket): there is no such bucket. Make it first, or correct its name or AWS_ENDPOINT_URL."
        case .otherRegion(let bucket, let region):
            "s3://\(bucket): the bucket lies in another region. Set AWS_REGION to \(region ?? "that of the bucket")."
        case .accessDenied(let place, let code):
            "\(place): access was denied (\(code)). \(Self.advice(code))"
        case .unreachable(let endpoint, let reason):
            "\(endpoint): cannot be reached: \(reason). Check the network, AWS_ENDPOINT_URL and AWS_REGION; the same command "
                + "goes on from there."
        case .refused(let place, let status, let reason):
            "\(place): the server answered \(status), \(reason). Try again later; if it stays, ask whoever runs it."
        case .nameNotAllowed(let name, let reason):
            "\(name): \(reason). Give it another name or place."
        case .missing(let place):
            "\(place): nothing is there. Correct the place, or push the collection first."
        case .damaged(let place):
            "\(place): came with other bytes than its SHA-256 says. Try again; if it stays, push it once more."
        case .beingReplaced(let name):
            "\(name): is being replaced by another build. Try again when that is done."
        case .changed(let file):
            "\(file): changed while it was read. Try again when nothing writes to it."
        case .cannotRead(let file, let reason):
            "\(file): cannot be read: \(reason). Check that it is there, and its permissions."
        case .cannotWrite(let file, let reason):
            "\(file): cannot be written: \(reason). Check the folder's permissions and the free space."
        }
    }

    /// What to do, by the server's word (S3's list of error codes).
    private static func advice(_ code: String) -> String {
        switch code {
        case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken":
            "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN: this server does not know them."
        case "ExpiredToken", "ExpiredTokenException":
            "The session's credentials are no longer valid: fetch new ones."
        case "RequestTimeTooSkewed":
            "Set this machine's clock."
        default:
            "Whoever owns the bucket has to allow s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject and "
                + "s3:AbortMultipartUpload there."
        }
    }
}
