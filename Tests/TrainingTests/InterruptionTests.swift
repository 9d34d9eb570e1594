import Foundation
import GradusTraining
import Testing

/// Sends this process a signal and waits until it has ended it or set the flag, a second at most:
/// the system hands the signal to whichever thread accepts it.
private func send(_ number: Int32) {
  kill(getpid(), number)
  for _ in 0..<1000 where !Interruption.isRequested { usleep(1000) }
}

/// Sends this process a signal that should end it, and waits a second for that.
private func sendLast(_ number: Int32) {
  kill(getpid(), number)
  sleep(1)
}

/// Signals concern a whole process, so each test has one of its own.
@Suite struct InterruptionTests {
  @Test func theFirstSignalOnlySetsTheFlag() async {
    for number in [SIGINT, SIGTERM] {
      await #expect(processExitsWith: .exitCode(Interruption.exitCode)) {
        [number = number as Int32] in
        Interruption.install()
        precondition(!Interruption.isRequested)
        send(number)
        if Interruption.isRequested { exit(Interruption.exitCode) }
      }
    }
    #expect(Interruption.exitCode == 130)
  }

  @Test func theSecondSignalKills() async {
    for (first, second) in [(SIGINT, SIGINT), (SIGINT, SIGTERM), (SIGTERM, SIGINT)] {
      await #expect(processExitsWith: .signal(second)) {
        [first = first as Int32, second = second as Int32] in
        Interruption.install()
        send(first)
        precondition(Interruption.isRequested)
        sendLast(second)
      }
    }
  }

  @Test func uninstallGivesTheSignalsBack() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      Interruption.install()
      send(SIGTERM)
      precondition(Interruption.isRequested)
      Interruption.uninstall()
      precondition(!Interruption.isRequested)
      sendLast(SIGTERM)
    }
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGINT) { _ in _exit(7) }
      Interruption.install()
      Interruption.install()
      Interruption.uninstall()
      sendLast(SIGINT)
    }
  }

  @Test func installingAgainArmsAgain() async {
    await #expect(processExitsWith: .exitCode(9)) {
      for _ in 0..<3 {
        Interruption.install()
        precondition(!Interruption.isRequested)
        send(SIGINT)
        precondition(Interruption.isRequested)
      }
      exit(9)
    }
  }

  @Test func anIgnoredSignalStaysIgnored() async {
    await #expect(processExitsWith: .exitCode(9)) {
      signal(SIGINT, SIG_IGN)
      Interruption.install()
      kill(getpid(), SIGINT)
      kill(getpid(), SIGINT)
      // The signal sent last still gets through, after the others.
      send(SIGTERM)
      precondition(Interruption.isRequested)
      exit(9)
    }
  }
}
