import Testing

@testable import GradusTensors

/// The number of threads follows control groups and affinity.
@Suite struct AvailableCoresTests {
  private func quota(_ groups: String, _ files: [String: String]) -> Double? {
    AvailableCores.quota(groups: groups) { files[$0] }
  }

  @Test func theLeastQuotaAboveCounts() {
    let files = [
      "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n", "/sys/fs/cgroup/a/cpu.max": "150000 100000\n",
      "/sys/fs/cgroup/cpu.max": "800000 100000\n",
    ]
    #expect(quota("0::/a/b\n", files) == 1.5)
    #expect(quota("0::/\n", files) == 8)
    #expect(quota("0::/other\n", ["/sys/fs/cgroup/other/cpu.max": "max 100000"]) == nil)
  }

  @Test func theFirstVersionIsUnderstoodToo() {
    let files = [
      "/sys/fs/cgroup/cpu/x/cpu.cfs_quota_us": "50000\n",
      "/sys/fs/cgroup/cpu/x/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ]
    #expect(quota("4:memory:/x\n3:cpu,cpuacct:/x\n", files) == 0.5)
    #expect(quota("3:cpu:/\n", files) == nil)
  }

  @Test(arguments: ["", "0::", "nonsense", "0::/a\n\n:::", "0::/\u{0}"])
  func nonsenseIsNoQuota(_ groups: String) {
    #expect(quota(groups, ["/sys/fs/cgroup/cpu.max": "a b c"]) == nil)
  }

  @Test(arguments: [
    ("Name:\tx\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n", 2),
    ("Cpus_allowed:\tff,fffffff1\n", 37),
    ("Cpus_allowed:\t0\n", nil), ("Cpus_allowed:\tzz\n", nil), ("", nil),
  ]) func affinityIsCounted(_ status: String, _ cores: Int?) {
    #expect(AvailableCores.affinity(status: status) == cores)
  }

  @Test func thereIsAtLeastOne() { #expect(AvailableCores.count >= 1) }
}
