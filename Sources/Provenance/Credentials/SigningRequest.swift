import CNative
import Foundation
import Synchronization

/// What the library's callback finds when it asks for a signature by a command. The library keeps a bare pointer to
/// it: whoever signs holds it until the library is done.
final class SigningRequest: Sendable {
    private let command: SigningCommand
    private let key: VerificationKey
    private let kept = Mutex<CredentialError?>(nil)

    /// Why no signature was given: the library itself only says that there is none.
    var failure: CredentialError? { kept.withLock { $0 } }

    init(_ command: SigningCommand, key: VerificationKey) {
        self.command = command
        self.key = key
    }

    /// The C function that the library calls with a pointer to a request.
    static let callback: native_c2pa_sign = { context, bytes, length, signature, capacity in
        let request = Unmanaged<SigningRequest>.fromOpaque(context).takeUnretainedValue()
        guard let answer = request.signature(of: [UInt8](UnsafeBufferPointer(start: bytes, count: length))),
            answer.count <= capacity
        else { return -1 }
        _ = UnsafeMutableBufferPointer(start: signature, count: capacity).update(fromContentsOf: answer)
        return answer.count
    }

    private func signature(of bytes: [UInt8]) -> [UInt8]? {
        do throws(CredentialError) {
            let answer = try command.answer(to: bytes)
            guard let signature = key.signature(from: answer, of: bytes) else {
                throw command.failed("what it wrote is no signature of the bytes by the certificate's key")
            }
            return signature
        } catch {
            kept.withLock { $0 = error }
            return nil
        }
    }
}
