import Testing
import Works

@Suite("Warnings")
struct WarningsTests {
    @Test("a nose that stays the target's asks for a second source; what nobody would miss does not")
    func borrowing() {
        let told = Warnings.ofBorrowing(["borrowed": 0.043, "occluded": 0.2], face: 1)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("face 1: 4 % of it") == true, "\(told)")
        #expect(told.first?.hasSuffix("--source") == true, "\(told)")
        #expect(Warnings.ofBorrowing(["borrowed": 0.004], face: 0).isEmpty)
        #expect(Warnings.ofBorrowing(["occluded": 0.2], face: 0).isEmpty)
    }
}
