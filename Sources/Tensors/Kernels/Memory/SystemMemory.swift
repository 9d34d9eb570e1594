import Foundation

/// Memory from the system.
///
/// Large buffers are mapped by themselves, so that giving them back really does, and aligned so that
/// the kernel can back them with large pages: a first training step otherwise spends a visible share
/// of its time on page faults.
struct SystemMemory {
  let base: UnsafeMutableRawPointer
  let size: Int

  /// What every buffer is aligned to, a cache line.
  static let alignment = 64
  private static let largePage = 2 << 20

  init(base: UnsafeMutableRawPointer, size: Int) { (self.base, self.size) = (base, size) }

  /// Takes memory from the system; nil when there is none. The size is a multiple of a cache line.
  init?(size: Int) {
    guard size >= Self.largePage else {
      var fresh: UnsafeMutableRawPointer?
      guard posix_memalign(&fresh, Self.alignment, size) == 0, let fresh else { return nil }
      self.init(base: fresh, size: size)
      return
    }
    let length = Self.pages(size)
    let mapped = mmap(
      nil, length + Self.largePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let mapped, mapped != MAP_FAILED else { return nil }
    // What lies before and behind the aligned part is given back at once.
    let misplaced = Int(bitPattern: mapped) % Self.largePage
    let head = misplaced == 0 ? 0 : Self.largePage - misplaced
    if head > 0 { munmap(mapped, head) }
    munmap(mapped + head + length, Self.largePage - head)
    #if os(Linux)
      madvise(mapped + head, size / Self.largePage * Self.largePage, MADV_HUGEPAGE)
    #endif
    self.init(base: mapped + head, size: size)
  }

  /// Gives the memory back to the system.
  func free() {
    if size >= Self.largePage {
      munmap(base, Self.pages(size))
    } else {
      Foundation.free(base)
    }
  }

  private static let page = Int(getpagesize())

  private static func pages(_ size: Int) -> Int { (size + page - 1) / page * page }
}
