import Compositing
import Provenance

extension Recipe {
    /// Whether values that are right alone go together.
    ///
    /// Records are read without it: what a work was made with stays what it was.
    /// - Parameter place: where the keys stand in a larger text, for the error's path.
    /// - Throws: `RecipeError`.
    package func check(at place: JSONPath = .root) throws(RecipeError) {
        // Where the target has moved, the layer holds face and target mixed already, in light: nothing is left there
        // whose code values a mask could mix.
        guard compositing.blend == .paste, compositing.shapeTransfer > 0 else { return }
        let amount = JSONValue(compositing.shapeTransfer).summary
        let found =
            "\(amount) with blend \"paste\", which mixes code values; where the target moves, light is mixed"
        throw RecipeError([
            .wrongValue(path: place.key("shape_transfer"), expected: "0, or another blend", found: found)
        ])
    }
}
