import ArgumentParser
import GradusClaims
import GradusExampleSupport

/// Says what a study would do and how long its nets would take; writes nothing.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Say what a study would do, and write nothing.",
    discussion: """
      Of nets alone, such as those of --preset fig6, it prints the time on this machine, told from a \
      few steps of each; of claims the plan.json that the study would write.
      """)

  @OptionGroup var options: StudyOptions

  func run() throws {
    let options = try options.resolved()
    guard options.dataset.map({ $0.choices.count == 1 }) ?? true else {
      throw UserError("plan takes one --dataset at a time")
    }
    var configuration = try StudyConfiguration(options)
    let data = try StudyData(configuration)
    try configuration.fit(data)
    if configuration.claims == nil {
      print(try StepTimes(configuration.ownRuns, configuration, data).text, terminator: "")
    } else {
      let inputs = ExperimentInputs(configuration: configuration, data: data, isQuiet: true)
      print(try configuration.plan(inputs).json(indented: true))
    }
  }
}
