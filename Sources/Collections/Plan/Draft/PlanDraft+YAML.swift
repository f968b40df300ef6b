import Provenance

extension PlanDraft {
    /// The plan with comments that explain every key; what a person may want stands in comments too.
    var yaml: String {
        [head, recipeText, pictureText, pairingText, Self.rest].joined(separator: "\n")
    }

    private var head: String {
        """
        # The plan of a collection: whose faces go into which pictures. docs/collections.md explains every key, and
        #   likeness collection schema > collection.schema.json
        # writes the schema with which editors complete and check this file:
        # yaml-language-server: $schema=collection.schema.json
        version: \(CollectionPlan.version)
        title: \(Self.quoted(title))
        # What the collection shows.
        # description: "…"

        # The moment in UTC that every work carries. With it the same plan gives the same bytes again.
        date: \(Self.quoted(date.iso8601))

        # The first work's number, how many digits numbers have in names, and how a work's folder is called:
        # {number}, {source} and {target} are filled.
        numbering:
          first: 1
          digits: 4
          name: "{number}"

        """
    }

    private var recipeText: String {
        var text =
            "# How works are made: the path of a recipe, or keys of one (docs/recipe.md); the rest keep their defaults.\n"
        if hasRecipe {
            text += "recipe: \(Self.quoted(Self.recipeName))\n"
        } else {
            text += "recipe:\n"
            for (key, value) in recipe.sorted(by: { $0.key < $1.key }) { text += "  \(key): \(value.text(.compact))\n" }
            text += "  # blend_ratio: 0.92\n  # artist: \"Your name\"\n"
        }
        text += "\n# By what right the pictures are used (docs/rights.md).\n"
        if hasRights {
            text += "rights: \(Self.quoted(RightsRecord.fileName))\n"
        } else {
            text += """
                # There is no record yet. Make one, entry by entry, and take the # away before the key:
                #   likeness rights add PICTURE --role source --person "NAME" --basis signed_release --record rights.json
                # rights: "\(RightsRecord.fileName)"

                """
        }
        return text + """

            # The folder of the works, inside this one; or a bucket besides, where finished works are kept.
            output: "works"
            # storage: "s3://bucket/prefix"

            # Where the drawing of traits begins.
            # seed: 0

            """
    }

    private var pictureText: String {
        """
        # Whose faces. Several photographs of one person show more of the face. A source or a target may also have a
        # weight (how often it is drawn beside the others) and attributes; a target also a reference, a picture of the
        # person in it who is meant. Patterns such as "sources/*.jpg" serve in place of the list.
        sources:
        \(sources.map(Self.line).joined(separator: "\n"))

        # Which pictures they go into.
        targets:
        \(targets.map(Self.line).joined(separator: "\n"))

        """
    }

    private var pairingText: String {
        var text = """
            # Which source goes into which target.
            #   list     the pairs as written: pairs: [[source, target], …]
            #   product  every source into every target
            #   zip      the first into the first, the second into the second …
            #   random   count pairs, drawn by weight from the seed, none twice; a larger count adds works behind
            pairing:
              mode: \(mode.rawValue)

            """
        switch mode {
        case .product, .zip: break
        case .random: text += "  count: \(count)\n  seed: 1\n"
        case .list:
            text += "  pairs:\n"
            for pair in pairs { text += "    - [\(Self.quoted(pair.source)), \(Self.quoted(pair.target))]\n" }
        }
        return text
    }

    /// What a plan can do without.
    private static let rest = """
        # What is drawn for each work beside its pair, each value with its rarity, and what of the recipe goes with it.
        # Traits become attributes of the works.
        # traits:
        #   - name: "Light"
        #     values:
        #       - { value: "Day", weight: 9 }
        #       - { value: "Gold", weight: 1, recipe: { color_correction: "none" } }

        # What single works have of their own, by number.
        # overrides:
        #   "17":
        #     source: "…"
        #     target: "…"
        #     recipe: { blend_ratio: 0.8 }
        #     traits: { Light: "Gold" }
        #     attributes: { Edition: "Artist's proof" }
        #   "18": { leave_out: true }

        # Which files a work has: keys of the recipe's delivery, mask.png, and the view of a printer or display.
        # deliverables:
        #   output_format: "tiff"
        #   max_bytes: { image: 8000000 }
        #   keep_mask: false
        #   proof: "paper.icc"

        # What every work's token metadata has: a text or a number by name.
        # attributes: { Series: "One" }

        # What the pictures must keep to (likeness collection check); null turns a rule off.
        # input_standard:
        #   source_yaw: 20
        #   source_pitch: 20
        #   source_size: [1920, 1080]
        #   target_face_share: 0.3
        #   sharpness: 0.35
        #   clipped: 0.05
        #   source_naming: "source_{name}"
        #   target_naming: "target_{name}"
        #   duplicate_distance: 6

        """

    private static func line(_ picture: PlanPicture) -> String {
        let files =
            picture.files.count == 1
            ? "file: \(quoted(picture.files[0]))" : "files: [\(picture.files.map(quoted).joined(separator: ", "))]"
        return "  - { name: \(quoted(picture.name)), \(files) }"
    }

    /// JSON's texts are YAML's in double quotes.
    private static func quoted(_ text: String) -> String { JSONValue.string(text).text(.compact) }
}
