extension [String] {
    /// The arguments with `--face index 2` in three words as in two: a shell takes the text of a record apart.
    var withIndicesJoined: [String] {
        var joined: [String] = []
        for argument in self {
            let isNumber = !argument.isEmpty && argument.allSatisfy { $0.isASCII && $0.isNumber }
            if isNumber && joined.last == "index" && ["--face", "--source-face"].contains(joined.dropLast().last) {
                joined[joined.count - 1] += " " + argument
            } else {
                joined.append(argument)
            }
        }
        return joined
    }
}
