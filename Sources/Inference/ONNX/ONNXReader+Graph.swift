import Foundation

extension ONNXReader {
    /// Values of the graph that the file tells about, by GraphProto's fields.
    enum PortKind: Int {
        case input = 11
        case output = 12
        /// Those in between, where the writer has noted them.
        case noted = 13
    }

    func ports(_ kind: PortKind) throws(InferenceError) -> [ONNXPort] {
        var ports: [ONNXPort] = []
        try forEachPart(kind.rawValue) { bytes, range throws(ProtobufReader.Fault) in
            guard ports.count < Self.mostParts else { throw Self.tooMany("values") }
            ports.append(try ONNXPort(bytes, in: range))
        }
        return ports
    }

    /// Calls `body` with every node, in the order in which they run.
    func forEachNode(_ body: (ONNXNode) throws(ProtobufReader.Fault) -> Void) throws(InferenceError) {
        var count = 0
        try forEachPart(1) { bytes, range throws(ProtobufReader.Fault) in
            count += 1
            guard count <= Self.mostParts else { throw Self.tooMany("nodes") }
            try body(ONNXNode(bytes, in: range))
        }
    }

    /// The version of ONNX's own operations.
    func operatorSet() throws(InferenceError) -> Int {
        try read("the operator sets") { bytes throws(ProtobufReader.Fault) in
            var fields = ProtobufReader(bytes, in: 0..<bytes.count)
            while let (number, value) = try fields.next() {
                guard number == 8, case .bytes(let range) = value else { continue }
                var set = ProtobufReader(bytes, in: range)
                var (domain, version) = ("", 0)
                while let (number, value) = try set.next() {
                    switch (number, value) {
                    case (1, .bytes(let text)): domain = String(decoding: bytes[text], as: UTF8.self)
                    case (2, .varint(let number)): version = Int(truncatingIfNeeded: number)
                    default: break
                    }
                }
                if domain.isEmpty || domain == "ai.onnx" { return version }
            }
            throw ProtobufReader.Fault(reason: "ONNX's own is not among them")
        }
    }

    /// The model's bytes with another graph; nothing else changes.
    func model(with graph: ProtobufMessage) throws(InferenceError) -> Data {
        try read("the model") { bytes throws(ProtobufReader.Fault) in
            var model = ProtobufMessage()
            var fields = ProtobufReader(bytes, in: 0..<bytes.count)
            while let (number, value) = try fields.next() {
                if number != 7 { model.append(number, value, of: bytes) }
            }
            model.append(7, graph)
            return model.bytes
        }
    }
}

extension ProtobufMessage {
    /// A field as it was read.
    mutating func append(_ number: Int, _ value: ProtobufReader.Value, of bytes: UnsafeRawBufferPointer) {
        switch value {
        case .varint(let value): append(UInt64(number), Int(truncatingIfNeeded: value))
        case .word(let bits): append(UInt64(number), Float(bitPattern: bits))
        case .bytes(let range): append(UInt64(number), Data(bytes[range]))
        // ONNX's models and graphs have none; what newer ones add is no part of the network.
        case .long: break
        }
    }
}
