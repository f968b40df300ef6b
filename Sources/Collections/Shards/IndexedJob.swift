import Foundation
import Yams

/// A collection as a Job of Kubernetes whose completions are indexed, a pod for each shard.
///
/// The plan, its pictures, works and ledgers lie in a volume that all pods share (ReadWriteMany), or in an S3-compatible
/// store, where `collection push` has put them. Pods that are evicted or fail begin again and go on where they were. Nothing
/// secret is in the manifest: it names the secrets.
/// - SeeAlso: the reference of batch/v1; `backoffLimitPerIndex` and `podFailurePolicy` need Kubernetes 1.33 (1.29 as beta).
public struct IndexedJob: Sendable, Equatable {
    public var build: ClusterBuild
    public var image: SchedulerValue
    /// The claim of the volume whose root, or `folder` in it, is the plan's folder; nil where `build.storage` has it.
    public var claim: SchedulerValue?
    public var folder: SchedulerValue?
    /// The secret with `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and what else the store needs.
    public var storageSecret: SchedulerValue?
    /// The secret with the files that `credentials init` made, so that every pod signs as the same person.
    public var credentialsSecret: SchedulerValue?

    public init(_ build: ClusterBuild, image: SchedulerValue) {
        self.build = build
        self.image = image
    }

    /// Where pods find the plan's folder.
    static let mount = "/collection"
    /// What is written and not kept; the root of the container's own files is not writable.
    private static let scratch = "/tmp"
    private static let credentialsMount = "/credentials"
    /// Nobody's in particular; any but 0.
    private static let user = 10_001
    /// Memory where none is asked for: enough for works of 24 megapixels.
    private static let memory = 4096
    /// Seconds between the signal that ends a pod and its end; what was begun is cleared away.
    private static let grace = 60

    /// YAML for `kubectl apply`.
    /// - Throws: `CollectionError.cannotWrite`.
    public func manifest() throws(CollectionError) -> String {
        let name = build.name.text
        return try text(
            of: job(name, pod: pod(for: build.shards), indexed: true),
            under: """
                # \(build.comment): \(build.shards) \(build.shards == 1 ? "shard" : "shards"), a pod for each, that build it together.
                #
                #   kubectl apply -f FILE
                #   kubectl wait --for=condition=Complete --timeout=24h job/\(name)
                #
                # When it is complete, `likeness collection merge` joins the shards' ledgers and tells what is missing
                # (`collection submit --merge` writes a Job that does so where the volume is).

                """)
    }

    /// YAML of a Job that joins what the pods have done; to be applied when they are.
    /// - Throws: `CollectionError.cannotWrite`.
    public func mergeManifest() throws(CollectionError) -> String {
        try text(
            of: job(build.name.text + "-merge", pod: pod(for: nil), indexed: false),
            under: """
                # \(build.comment): joins the ledgers of \(build.shards) \(build.shards == 1 ? "shard" : "shards") and tells what is missing.
                #
                #   kubectl apply -f FILE       when job/\(build.name.text) is complete
                #   kubectl logs job/\(build.name.text)-merge

                """)
    }

    // MARK: -

    private var plan: String { Self.mount + "/" + build.plan.lastPathComponent }

    private func text(of manifest: Node, under comment: String) throws(CollectionError) -> String {
        do {
            return comment + (try serialize(node: manifest, width: -1, allowUnicode: true))
        } catch {
            throw .cannotWrite(file: "manifest", reason: "\(error)")
        }
    }

    private func job(_ name: String, pod: Node, indexed: Bool) -> Node {
        let labels: Node = ["app.kubernetes.io/name": "likeness", "app.kubernetes.io/instance": quoted(name)]
        var specification: [(Node, Node)] = []
        if indexed {
            specification += [
                ("completionMode", "Indexed"), ("completions", number(build.shards)),
                ("parallelism", number(min(build.parallel ?? build.shards, build.shards))),
                // Of each shard by itself; the others go on.
                ("backoffLimitPerIndex", number(build.retries)), ("maxFailedIndexes", number(build.shards)),
                ("podFailurePolicy", ["rules": failureRules]),
            ]
        } else {
            specification += [("backoffLimit", number(0))]
        }
        // A pod that is still ending may hold the lock of its shard.
        specification += [("podReplacementPolicy", "Failed")]
        specification += [("template", ["metadata": ["labels": labels], "spec": pod])]
        return [
            "apiVersion": "batch/v1", "kind": "Job", "metadata": ["name": quoted(name), "labels": labels],
            "spec": Node(specification),
        ]
    }

    private var failureRules: Node {
        [
            // Drained nodes and evictions are nobody's fault and are not counted.
            ["action": "Ignore", "onPodConditions": [["type": "DisruptionTarget", "status": quoted("True")]]],
            // 2: the plan or the pictures are at fault, and stay so.
            [
                "action": "FailIndex",
                "onExitCodes": ["containerName": "likeness", "operator": "In", "values": [number(2)]],
            ],
        ]
    }

    /// - Parameter shards: how many there are; nil for the pod that joins them.
    private func pod(for shards: Int?) -> Node {
        var environment = [entry("HOME", Self.scratch)]
        if let shards { environment.insert(entry(Shard.countVariable, String(shards)), at: 0) }
        let command = shards == nil ? build.mergeCommand(plan: plan) : build.command(plan: plan)
        var mounts: [Node] = [["name": "scratch", "mountPath": quoted(Self.scratch)]]
        var volumes: [Node] = [["name": "scratch", "emptyDir": Node([(Node, Node)](), Tag(.implicit), .flow)]]
        if let claim {
            var mount: [(Node, Node)] = [("name", "collection"), ("mountPath", quoted(Self.mount))]
            if let folder { mount.append(("subPath", quoted(folder.text))) }
            mounts.append(Node(mount))
            volumes.append(["name": "collection", "persistentVolumeClaim": ["claimName": quoted(claim.text)]])
        }
        if let credentialsSecret {
            environment.append(entry("LIKENESS_CREDENTIALS", Self.credentialsMount))
            mounts.append(["name": "credentials", "mountPath": quoted(Self.credentialsMount), "readOnly": flag(true)])
            // 288 is 0440: the pod's group reads it.
            volumes.append([
                "name": "credentials",
                "secret": ["secretName": quoted(credentialsSecret.text), "defaultMode": number(288)],
            ])
        }
        let memory = quoted("\(build.memory?.mebibytes ?? Self.memory)Mi")
        var container: [(Node, Node)] = [
            ("name", "likeness"), ("image", quoted(image.text)), ("command", list(command.map(quoted))),
            ("workingDir", quoted(Self.scratch)), ("env", list(environment)),
        ]
        if let storageSecret {
            container.append(("envFrom", [["secretRef": ["name": quoted(storageSecret.text)]]]))
        }
        container += [
            (
                "resources",
                [
                    "requests": ["cpu": quoted(shards == nil ? "1" : "\(build.cores)"), "memory": memory],
                    // Cores beyond those asked for may be used where they are idle; memory beyond may not.
                    "limits": ["memory": memory],
                ]
            ),
            (
                "securityContext",
                [
                    "allowPrivilegeEscalation": flag(false), "readOnlyRootFilesystem": flag(true),
                    "capabilities": ["drop": ["ALL"]],
                ]
            ),
            ("volumeMounts", list(mounts)),
        ]
        var pod: [(Node, Node)] = [("restartPolicy", "Never"), ("terminationGracePeriodSeconds", number(Self.grace))]
        // The pod's and not the Job's: each shard has its time, as under Slurm.
        if let time = build.time, shards != nil { pod.append(("activeDeadlineSeconds", number(time.seconds))) }
        pod += [
            ("automountServiceAccountToken", flag(false)), ("enableServiceLinks", flag(false)),
            (
                "securityContext",
                [
                    "runAsNonRoot": flag(true), "runAsUser": number(Self.user), "runAsGroup": number(Self.user),
                    "fsGroup": number(Self.user), "fsGroupChangePolicy": "OnRootMismatch",
                    "seccompProfile": ["type": "RuntimeDefault"],
                ]
            ),
            ("containers", [Node(container)]), ("volumes", list(volumes)),
        ]
        return Node(pod)
    }

    private func entry(_ name: String, _ value: String) -> Node { ["name": quoted(name), "value": quoted(value)] }

    private func list(_ nodes: [Node]) -> Node { Node(nodes) }

    /// Text that no reader takes for a number or a truth.
    private func quoted(_ text: String) -> Node { Node(text, Tag(.implicit), .doubleQuoted) }

    private func number(_ number: Int) -> Node { Node(String(number), Tag(.implicit), .plain) }

    private func flag(_ flag: Bool) -> Node { Node(flag ? "true" : "false", Tag(.implicit), .plain) }
}
