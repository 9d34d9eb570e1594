extension Lecture {
  /// The data of the challenge: nothing a network decides, compared with what was published.
  static var challenge: [LectureRow] {
    let source = "Russakovsky 2015"
    let garbled = "the text has 7321300: the dash between 732 and 1300 is lost"
    return [
      number(
        .challenge, "training images", "Training set of 1.2M", 1.2, 1, " M", exact: 1.281167,
        source: source),
      number(
        .challenge, "images of the rarest class", "7321300 training samples per class", 732,
        exact: 732, source: source, note: garbled),
      number(
        .challenge, "images of the commonest class", "7321300 training samples per class", 1300,
        exact: 1300, source: source, note: garbled),
      number(
        .challenge, "categories", "1000 categories", 1000, exact: 1000, source: source),
      number(
        .challenge, "validation images", "50K validation set", 50, 0, " K", exact: 50,
        source: source),
      number(
        .challenge, "test images", "100K test set", 100, 0, " K", exact: 100, source: source),
    ]
  }
}
