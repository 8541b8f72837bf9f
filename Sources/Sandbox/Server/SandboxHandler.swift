/// Applies faults, delays and limits to each request, and adds the request id and compression to each response.
struct SandboxHandler: Sendable {
    private let router: Router
    private let control: ControlRoutes
    private let faults = FaultList()
    private let requests = RequestLog()
    private let behaviors: BehaviorControl
    private let usesGzip: Bool

    init(store: Store, webhooks: Webhooks, behaviors: BehaviorControl, usesGzip: Bool) {
        router = Router(store: store, behaviors: behaviors)
        control = ControlRoutes(
            store: store,
            behaviors: behaviors,
            events: EventRoutes(store: store, webhooks: webhooks),
            faults: faults,
            requests: requests
        )
        self.behaviors = behaviors
        self.usesGzip = usesGzip
    }

    func answer(_ request: Request) async -> Answer {
        var answer: Answer
        switch request.segments {
        case ["health"]: answer = Answer(["status": "ok"])
        case let segments? where segments.first == "_sandbox": answer = await control.answer(request)
        default: return await apiAnswer(request)
        }
        finish(&answer, for: request, mayCompress: true)
        return answer
    }

    /// Requests to the API are logged and subject to faults; those to the control API are neither.
    private func apiAnswer(_ request: Request) async -> Answer {
        let number = requests.arrived(request)
        let fault = faults.take(for: request)
        if let fault, fault.delay > 0 { try? await Task.sleep(for: .milliseconds(fault.delay)) }
        var answer: Answer
        if let given = fault?.answer {
            answer = given
        } else if fault == nil, behaviors.happens(.cloudflareErrors) {
            answer = Answer.cloudflare(behaviors.current.cloudflareStatus) {
                behaviors.number(below: $0, for: .cloudflareErrors)
            }
        } else {
            answer = await router.answer(request)
            if let body = fault?.body { answer.body = body }
        }
        finish(&answer, for: request, mayCompress: fault?.body == nil)
        fault?.change(&answer)
        requests.answered(number, status: answer.interruption == .beforeAnswer ? nil : answer.status)
        return answer
    }

    private func finish(_ answer: inout Answer, for request: Request, mayCompress: Bool) {
        answer[header: "X-Request-Id"] = Identifier.random("req_")
        // The client of a HEAD request would read a body as the start of the next response.
        if request.method == "HEAD" { answer.body = [] }
        guard usesGzip, mayCompress, answer.body.count > 1024 else { return }
        answer[header: "Vary"] = "Accept-Encoding"
        if request.acceptsGzip, let compressed = Gzip.compress(answer.body) {
            answer.body = compressed
            answer[header: "Content-Encoding"] = "gzip"
        }
    }
}
