/// Networks that are fed alike: what a person's own file has to look like to be taken for one of them.
public struct ModelFamily: Sendable {
    /// As `ModelEntry.Crop.family` has it.
    public let name: String
    /// What its networks may be for, the usual first.
    public let tasks: [ModelEntry.Task]
    /// How they are fed, unless the person says otherwise.
    public let crop: ModelEntry.Crop
    package let inputs: [Port]
    /// By position, since files name them as they like; a file may have more.
    package let outputs: [Port]

    /// A length in a port's shape.
    package enum Length: Sendable, Equatable {
        case any
        /// The crop's side.
        case side
        case exactly(Int)
    }

    /// An input or output.
    package struct Port: Sendable {
        /// Empty for outputs.
        package var name: String
        /// Nil where any shape goes.
        package var shape: [Length]?
        package var isOptional = false
        /// What its values are, where it is no picture.
        package var holds: String?
    }

    package init(
        _ name: String, _ tasks: [ModelEntry.Task], _ crop: ModelEntry.Crop, inputs: [Port], outputs: [Port]
    ) {
        self.name = name
        self.tasks = tasks
        self.crop = crop
        self.inputs = inputs
        self.outputs = outputs
    }

    /// - Throws: `InferenceError.unknownFamily`.
    public static func named(_ name: String) throws(InferenceError) -> ModelFamily {
        guard let family = all.first(where: { $0.name == name }) else {
            throw .unknownFamily(name: name, known: all.map(\.name))
        }
        return family
    }

    /// The family with what the manifest says of one of its models: crop, and inputs where that model has its own.
    public func asked(of entry: ModelEntry) -> ModelFamily {
        let names = Set(entry.inputs.map(\.name))
        let isUsual =
            names.isSubset(of: inputs.map(\.name)) && names.isSuperset(of: inputs.filter { !$0.isOptional }.map(\.name))
        guard !isUsual else { return ModelFamily(name, tasks, entry.crop ?? crop, inputs: inputs, outputs: outputs) }
        let ports = entry.inputs.map { input in
            Port(name: input.name, shape: input.shape.map { $0 < 0 ? .any : .exactly($0) }, holds: input.holds)
        }
        return ModelFamily(name, tasks, entry.crop ?? crop, inputs: ports, outputs: [])
    }

    /// How a file of this family is fed, by what an engine says of it.
    /// - Parameters:
    ///   - file: its name, for errors.
    ///   - side: what the person says of the crop's side; nil takes the file's own, or the family's where it is open.
    /// - Throws: `InferenceError.foreignFamily`.
    public func crop(
        of file: String, inputs found: [TensorDescription], outputs: [TensorDescription], side: Int? = nil
    ) throws(InferenceError) -> ModelEntry.Crop {
        var crop = crop
        crop.side = side ?? self.side(in: found) ?? crop.side
        let named = found.map { input in (input, inputs.first { $0.name == input.name }) }
        let fits =
            named.allSatisfy { input, port in port.map { $0.fits(input.shape, side: crop.side) } ?? false }
            && inputs.allSatisfy { port in port.isOptional || found.contains { $0.name == port.name } }
        guard fits else {
            throw .foreignFamily(
                file: file, family: name, field: "inputs", expected: Self.list(inputs, side: crop.side),
                found: TensorDescription.list(found))
        }
        guard outputs.count >= self.outputs.count,
            zip(self.outputs, outputs).allSatisfy({ $0.fits($1.shape, side: crop.side) })
        else {
            throw .foreignFamily(
                file: file, family: name, field: "outputs", expected: Self.list(self.outputs, side: crop.side),
                found: TensorDescription.list(outputs))
        }
        return crop
    }

    /// The file's inputs and outputs as an entry has them.
    public func ports(
        inputs found: [TensorDescription], outputs: [TensorDescription]
    ) -> (inputs: [ModelEntry.Input], outputs: [ModelEntry.Output]) {
        let known = Dictionary(inputs.map { ($0.name, $0) }) { first, _ in first }
        return (
            found.map { .init(name: $0.name, shape: $0.shape, colors: colors, holds: known[$0.name]?.holds) },
            outputs.map { .init(name: $0.name, shape: $0.shape, holds: "what networks of the family \(name) give") }
        )
    }

    /// The order of the planes in what its networks see; OpenCV's where FaceFusion leaves it so.
    private var colors: String {
        let keepsOpenCVsOrder: Set<ModelEntry.Task> = [.faceDetection, .faceLandmarks, .faceOcclusion]
        return keepsOpenCVsOrder.contains(tasks[0]) || name == "deep_swapper" ? "BGR" : "RGB"
    }

    /// The side that the file is made for; nil where it leaves it open.
    private func side(in found: [TensorDescription]) -> Int? {
        for port in inputs {
            guard let shape = port.shape, let place = shape.firstIndex(of: .side),
                let input = found.first(where: { $0.name == port.name }), input.shape.count == shape.count,
                input.shape[place] > 0
            else { continue }
            return input.shape[place]
        }
        return nil
    }

    private static func list(_ ports: [Port], side: Int) -> String {
        ports.enumerated().map { index, port in
            let shape = port.shape.map { " \($0.map { $0.value(side: side) })" } ?? ""
            let name = port.name.isEmpty ? "\(index + 1)." : port.name
            return name + shape + (port.isOptional ? " (or none)" : "")
        }.joined(separator: ", ")
    }
}

extension ModelFamily.Length {
    /// As `TensorDescription` has it.
    package func value(side: Int) -> Int {
        switch self {
        case .any: -1
        case .side: side
        case .exactly(let length): length
        }
    }
}

extension ModelFamily.Port {
    /// Whether the file's port can be this one; what it leaves open goes.
    package func fits(_ found: [Int], side: Int) -> Bool {
        guard let shape else { return true }
        return TensorDescription(name: name, shape: shape.map { $0.value(side: side) }).agrees(with: found)
    }
}
