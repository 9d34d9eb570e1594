import CGradusZlib
import GradusTensors

/// Deflate streams without a wrapper (RFC 1951), through zlib.
enum RawDeflate {
  /// The most that one compressed byte can become: a match of 258 bytes in two bits.
  static let bestRatio = 1032

  private static let chunkByteCount = 1 << 18
  /// Bytes set aside at once; beyond them, memory grows with what the stream really holds.
  private static let reservation = 1 << 26

  /// What the stream in `range` expands to; nil unless that is whole and `expected` bytes long.
  static func inflated(_ bytes: [UInt8], _ range: Range<Int>, expected: Int) -> [UInt8]? {
    let stream = Stream()
    guard
      inflateInit2_(
        stream.state, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { inflateEnd(stream.state) }
    var result: [UInt8] = []
    result.reserveCapacity(min(expected, reservation))
    var chunk = [UInt8](repeating: 0, count: chunkByteCount)
    var position = range.lowerBound
    while result.count <= expected {
      let input = bytes[position..<min(range.upperBound, position + chunkByteCount)]
      let step = stream.step(input, into: &chunk) { inflate($0, Z_NO_FLUSH) }
      position += step.consumed
      result += chunk[..<step.produced]
      if step.status == Z_STREAM_END {
        return position == range.upperBound && result.count == expected ? result : nil
      }
      if step.status != Z_OK { return nil }
    }
    return nil
  }

  /// The stream that `bytes` compress to.
  static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    let stream = Stream()
    let status = deflateInit2_(
      stream.state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start to compress (status \(status))")
    defer { deflateEnd(stream.state) }
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkByteCount)
    var position = 0
    while true {
      let end = min(bytes.count, position + chunkByteCount)
      let step = stream.step(bytes[position..<end], into: &chunk) {
        deflate($0, end == bytes.count ? Z_FINISH : Z_NO_FLUSH)
      }
      position += step.consumed
      result += chunk[..<step.produced]
      if step.status == Z_STREAM_END { return result }
    }
  }

  /// A zlib stream, which must not move in memory while it is open.
  private final class Stream {
    let state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() { state.initialize(to: z_stream()) }
    deinit { state.deallocate() }

    /// Runs `work` with all of `input` and an empty `output`.
    func step(
      _ input: ArraySlice<UInt8>, into output: inout [UInt8],
      _ work: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> (status: Int32, consumed: Int, produced: Int) {
      var source = Array(input)
      let status = source.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
          state.pointee.next_in = source.baseAddress
          state.pointee.avail_in = UInt32(source.count)
          state.pointee.next_out = target.baseAddress
          state.pointee.avail_out = UInt32(target.count)
          return work(state)
        }
      }
      return (
        status, input.count - Int(state.pointee.avail_in),
        output.count - Int(state.pointee.avail_out)
      )
    }
  }
}
