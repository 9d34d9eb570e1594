import Foundation

/// The sizes of a core's data caches, which block sizes follow.
enum CacheSizes {
  /// Bytes of the first level; 32 KiB where the system does not tell.
  static let first = size(level: 1, fallback: 32 << 10)
  /// Bytes of the second level; 512 KiB where the system does not tell.
  static let second = size(level: 2, fallback: 512 << 10)

  private static func size(level: Int, fallback: Int) -> Int {
    #if os(Linux)
      let name = level == 1 ? _SC_LEVEL1_DCACHE_SIZE : _SC_LEVEL2_CACHE_SIZE
      let bytes = sysconf(Int32(name))
      // Between a quarter of the usual and four times it; emulators report odd values.
      if bytes > 0 { return min(max(bytes, fallback / 4), fallback * 4) }
    #endif
    return fallback
  }
}
