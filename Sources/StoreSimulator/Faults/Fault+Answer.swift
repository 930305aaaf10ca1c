extension Fault {
  /// The answer in place of carrying the request out; `nil` when it is carried out.
  var answerBefore: StoreAnswer? {
    switch self {
    case .overload: StoreAnswer(.overloaded)
    case .error(let status, .before): StoreAnswer(.failed(status: status))
    case .html(let status, .before): StoreAnswer(htmlWithStatus: status)
    case .reset(.before): Self.noAnswer
    case .redirect(let status, let location): Self.redirect(status, to: location)
    default: nil
    }
  }

  /// What becomes of the answer once the request is carried out.
  func answer(after answer: StoreAnswer) -> StoreAnswer {
    var answer = answer
    switch self {
    case .error(let status, .after): return StoreAnswer(.failed(status: status))
    case .html(let status, .after): return StoreAnswer(htmlWithStatus: status)
    case .reset(.after): return Self.noAnswer
    case .truncate: answer.delivery = .cut
    case .drip(let bytes, let pause): answer.delivery = .dripping(bytes: bytes, pause: pause)
    default: break
    }
    return answer
  }

  private static var noAnswer: StoreAnswer {
    var answer = StoreAnswer(status: 500)
    answer.delivery = .reset
    return answer
  }

  private static func redirect(_ status: Int, to location: String) -> StoreAnswer {
    var answer = StoreAnswer(status: status)
    answer.headers = [(name: "Location", value: location)]
    return answer
  }
}
