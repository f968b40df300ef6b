/// The image resources that JPEG's APP13 segments carry; one of them is the IPTC record.
/// - SeeAlso: Adobe Photoshop File Formats Specification, "Image Resources Section".
package enum PhotoshopResources {
    /// Before the resources in each segment.
    package static let header = Array("Photoshop 3.0\0".utf8)
    private static let signature = Array("8BIM".utf8)
    private static let iptcNumber = 0x0404

    /// The record as a resource without a name.
    package static func resources(iptc: [UInt8]) -> [UInt8] {
        let padding: [UInt8] = iptc.count.isMultiple(of: 2) ? [] : [0]
        return signature + iptcNumber.bigEndianBytes(2) + [0, 0] + iptc.count.bigEndianBytes(4) + iptc + padding
    }

    /// The first IPTC record among the resources.
    package static func iptc(in resources: [UInt8]) -> [UInt8]? {
        let bytes = MemoryBytes(resources)
        var at = 0
        while bytes.bytes(at: at, count: 4) == signature, let number = bytes.integer(at: at + 4, bytes: 2, .big),
            let name = bytes.integer(at: at + 6, bytes: 1, .big)
        {
            // The name, its length before it, takes an even number of bytes.
            let sizeAt = at + 6 + (name + 2) / 2 * 2
            guard let size = bytes.integer(at: sizeAt, bytes: 4, .big) else { return nil }
            if number == iptcNumber { return bytes.bytes(at: sizeAt + 4, count: size) }
            at = sizeAt + 4 + size + size % 2
        }
        return nil
    }
}
