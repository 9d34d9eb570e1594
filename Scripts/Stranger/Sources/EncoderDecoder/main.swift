import Foundation
import Gradus

/// Images and masks by the batch's number alone.
func batch(_ number: Int) -> (image: Tensor, mask: Tensor) {
  let random = RandomStream(seed: 1, name: "batch \(number)")
  return (.normal([2, 8, 8, 1], from: random), .generate([2, 8, 8, 1]) { Double($0 % 2) })
}

let folder = CommandLine.arguments.dropFirst().first ?? NSTemporaryDirectory() + UUID().uuidString
let loop = makeLoop()
loop.checkpointCadence = .every(3)
if CommandLine.arguments.count > 1 {
  try loop.resume(in: folder)
  try loop.run(to: 12, batch: batch) { if $0.number == 7 { kill(getpid(), SIGKILL) } }
}
let child = try Process.run(URL(fileURLWithPath: CommandLine.arguments[0]), arguments: [folder])
child.waitUntilExit()
try loop.resume(in: folder)
guard child.terminationReason == .uncaughtSignal, loop.stepCount == 6 else { fatalError("no kill") }
try loop.run(to: 12, batch: batch)

let whole = makeLoop(), start = makeLoop()
try whole.run(to: 12, batch: batch)
for (((name, resumed), (_, uninterrupted)), (_, first)) in zip(
  zip(loop.model.stateDictionary, whole.model.stateDictionary), start.model.stateDictionary)
{
  let isStill = resumed.scalars == first.scalars
  guard resumed.scalars == uninterrupted.scalars else { fatalError("\(name) is another one") }
  guard isStill == name.hasPrefix("encoder.") else { fatalError("\(name) moved: \(!isStill)") }
}
print("encoder and decoder: killed at step 7, resumed at 6 to the same bits")
