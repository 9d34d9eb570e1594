import GradusClaims

/// After ResNet: ensembles, better blocks, small nets, and search.
extension LectureClaims {
  var later: [Claim] {
    [
      Claim(
        12, "An ensemble beats its members", source: "slide “2016 winners”: multi-scale ensemble",
        statement: "Nets of several families that vote err less often than the best of them.",
        expected: "a lower error than the mean and than the best member",
        experiments: [.ensembleVotes],
        criteria: [
          votes("mean member − ensemble", .meanMemberError, .ensembleError),
          votes("best member − ensemble", .bestMemberError, .ensembleError),
        ]),
      Claim(
        13, "Scales and mirror images add to it",
        source: "slide “2016 winners”: multi-scale ensemble",
        statement:
          "An ensemble that looks at each image in two scales and mirrored errs less often "
          + "than one that looks once.",
        expected: "a lower error", experiments: [.ensembleVotes],
        criteria: [votes("once − with views", .ensembleError, .viewsError)]),
      better(
        14, "Parallel paths improve a ResNet", .groupedBottlenecks, "ResNeXt; Xie et al. 2016",
        "Bottlenecks of several groups"),
      better(
        15, "Squeeze and excitation improves a ResNet", .excitation, "SENet; Hu et al. 2017",
        "Bottlenecks with squeeze and excitation"),
      better(
        16, "Dense connections improve on a ResNet", .denseNet, "DenseNets; Huang et al. 2016",
        "Layers that each read all before them"),
      better(
        17, "Depthwise filters get more out of the cost", .depthwise,
        "tiny networks (MobileNets); Howard et al. 2017", "Depthwise separable convolutions"),
      Claim(
        18, "Searched cells beat random ones",
        source: "slide “Summary”: neural architecture search",
        statement:
          "The cell that a short search picks trains to a lower test loss than cells drawn "
          + "at random.",
        expected: "a lower loss than the mean of three random cells", experiments: [.cellSearch],
        criteria: [
          Criterion("test loss, mean of random cells − searched", .positive) { seed in
            let random = CellSearch.randomCells.compactMap {
              seed.value(.cellSearch, $0, .testLoss)
            }
            guard random.count == CellSearch.randomCells.count else { return nil }
            return seed.difference(
              random.reduce(0, +) / Double(random.count),
              seed.value(.cellSearch, .searchedCell, .testLoss))
          }
        ]),
    ]
  }

  private func votes(_ text: String, _ more: Quantity, _ less: Quantity) -> Criterion {
    Criterion("test error, \(text)", .positive) { seed in
      seed.difference(
        seed.value(.ensembleVotes, .familyEnsemble, more),
        seed.value(.ensembleVotes, .familyEnsemble, less))
    }
  }

  /// A family that trains to a lower loss than bottlenecks of the same cost.
  private func better(
    _ number: Int, _ title: String, _ subject: Subject, _ source: String, _ what: String
  ) -> Claim {
    Claim(
      number, title, source: "slide “Improving ResNets”: \(source)",
      statement: "\(what) reach a lower loss than bottlenecks of equal multiply-adds.",
      expected: "a lower loss", experiments: [.families],
      criteria: [
        .equalCost(.families, subject, and: .bottlenecks),
        .lowerLoss(.families, subject, than: .bottlenecks),
      ])
  }
}
