import Foundation
import Provenance
import Raster
import Works

/// An authority of the tests' own, made once a run: nobody's home is touched.
package enum TestCredentials {
    package static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-tests-\(getpid())/credentials")
        do {
            _ = try CredentialAuthority.create(
                in: folder, organization: "Tests", signer: "Test signer", from: Date())
        } catch {
            preconditionFailure("no credentials could be made: \(error)")
        }
        atexit {
            try? FileManager.default.removeItem(at: TestCredentials.folder.deletingLastPathComponent())
        }
        return folder
    }()

    package static var root: URL { CredentialAuthority(in: folder).root }
}

/// Gives every picture the same score.
package struct FixedScorer: ContentScorer {
    package var score: Float = 0.01

    package init(score: Float = 0.01) { self.score = score }

    package var name: String { "fixed" }

    package func score(of photograph: Photograph) throws -> Float { score }
}
