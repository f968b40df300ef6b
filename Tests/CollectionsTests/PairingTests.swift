import Collections
import Foundation
import Oracles
import Provenance
import Testing

@Suite("Pairing")
struct PairingTests {
    private struct Case: Encodable {
        struct Wheel: Encodable {
            var purpose: String
            var parts: [Part]
        }

        struct Part: Encodable {
            var name: String
            var weight: Double

            init(_ name: String, _ weight: Double) { (self.name, self.weight) = (name, weight) }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.unkeyedContainer()
                try container.encode(name)
                try container.encode(weight)
            }
        }

        var seed: UInt64
        var count: Int
        var wheels: [Wheel]
    }

    @Test("SplitMix64 gives the numbers that splitmix64.c gives")
    func vectors() {
        // Rosetta Code, "Pseudo-random numbers/Splitmix64", seed 1234567.
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test(
        "draws are those of another program, which looks at everything that is left in exact fractions",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)),
        arguments: [0, 1, 42, 9_007_199_254_740_991] as [UInt64])
    func oracle(_ seed: UInt64) async throws {
        let wheels = [
            Case.Wheel(purpose: "source", parts: [.init("zoe", 1), .init("ana", 3), .init("ülo", 0.1)]),
            Case.Wheel(purpose: "target", parts: [.init("b", 1), .init("a", 1), .init("c", 1000)]),
            Case.Wheel(purpose: "trait:Light", parts: [.init("Day", 9), .init("Gold", 1)]),
        ]
        // Every combination that there is: the last ones are drawn from what hardly weighs anything.
        let known = Case(seed: seed, count: 18, wheels: wheels)
        let answer = try await Oracle.run(
            script: "plan_draws.py", arguments: [], stdin: JSONEncoder().encode(known))
        let expected = try JSONDecoder().decode([[String]].self, from: answer)
        var lottery = Lottery(
            wheels.map { wheel in
                .init(purpose: wheel.purpose, names: wheel.parts.map(\.name), weights: wheel.parts.map(\.weight))
            }, seed: seed)
        #expect(lottery.combinations == 18)
        for position in 0..<18 {
            let drawn = lottery.draw(position: position)
            let names = drawn.map { zip(wheels, $0).map { $0.parts[$1].name } }
            #expect(names == expected[position])
        }
        #expect(lottery.draw(position: 18) == nil)
    }

    private static let head = """
        title: T
        sources: [{file: ana.jpg, weight: 5}, ben.jpg, cyd.jpg]
        targets: [x.jpg, y.jpg, z.jpg, w.jpg]
        traits: [{name: Light, values: [{value: Day, weight: 3}, Gold]}]

        """

    private static func pairs(_ collection: PlannedCollection) -> [[String]] {
        collection.works.map {
            [collection.plan.sources[$0.source].name, collection.plan.targets[$0.target].name] + $0.traits
        }
    }

    @Test("a longer series begins as a shorter one, has nothing twice, and does not depend on the order of the lists")
    func prefix() throws {
        let folder = try PlanFolder()
        let short = Self.pairs(try folder.plan(Self.head + "pairing: {mode: random, count: 9, seed: 5}"))
        let whole = Self.pairs(try folder.plan(Self.head + "pairing: {mode: random, count: 24, seed: 5}"))
        #expect(Array(whole.prefix(9)) == short)
        #expect(Set(whole).count == 24)
        let turned = Self.head.replacing("[x.jpg, y.jpg, z.jpg, w.jpg]", with: "[w.jpg, z.jpg, y.jpg, x.jpg]")
        #expect(Self.pairs(try folder.plan(turned + "pairing: {mode: random, count: 9, seed: 5}")) == short)
        #expect(Self.pairs(try folder.plan(turned + "pairing: {mode: random, count: 9}\nseed: 5")) == short)
        #expect(Self.pairs(try folder.plan(turned + "pairing: {mode: random, count: 9, seed: 6}")) != short)
        // What is drawn for a pair does not depend on what else is drawn.
        let bare = Self.head.replacing(/traits.*\n/, with: "")
        let pairs = Self.pairs(try folder.plan(bare + "pairing: {mode: random, count: 4, seed: 5}"))
        #expect(pairs[0] == Array(short[0].prefix(2)))
    }

    @Test("the sources come as often as they weigh")
    func weights() throws {
        let targets = (0..<4000).map { "t\($0).jpg" }.joined(separator: ", ")
        let text = "title: T\nsources: [{file: a.jpg, weight: 3}, b.jpg]\ntargets: [\(targets)]\n"
        let works = try PlanFolder().plan(text + "pairing: {mode: random, count: 400}").works
        let share = Double(works.count { $0.source == 0 }) / 400
        // Three standard deviations of a binomial of 400 at 0.75: few are drawn, so that none runs out.
        #expect(abs(share - 0.75) < 0.065, "\(share)")
    }

    @Test("list, product and zip pair as they say, and draw traits by the plan's seed")
    func modes() throws {
        let folder = try PlanFolder()
        let product = Self.pairs(try folder.plan(Self.head + "pairing: {mode: product}"))
        #expect(
            product.map { $0[0] + $0[1] }.prefix(5) == ["anax", "anay", "anaz", "anaw", "benx"] && product.count == 12)
        #expect(Set(product.map { $0[2] }) == ["Day", "Gold"])
        #expect(Self.pairs(try folder.plan(Self.head + "pairing: {mode: product}\nseed: 1")) != product)
        let zip = Self.head.replacing(", w.jpg", with: "") + "pairing: {mode: zip}"
        #expect(Self.pairs(try folder.plan(zip)).map { $0[0] + $0[1] } == ["anax", "beny", "cydz"])
        // A pair that comes twice has two different traits; a third time there is nothing left for it.
        let list = Self.head + "pairing: {mode: list, pairs: [[ben, y], [ben, y]]}"
        #expect(Set(Self.pairs(try folder.plan(list)).map { $0[2] }) == ["Day", "Gold"])
        #expect(folder.mistakes(list.replacing("]]}", with: "], [ben, y]]}")).count == 1)
    }

    @Test("works that are left out leave their numbers free")
    func leftOut() throws {
        let text = Self.head + "pairing: {mode: zip}\noverrides: {2: {leave_out: true}}"
        let works = try PlanFolder().plan(text.replacing(", w.jpg", with: "")).works
        #expect(works.map(\.number) == [1, 3] && works.map(\.name) == ["0001", "0003"])
    }

    @Test("rarity counts what the works show, the commonest first")
    func rarity() throws {
        let text =
            Self.head + "pairing: {mode: product}\nattributes: {Series: 1}\noverrides: {1: {attributes: {Series: 2}}}"
        let collection = try PlanFolder().plan(text)
        let rarity = collection.rarity
        #expect(rarity.works == 12 && rarity.attributes.map(\.name) == ["Series", "Light"])
        #expect(
            rarity.attributes[0].values.map(\.count) == [11, 1] && rarity.attributes[0].values[0].value == .number(1))
        #expect(rarity.share(of: .init("Series", .number(2))) == 1.0 / 12)
        #expect(rarity.attributes[1].values.map(\.share).reduce(0, +) == 1)
        #expect(rarity.information(of: [.init("Series", .number(2)), .init("None", .text("x"))]) == log2(12))
    }
}
