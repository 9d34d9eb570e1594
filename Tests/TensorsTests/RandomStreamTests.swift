import GradusTensors
import Testing

@Suite struct RandomStreamTests {
  @Test func dependsOnSeedNameAndIndexOnly() {
    let stream = RandomStream(seed: 1, name: "conv1.weight")
    #expect(stream.bits(7) == RandomStream(seed: 1, name: "conv1.weight").bits(7))
    #expect(stream.bits(7) != RandomStream(seed: 2, name: "conv1.weight").bits(7))
    #expect(stream.bits(7) != RandomStream(seed: 1, name: "conv2.weight").bits(7))
  }
}
