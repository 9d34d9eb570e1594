extension Tape {
  /// Frees what a node saved for the backward run, as a backward run does when it has passed it.
  ///
  /// A reader of the tape learns what each node keeps alive by releasing the nodes in reverse; no
  /// gradient can pass the node any more.
  public func releaseSaved(of node: Int) {
    // Taken out first: what it frees may be a user's, whose end may look at the tape.
    _ = nodes[node].backward.take()
  }
}
