/// How kernels with one value a channel cut a channels-last tensor.
///
/// The tensor is a run of strips, each of several whole rows: few channels still make long inner
/// loops. Strips make blocks, over which sums may run in the element's precision, and blocks make
/// the chunks that threads claim. Everything depends on the shape only.
struct ChannelRows {
  let channels: Int
  /// All elements.
  let count: Int
  /// Elements of a strip; the last strip of a tensor may be shorter.
  let strip: Int
  /// Elements of a piece, whole strips: what passes through a scratch buffer in the innermost cache.
  let piece: Int
  /// Elements of a block, whole strips.
  let block: Int
  /// Elements of a chunk, a multiple of a block.
  let chunk: Int

  init(_ shape: Shape) {
    channels = shape[-1]
    count = shape.count
    // A strip is not longer than a small tensor, of which most of it would be unused.
    let rows = count / max(1, channels)
    strip = max(1, channels) * max(1, min(128 / max(1, channels), rows))
    piece = strip * max(1, min(2048 / strip, (count + strip - 1) / strip))
    block = strip * max(16, 8192 / strip)
    chunk = block * 8
  }

  var chunkCount: Int { (count + chunk - 1) / chunk }

  /// The elements of a chunk.
  func elements(ofChunk index: Int) -> Range<Int> {
    index * chunk..<min(count, (index + 1) * chunk)
  }
}
