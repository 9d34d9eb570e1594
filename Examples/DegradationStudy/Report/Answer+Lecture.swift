import GradusClaims

extension Answer {
  /// The lecture's claims by verdict, each with the number that decided it.
  var lectureParagraphs: [[String]] {
    let groups: [(Verdict, String)] = [
      (.supported, "Held up"), (.refuted, "Did not hold up"), (.undecided, "Stayed open"),
    ]
    return groups.compactMap { verdict, title in
      let found = entries.filter { $0.verdict == verdict }
      guard !found.isEmpty else { return nil }
      let claims = found.map { "\($0.title) \($0.reference)" }
      return ["\(title): \(claims.joined(separator: "; "))."]
    }
  }

  /// How many of the lecture's claims held up.
  var lectureHeadline: String {
    func count(_ verdict: Verdict) -> Int { entries.count { $0.verdict == verdict } }
    let decided = count(.supported) + count(.refuted)
    guard decided > 0 else { return "The lecture's claims, tested" }
    return "Of \(entries.count) claims of the lecture \(count(.supported)) held up, "
      + "\(count(.refuted)) did not, \(count(.undecided)) stayed open"
  }
}
