import ArgumentParser
import Foundation
import Gradus
import Testing

@testable import DegradationStudy

/// The budget follows from what a linear classifier makes of the images, and is told.
@Suite struct StudyBudgetTests {
  private func configuration(_ arguments: String) throws -> StudyConfiguration {
    try StudyConfiguration(
      StudyOptions.parse(arguments.split(separator: " ").map(String.init)))
  }

  @Test(arguments: [StudyPreset.quick, .standard])
  func hardImagesGetLongerTrainings(_ preset: StudyPreset) {
    let usual = preset.scale()
    var (easy, hard) = (usual, usual)
    StudyBudget(linearError: 39).apply(to: &easy)
    #expect(easy == usual)
    StudyBudget(linearError: 40).apply(to: &hard)
    #expect(hard.convolutionalSteps == 3 * usual.convolutionalSteps)
    #expect(hard.curveSteps == 3 * usual.curveSteps && hard.shrinkage == 4)
    // A step on images of half the side costs a quarter.
    #expect(hard.curveShrinkage == 2 && hard.curveBatch == usual.curveBatch)
    #expect(hard.mlpSteps == usual.mlpSteps && hard.seeds == usual.seeds)
  }

  @Test(arguments: [StudyPreset.overnight, .tiny])
  func otherPresetsKeepTheirSizes(_ preset: StudyPreset) {
    var scale = preset.scale()
    StudyBudget(linearError: 100).apply(to: &scale)
    #expect(scale == preset.scale())
  }

  /// Labels that a pixel shows are easy; random ones are guessed, a tenth of them rightly.
  @Test func aLinearClassifierTellsEasyFromHard() throws {
    func images(_ dataset: ImageDataset) -> StudyImages {
      StudyImages(dataset, dataset, factor: 1, trainCount: 600, testCount: 60, fixedCount: 60)
    }
    let noise = NoiseImages.dataset(.train, count: 600)
    #expect((75...100).contains(try LinearProbe.error(images(noise))))
    let pixels: [UInt8] = noise.labels.flatMap { label in
      (0..<784).map { $0 / 78 == label ? 255 : 0 }
    }
    let told = ImageDataset(
      name: "told", pixels: pixels, height: 28, width: 28, channels: 1, labels: noise.labels,
      classNames: noise.classNames)
    #expect(try LinearProbe.error(images(told)) <= 2)
  }

  @Test func aStudyOfNoiseIsFittedAndSaysSo() throws {
    var study = try configuration("--dataset noise --claims 13")
    let usual = study
    let data = try StudyData(study)
    try study.fit(data)
    #expect(try #require(study.linearError) >= 80)
    #expect(study.steps == 3 * usual.steps && study.scale.shrinkage == 4)
    let inputs = ExperimentInputs(configuration: study, data: data, isQuiet: true)
    let plan = study.plan(inputs)
    #expect(plan.budget?["rule"] == StudyBudget.rule)
    #expect(plan.budget?["images of small nets"] == "7 x 7 x 1")
    #expect(plan.budget?["images of full-size nets"] == "14 x 14 x 1")
    #expect(plan.claims.first?.budget?.contains("360 steps of 64 at 0.03") == true)
    let files = try StudyFiles()
    let folder = try StudyFolder(new: files.folder)
    try folder.write(study)
    #expect(try StudyConfiguration(readingFrom: folder) == study)
  }

  /// Nets that are described by hand, the lecture's and long studies have the sizes they are told.
  @Test(arguments: ["--dataset noise --steps 5", "--dataset noise --table lecture"])
  func otherStudiesAreNotFitted(_ arguments: String) throws {
    var study = try configuration(arguments)
    let before = study
    try study.fit(StudyData(study))
    #expect(study == before)
  }

  @Test func everyClaimNamesTheBudgetItHoldsFor() {
    let table = StudyTable.degradation.claims(StudyPreset.quick.scale())
    #expect(table.claims.allSatisfy { $0.budget?.isEmpty == false })
    #expect(table[1]?.budget == "nets before training")
    #expect(table[13]?.budget?.contains("100 steps of 128") == true)
    #expect(table[13]?.budget?.contains("120 steps of 32 at 0.1") == true)
  }
}
