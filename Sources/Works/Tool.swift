/// The name and version that every record and every file's Software tag carry.
public enum Tool {
    public static let name = "likeness"
    public static let version = "0.1.0"
    public static let signature = "\(name) \(version)"
}
