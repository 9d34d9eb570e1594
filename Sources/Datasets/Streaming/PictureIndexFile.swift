import Foundation
import GradusInterchange

/// The index of a folder of pictures, kept in a file so that a million pictures are listed once.
///
/// It notes when each of the folders was changed, which adding, removing and renaming files do; an index
/// of a folder that has changed since is made anew. A file whose contents have changed has, nearly always,
/// another size, which whoever reads it compares.
public struct PictureIndexFile: Sendable {
  /// Where indices are kept.
  public let folder: String

  private static let heading = "gradus picture index 1"

  /// Keeps indices in a folder, which is made when it is needed.
  public init(_ folder: String) { self.folder = folder }

  /// In the user's folder for what can be made anew: `XDG_CACHE_HOME`, or `~/.cache`.
  public static var usual: PictureIndexFile {
    let environment = ProcessInfo.processInfo.environment
    let base =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? "\(environment["HOME"] ?? NSTemporaryDirectory())/.cache"
    return PictureIndexFile("\(base)/gradus/indices")
  }

  /// The file of a picture folder's index.
  func path(for pictures: String) -> String {
    let real = URL(fileURLWithPath: pictures).standardizedFileURL.resolvingSymlinksInPath().path
    return "\(folder)/\(Checksum(of: Array(real.utf8)).hexadecimal).index"
  }

  /// The index of a folder: the one that is kept, where nothing has changed, else a new one.
  ///
  /// Says whether it was kept. A file that cannot be written costs the next listing and nothing else. Throws
  /// as ``PictureIndex/init(listing:classes:titles:onBadFile:)`` does.
  public func index(
    of pictures: String, classes: [String]? = nil, titles: [String: String] = [:],
    onBadFile policy: ImageFolder.BadFilePolicy = .stop
  ) throws -> (index: PictureIndex, wasKept: Bool) {
    let names = try classes ?? Self.classFolders(pictures)
    let key = Self.key(names, titles, policy)
    let file = path(for: pictures)
    if let bytes = try? FileContents.read(file),
      let kept = Self.parse(bytes, pictures, names.map { titles[$0] ?? $0 }, key)
    {
      return (kept, true)
    }
    let began = Self.now
    let listed = try ImageFolder(pictures, classes: classes, onBadFile: policy)
    let index = try PictureIndex(listed, titles: titles)
    // With bad entries there is something to be told each time, and what changed while it was being
    // listed may not be in it.
    if index.badEntries.isEmpty, let stamps = try? Self.stamps(pictures, Array(listed.folders)),
      stamps.values.allSatisfy({ $0 < began })
    {
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      try? AtomicFile.write(Self.text(index, stamps, key), to: file)
    }
    return (index, false)
  }

  /// Nanoseconds since 1970, less what the clock of a file system may be late.
  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec - 20_000_000
  }

  private static func classFolders(_ path: String) throws -> [String] {
    var listing = try ImageFolderListing(path, .skip)
    return try listing.classNames()
  }

  /// What an index depends on beside the folder.
  private static func key(
    _ names: [String], _ titles: [String: String], _ policy: ImageFolder.BadFilePolicy
  ) -> String {
    let text = "\(names)\(names.map { titles[$0] ?? "" })\(policy)"
    return Checksum(of: Array(text.utf8)).hexadecimal
  }

  /// When each folder was changed, in nanoseconds; throws `FileError`.
  private static func stamps(_ root: String, _ folders: [String]) throws -> [String: Int] {
    var result: [String: Int] = [:]
    for folder in folders {
      var status = stat()
      let path = folder.isEmpty ? root : "\(root)/\(folder)"
      guard stat(path, &status) == 0 else { throw FileError(.read, path, code: errno) }
      result[folder] = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }
    return result
  }
}

extension PictureIndexFile {
  /// The file: a heading, the folders with their times, then a line for each picture, and a checksum of
  /// all of it.
  private static func text(
    _ index: PictureIndex, _ stamps: [String: Int], _ key: String
  ) -> [UInt8] {
    var bytes = Array("\(heading)\n\(key)\n\(stamps.count) \(index.count)\n".utf8)
    for (folder, stamp) in stamps.sorted(by: { $0.key < $1.key }) {
      bytes += Array("\(stamp) \(folder)\0\n".utf8)
    }
    for place in 0..<index.count {
      bytes += Array("\(index.labels[place]) \(index.byteCounts[place]) ".utf8)
      bytes += index.name(at: place)
      // A name may hold a line feed and no zero.
      bytes += [0, 0x0a]
    }
    return bytes + Array("\(Checksum(of: bytes).hexadecimal)\n".utf8)
  }

  /// The index in a file; nil unless the file is whole and the folders are as they were.
  private static func parse(
    _ bytes: [UInt8], _ pictures: String, _ classNames: [String], _ key: String
  ) -> PictureIndex? {
    guard bytes.count > 9,
      Checksum(of: Array(bytes[..<(bytes.count - 9)])).hexadecimal
        == String(decoding: bytes[(bytes.count - 9)..<(bytes.count - 1)], as: UTF8.self)
    else { return nil }
    var place = 0
    func field(_ end: UInt8) -> ArraySlice<UInt8>? {
      guard let found = bytes[place...].firstIndex(of: end) else { return nil }
      defer { place = found + 1 }
      return bytes[place..<found]
    }
    func text(_ end: UInt8) -> String? { field(end).map { String(decoding: $0, as: UTF8.self) } }
    let (space, line) = (UInt8(ascii: " "), UInt8(ascii: "\n"))
    guard text(line) == heading, text(line) == key,
      let folders = text(space).flatMap(Int.init), let count = text(line).flatMap(Int.init),
      (0...bytes.count).contains(folders), (0...bytes.count).contains(count)
    else { return nil }
    var noted: [String: Int] = [:]
    for _ in 0..<folders {
      guard let stamp = text(space).flatMap(Int.init), let folder = text(0), text(line) == ""
      else { return nil }
      noted[folder] = stamp
    }
    guard let now = try? stamps(pictures, Array(noted.keys)), now == noted else { return nil }
    var (names, ends, labels, byteCounts): ([UInt8], [Int], [Int32], [Int]) = ([], [], [], [])
    for _ in 0..<count {
      guard let label = text(space).flatMap(Int.init), classNames.indices.contains(label),
        let byteCount = text(space).flatMap(Int.init), let name = field(0), text(line) == ""
      else { return nil }
      names += name
      ends.append(names.count)
      labels.append(Int32(label))
      byteCounts.append(byteCount)
    }
    return PictureIndex(
      path: pictures, classNames: classNames, names: names, ends: ends, labels: labels,
      byteCounts: byteCounts)
  }
}
