extension Recipe {
    /// The recipe without what a work says of itself: works whose recipes agree in this are drawn by the same parts.
    package var untitled: Recipe {
        var recipe = self
        recipe.takeTexts(of: Recipe())
        return recipe
    }

    /// Title, artist, copyright, description, keywords, number, the visible label and what may be done with the work.
    package mutating func takeTexts(of other: Recipe) {
        (title, artist, copyright, description) = (other.title, other.artist, other.copyright, other.description)
        (keywords, number, trainingMining) = (other.keywords, other.number, other.trainingMining)
        (visibleLabel, visibleLabelCorner) = (other.visibleLabel, other.visibleLabelCorner)
    }
}
