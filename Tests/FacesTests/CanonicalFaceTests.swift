import Faces
import Testing

@Suite("The canonical face")
struct CanonicalFaceTests {
    let face = CanonicalFace.mean

    @Test("the pairing of left and right is its own inverse, and positions and flattening are symmetric")
    func symmetric() {
        for (point, twin) in face.mirror.enumerated() {
            #expect(face.mirror[twin] == point)
            let (p, q) = (face.positions[point], face.positions[twin])
            #expect(abs(p.x + q.x) < 1e-4 && abs(p.y - q.y) < 1e-4 && abs(p.z - q.z) < 1e-4)
            let (a, b) = (face.uv[point], face.uv[twin])
            #expect(abs(a.x + b.x - 1) < 1e-4 && abs(a.y - b.y) < 1e-4)
        }
        let unit = face.positions[face.rightEye[0]] - face.positions[face.leftEye[0]]
        #expect(abs(unit.x - 1) < 2e-3)
    }

    @Test("the mirror image of a triangle is a triangle, of the mirrored part")
    func mirroredTriangles() {
        let key = { (t: SIMD3<Int32>) in [t.x, t.y, t.z].sorted() }
        let part = { (range: Range<Int>) in Set(range.map { key(face.triangles[$0]) }) }
        let twin = { (keys: Set<[Int32]>) in
            Set(keys.map { $0.map { Int32(face.mirror[Int($0)]) }.sorted() })
        }
        #expect(twin(part(face.skin)) == part(face.skin))
        #expect(twin(part(face.mouthOpening)) == part(face.mouthOpening))
        #expect(twin(part(face.leftEyeOpening)) == part(face.rightEyeOpening))
    }

    @Test("the triangles tile the flattened oval once, each with an area, and use all 468 points")
    func tiling() {
        #expect(face.positions.count == 468 && face.uv.count == 468 && face.mirror.count == 468)
        #expect(Set(face.triangles.flatMap { [$0.x, $0.y, $0.z] }).count == 468)
        let cross = { (a: SIMD2<Float>, b: SIMD2<Float>) in a.x * b.y - a.y * b.x }
        var sum: Float = 0
        var directed: Set<SIMD2<Int32>> = []
        for t in face.triangles {
            let (a, b, c) = (face.uv[Int(t.x)], face.uv[Int(t.y)], face.uv[Int(t.z)])
            let double = cross(b - a, c - a)
            #expect(double > 0)
            sum += double
            for edge in [SIMD2(t.x, t.y), SIMD2(t.y, t.z), SIMD2(t.z, t.x)] {
                #expect(directed.insert(edge).inserted)
            }
        }
        var outline: Float = 0
        for (i, point) in face.oval.enumerated() {
            outline += cross(face.uv[point], face.uv[face.oval[(i + 1) % face.oval.count]])
        }
        #expect(abs(sum - outline) < 1e-4)
        let rim = directed.filter { !directed.contains(SIMD2($0.y, $0.x)) }
        #expect(rim.count == face.oval.count)
    }

    @Test("edges follow the lips, the lids and the brows")
    func contours() {
        var edges: Set<Set<Int>> = []
        for t in face.triangles {
            let p = [Int(t.x), Int(t.y), Int(t.z)]
            for i in 0..<3 { edges.insert([p[i], p[(i + 1) % 3]]) }
        }
        for loop in [
            face.oval, face.outerLips, face.innerLips, face.leftEye, face.rightEye, face.leftBrow, face.rightBrow,
        ] {
            for (i, point) in loop.enumerated() {
                #expect(edges.contains([point, loop[(i + 1) % loop.count]]))
            }
        }
    }

    @Test("68 points mirror each other, five lie where the eyes, the nose and the mouth are")
    func landmarkMaps() {
        let map = CanonicalFace.landmarks68
        #expect(Set(map).count == 68)
        for (left, right) in [(0, 16), (5, 11), (17, 26), (21, 22), (31, 35), (36, 45), (41, 46), (48, 54), (60, 64)] {
            #expect(face.mirror[map[left]] == map[right])
        }
        let five = face.landmarks5(of: face.positions)
        #expect(five[0].x < five[2].x && five[2].x < five[1].x)
        #expect(five[3].x < five[4].x && five[2].y < five[3].y && five[0].y < five[2].y)
    }
}
