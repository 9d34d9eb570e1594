/// How long something took.
public func seconds(_ body: () throws -> Void) rethrows -> Double {
  let took = try ContinuousClock().measure(body)
  return Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
}
