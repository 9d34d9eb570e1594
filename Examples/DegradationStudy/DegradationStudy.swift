import ArgumentParser
import Gradus
import GradusExampleSupport

/// Tests what is claimed about depth and gradient flow on plain and residual nets and real images.
@main
struct DegradationStudy: GradusProgram {
  static let configuration = CommandConfiguration(
    commandName: "DegradationStudy",
    abstract: "Train plain and residual nets of growing depth and see why depth hurts the former.",
    discussion: """
      Tests the claims of the literature about depth and gradient flow, each with its uncertainty, \
      and ends in a report. With --depths, --kinds, --width, --seeds, --steps, --batch-size, \
      --learning-rate or --convolution-accuracy and without --claims it only trains the nets they \
      describe: those of He et al. 2015, section 4.2, all nets of a seed on the same batches. \
      --preset fig6 trains those of Fig. 6 on CIFAR-10 at an eighth of its length.

      Results go to the output folder: report.html, results.json, plan.json, config.json, \
      environment.json, a record for every trial in experiments and for every net in runs.

      Exit codes: 0 done, 2 wrong input, 130 interrupted (continue with --resume).
      """,
    version: versionText,
    subcommands: [
      RunCommand.self, PlanCommand.self, ClaimsCommand.self, ReportCommand.self,
      AgreementCommand.self,
      ErrorsCommand.self, PowerCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}
