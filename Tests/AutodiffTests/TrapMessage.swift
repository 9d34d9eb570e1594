import Testing

/// What a trapped process wrote to its standard error.
func trapMessage(_ result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}
