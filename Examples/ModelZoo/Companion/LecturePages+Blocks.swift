import Gradus

extension LecturePages {
  /// Blocks drawn from the networks, with the nodes and arrows of their papers' figures in words.
  static func blocks(_ zoo: String) throws -> [LecturePage] {
    try PaperBlock.groups.map { group in
      let isChain = group.blocks.allSatisfy { $0.ends.count < 3 }
      return LecturePage(
        .blocks, group.title, group.statement,
        group.blocks.prefix(1).map { "\(zoo) draw \($0.network) --module \($0.module)" },
        // A chain is wide and low, branches are high.
        picture: .drawing(
          NetworkGraph.svg(
            try group.blocks.map { try $0.graph() },
            identifier: "blocks-\(group.blocks[0].network)",
            title: group.title, direction: isChain ? .right : .down,
            labels: isChain ? .turned : .short)),
        notes: group.blocks.map { (heading: $0.paper, text: $0.words) }, isWide: true,
        source: "the papers' figures; drawings read off the tape")
    }
  }
}
