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

    @Test("a mask with hardly anything of the face in it is told of; one with a part of it is not")
    func mask() {
        let told = Warnings.ofMask(["area_px": 0, "face_width_px": 200], face: 1)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("face 1: the mask lets 0 % of it through") == true, "\(told)")
        #expect(told.first?.contains("mask_padding") == true, "\(told)")
        #expect(Warnings.ofMask(["area_px": 1900, "face_width_px": 200], face: 0).count == 1)
        #expect(Warnings.ofMask(["area_px": 2100, "face_width_px": 200], face: 0).isEmpty)
        #expect(Warnings.ofMask(["area_px": 0, "face_width_px": 0], face: 0).isEmpty)
        #expect(Warnings.ofMask([:], face: 0).isEmpty)
    }
}
