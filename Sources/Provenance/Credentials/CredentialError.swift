/// Why credentials were not made, signed or read. `file` is always a file's name, never its path.
public enum CredentialError: Error, Sendable, Equatable {
    case libraryNotFound(place: String)
    case libraryUnusable(file: String, reason: String)
    case unreadable(file: String, reason: String)
    case cannotWrite(file: String, reason: String)
    /// The picture's format carries no credentials here.
    case unknownFormat(file: String)
    case badCertificate(file: String, problem: String)
    case badKey(file: String, problem: String)
    /// The private key does not belong to the first certificate of the chain.
    case keyOfAnother(key: String, certificates: String)
    case signingCommandFailed(command: String, reason: String)
    case badTimeStampURL(url: String)
    /// The time-stamping service did not answer, or not with a time stamp.
    case timeStampRefused(url: String, reason: String)
    case badManifest(ManifestError)
    /// The C2PA library refused; `reason` is its own text.
    case libraryFailed(file: String, step: String, reason: String)
    /// What was signed does not stand its own check; nothing was written.
    case signatureNotSound(file: String, codes: [String])
    /// A field of the authority's names or dates.
    case badAuthority(field: String, problem: String)
    /// A file of an authority is there already; keys are never written over.
    case authorityExists(file: String)
    case folderNotPrivate(folder: String)
}

extension CredentialError {
    /// Whether asking otherwise mends it; else something failed on the way.
    public var isBadInput: Bool {
        switch self {
        case .cannotWrite, .libraryFailed, .signatureNotSound, .signingCommandFailed, .timeStampRefused: false
        default: true
        }
    }
}

extension CredentialError: CustomStringConvertible {
    /// `file: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .libraryNotFound(let place):
            "The C2PA library is not in \(place). Run ./Scripts/setup.sh, or say with LIKENESS_C2PA where it is."
        case .libraryUnusable(let file, let reason):
            "\(file): the C2PA library cannot be used: \(reason). Run the set-up script again."
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason). Check the path and its permissions."
        case .cannotWrite(let file, let reason):
            "\(file): cannot be written: \(reason). Check the folder's permissions and the free space."
        case .unknownFormat(let file):
            "\(file): carries no credentials in this format. Give TIFF, PNG, WebP, JPEG, AVIF or HEIC."
        case .badCertificate(let file, let problem):
            "\(file): \(problem). Get a certificate for signing, or make one with `credentials init`."
        case .badKey(let file, let problem):
            "\(file): \(problem). Give the private key of the certificate as unencrypted PEM."
        case .keyOfAnother(let key, let certificates):
            "\(key): is not the key of the first certificate in \(certificates). Give the two that belong together."
        case .signingCommandFailed(let command, let reason):
            "\(command): did not sign: \(reason). Run it by hand with some bytes on its standard input."
        case .timeStampRefused(let url, let reason):
            "\(url): gave no time stamp: \(reason). Try again later, or sign without --timestamp-url."
        case .badTimeStampURL(let url):
            "\(url): is no address of a time-stamping service. Give one that begins with http:// or https://."
        case .badManifest(let error):
            error.description
        case .libraryFailed(let file, let step, let reason):
            "\(file): the C2PA library could not \(step): \(reason)."
        case .signatureNotSound(let file, let codes):
            "\(file): was signed, but the result does not stand its check (\(codes.joined(separator: ", "))). "
                + "The file was left as it was."
        case .badAuthority(let field, let problem):
            "\(field): \(problem)."
        case .authorityExists(let file):
            "\(file): is there already. Keys are never written over: choose another folder."
        case .folderNotPrivate(let folder):
            "\(folder): may be opened by others. Take their rights away (chmod 700), or choose another folder."
        }
    }
}
