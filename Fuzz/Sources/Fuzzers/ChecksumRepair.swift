import Gradus

/// Puts right checksums into changed files, so that what lies behind the check is reached too: a
/// fuzzer does not find a CRC-32 by chance. What is returned is nil where nothing had to be changed.
enum ChecksumRepair {
  /// The checksum of each chunk of a PNG file.
  static func png(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) else { return nil }
    var result = bytes
    var position = 8
    while bytes.count - position >= 12 {
      let length = Int(bigEndian: bytes[position..<position + 4])
      guard length <= bytes.count - position - 12 else { break }
      let checked = position + 4..<position + 8 + length
      let (sum, end) = (Checksum(of: Array(bytes[checked])).value, checked.upperBound)
      for place in 0..<4 {
        result[end + place] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * place))
      }
      position = end + 4
    }
    return result == bytes ? nil : result
  }

  /// The checksum that a checkpoint carries among its metadata.
  static func safetensors(_ bytes: [UInt8]) -> [UInt8]? {
    let key = Array("\"crc32\":\"".utf8)
    guard bytes.count >= key.count + 8,
      let start = (0...bytes.count - key.count - 8).first(where: {
        bytes[$0] == key[0] && bytes[$0..<$0 + key.count].elementsEqual(key)
      })
    else { return nil }
    let digits = start + key.count..<start + key.count + 8
    var result = bytes
    result.replaceSubrange(digits, with: Array(repeating: UInt8(ascii: "0"), count: 8))
    result.replaceSubrange(digits, with: Array(Checksum(of: result).hexadecimal.utf8))
    return result == bytes ? nil : result
  }

  /// The checksums of TensorFlow's records, of lengths and of contents.
  static func events(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var start = 0
    while bytes.count - start >= 16 {
      let length = Int(littleEndian: bytes[start..<start + 4])
      store(castagnoli(bytes[start..<start + 8]), at: start + 8, in: &result)
      guard length <= bytes.count - start - 16 else { break }
      let end = start + 12 + length
      store(castagnoli(bytes[start + 12..<end]), at: end, in: &result)
      start = end + 4
    }
    return result
  }

  private static func store(_ sum: UInt32, at place: Int, in bytes: inout [UInt8]) {
    for index in 0..<4 {
      bytes[place + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index))
    }
  }

  /// The masked CRC-32C, bit by bit.
  private static func castagnoli(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var value = ~UInt32(0)
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1 }
    }
    value = ~value
    return (value >> 15 | value << 17) &+ 0xa282_ead8
  }

  /// The checksums of a zip archive's stored entries, in the directory and beside the data.
  static func zip(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 22, bytes.starts(with: [0x50, 0x4b]) else { return nil }
    var result = bytes
    let end = bytes.count - 22
    var header = Int(littleEndian: bytes[end + 16..<end + 20])
    while header >= 0, header + 46 <= end, bytes[header] == 0x50 {
      let method = Int(littleEndian: bytes[header + 10..<header + 12])
      let length = Int(littleEndian: bytes[header + 20..<header + 24])
      let local = Int(littleEndian: bytes[header + 42..<header + 46])
      let lengths = [28, 30, 32].map {
        Int(littleEndian: bytes[header + $0..<header + $0 + 2])
      }
      defer { header += 46 + lengths.reduce(0, +) }
      guard method == 0, local + 30 <= end else { continue }
      let data =
        local + 30 + Int(littleEndian: bytes[local + 26..<local + 28])
        + Int(littleEndian: bytes[local + 28..<local + 30])
      guard data <= end, length <= end - data else { continue }
      let sum = Checksum(of: Array(bytes[data..<data + length])).value
      // The flag says that sizes and checksum follow the data, behind a signature.
      let isBehind = bytes[local + 6] & 8 != 0
      let places = [header + 16, isBehind ? data + length + 4 : local + 14]
      for place in places where place + 4 <= bytes.count {
        for index in 0..<4 {
          result[place + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index))
        }
      }
    }
    return result == bytes ? nil : result
  }
}

extension Int {
  fileprivate init(bigEndian bytes: ArraySlice<UInt8>) {
    self = bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  fileprivate init(littleEndian bytes: ArraySlice<UInt8>) {
    self = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
