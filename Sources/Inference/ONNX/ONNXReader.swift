import Foundation

/// The constants and nodes of an ONNX file, which is mapped into memory and read where it lies: asking for one constant
/// of a file of half a gigabyte costs that constant.
///
/// Damaged and hostile files end in `InferenceError.unreadable`. Like every reader of mapped files it relies on
/// nobody's shortening the file meanwhile.
/// - SeeAlso: github.com/onnx/onnx/blob/main/onnx/onnx.proto, which the field numbers come from.
package struct ONNXReader: Sendable {
    /// More parts than any network has; a hostile file could name one in every two bytes.
    static let mostParts = 1 << 18

    let file: URL
    let bytes: Data
    /// A message may come in pieces, which are read as if they were one.
    private let graphs: [Range<Int>]

    /// - Throws: `InferenceError.unreadable`.
    package init(contentsOf file: URL) throws(InferenceError) {
        self.file = file
        do {
            bytes = try Data(contentsOf: file, options: .alwaysMapped)
        } catch {
            throw .unreadable(file: file.path, reason: (error as NSError).localizedDescription)
        }
        var graphs: [Range<Int>] = []
        try Self.read(bytes, of: file, "the model") { bytes throws(ProtobufReader.Fault) in
            var fields = ProtobufReader(bytes, in: 0..<bytes.count)
            var hasOperatorSet = false
            while let (number, value) = try fields.next() {
                hasOperatorSet = hasOperatorSet || number == 8
                guard number == 7, case .bytes(let range) = value else { continue }
                graphs.append(range)
                guard graphs.count <= Self.mostParts else { throw Self.tooMany("graphs") }
            }
            guard !graphs.isEmpty else {
                throw ProtobufReader.Fault(reason: "it holds no graph; is this an ONNX file?")
            }
            // Usual writers put it behind the graph: a file that was cut just there is found out as well.
            guard hasOperatorSet else { throw ProtobufReader.Fault(reason: "it names no operator set; is it whole?") }
        }
        self.graphs = graphs
    }

    /// Shape and values of the constant that the file names last; where inswapper keeps its map of identities.
    /// - Throws: `InferenceError.unreadable` when there is none, or none of floating-point numbers.
    package func lastInitializer() throws(InferenceError) -> (shape: [Int], values: [Float]) {
        var last: Range<Int>?
        try forEachPart(5) { _, range throws(ProtobufReader.Fault) in last = range }
        return try read("the last initializer") { bytes throws(ProtobufReader.Fault) in
            guard let last else { throw ProtobufReader.Fault(reason: "the network has no constants") }
            let tensor = try ONNXTensor(bytes, in: last)
            return (tensor.shape, try tensor.values(in: bytes))
        }
    }

    /// The heads of all constants, in the file's order.
    package func initializers() throws(InferenceError) -> [ONNXTensor] {
        var tensors: [ONNXTensor] = []
        try forEachPart(5) { bytes, range throws(ProtobufReader.Fault) in
            guard tensors.count < Self.mostParts else { throw Self.tooMany("constants") }
            tensors.append(try ONNXTensor(bytes, in: range))
        }
        return tensors
    }

    /// - Parameter tensor: one of this file's.
    package func values(of tensor: ONNXTensor) throws(InferenceError) -> [Float] {
        try read("initializer \(tensor.name)") { bytes throws(ProtobufReader.Fault) in try tensor.values(in: bytes) }
    }

    /// Calls `body` with every part of the graph that has this field number, in the file's order.
    func forEachPart(
        _ field: Int, _ body: (UnsafeRawBufferPointer, Range<Int>) throws(ProtobufReader.Fault) -> Void
    ) throws(InferenceError) {
        try read("the graph") { bytes throws(ProtobufReader.Fault) in
            for graph in graphs {
                var fields = ProtobufReader(bytes, in: graph)
                while let (number, value) = try fields.next() {
                    if number == field, case .bytes(let range) = value { try body(bytes, range) }
                }
            }
        }
    }

    static func tooMany(_ parts: String) -> ProtobufReader.Fault {
        ProtobufReader.Fault(reason: "it holds more than \(mostParts) \(parts)")
    }

    func read<Result>(
        _ part: String, _ body: (UnsafeRawBufferPointer) throws(ProtobufReader.Fault) -> Result
    ) throws(InferenceError) -> Result {
        try Self.read(bytes, of: file, part, body)
    }

    private static func read<Result>(
        _ data: Data, of file: URL, _ part: String,
        _ body: (UnsafeRawBufferPointer) throws(ProtobufReader.Fault) -> Result
    ) throws(InferenceError) -> Result {
        do {
            return try data.withUnsafeBytes { try body($0) }
        } catch let fault as ProtobufReader.Fault {
            throw .unreadable(file: file.path, reason: "\(part): \(fault.reason)")
        } catch {
            throw .unreadable(file: file.path, reason: "\(part): \(error)")
        }
    }
}
