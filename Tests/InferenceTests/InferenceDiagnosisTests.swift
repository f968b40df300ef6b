import Foundation
import Inference
import Testing

@Suite("Diagnosis")
struct InferenceDiagnosisTests {
    @Test("a machine that is set up has nothing to mend but what is fetched by hand")
    func setUp() throws {
        _ = try Setup.engine()
        _ = try Setup.store()
        let findings = InferenceDiagnosis().findings
        #expect(findings[1].detail.contains("uses cpu; working here are cpu; fast precision is f32"))
        let store = try ModelStore()
        let here = store.manifest.models.filter { entry in
            if case .verified = store.state(of: entry) { true } else { false }
        }
        #expect(findings.map(\.name) == ["OpenVINO", "ONNX Runtime"] + here.map(\.name) + ["other models"])
        for finding in findings where finding.state != .absent {
            #expect(finding.state == .ok, "\(finding)")
            #expect(finding.remedy == nil)
        }
    }

    @Test("a bare machine is told how to mend everything that the default work needs")
    func bare() throws {
        try Setup.withFolder { folder in
            let bare = Installation(environment: [:], executable: nil, workingDirectory: folder)
            let findings = InferenceDiagnosis(of: bare).findings
            #expect(findings.filter { $0.state == .missing }.count == 13)
            #expect(findings[1].name == "ONNX Runtime" && findings[1].state == .absent)
            for finding in findings { #expect(finding.remedy?.isEmpty == false, "\(finding)") }
        }
    }
}
