import ArgumentParser
import Foundation
import GradusClaims

/// Lists the claims.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims", abstract: "List the claims, what each is tested with, and its source.")

  @Option(help: "The preset whose sizes count: quick, standard, overnight or fig6.")
  var preset: StudyPreset = .quick

  @Option(help: "The table: degradation or lecture.")
  var table: StudyTable = .degradation

  func run() {
    let scale = preset.scale()
    let planned = table.experiments(in: preset)
    for claim in table.claims(scale).claims {
      let isRun = claim.experiments.allSatisfy(planned.contains)
      let number = String(repeating: " ", count: claim.number < 10 ? 1 : 0) + "\(claim.number)"
      let title = TextLines.wrapped("\(claim.title) (\(claim.source))", width: 96)
      print("\(number)  \(title.joined(separator: "\n    "))")
      for line in TextLines.wrapped(claim.statement, width: 92) { print("    \(line)") }
      for criterion in claim.criteria {
        let text = "- \(criterion.quantity): \(criterion.requirement.text)"
        for line in TextLines.wrapped(text, width: 92) { print("    \(line)") }
      }
      if !isRun { print("    not run in the preset \(preset.rawValue)") }
    }
  }
}
