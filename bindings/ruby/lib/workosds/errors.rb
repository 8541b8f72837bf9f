# frozen_string_literal: true

# The classes of errors, one for each status of the library that is an error.
module WorkOSDS
  # Why a call failed. Each status of the library has a subclass: AuthenticationError, NotFoundError, RateLimitedError
  # and so on. status (-8), status_name ("RATE_LIMITED"), http_status, code (the API's own), request_id (for WorkOS's
  # support), body (the answer's bytes as they came, in ASCII-8BIT: it alone may hold the API key, where the server sent
  # that back), retry_after in seconds, errors (of the fields that the API refused: hashes with "field", "code" and
  # "message"). What there is none of is nil.
  class Error < StandardError
    STATUS = nil

    attr_reader :http_status, :code, :request_id, :retry_after, :errors, :body

    # details: the members of workosds_error_json.
    def initialize(message = nil, details = {})
      super(message)
      @code, @request_id, @body, @retryable = details.values_at("code", "request_id", "body", "is_retryable")
      @http_status = details["http_status"]&.nonzero?
      @retry_after = details["retry_after_ms"]&.fdiv(1000)
      @errors = details["errors"] || []
    end

    def status = self.class::STATUS
    def status_name = status && Library.status_name(status)
    # Whether the same call may well succeed later.
    def retryable? = @retryable || false
  end

  # An answer outside 2xx: the base of the nine classes for HTTP statuses. http_status has the number.
  class HTTPError < Error; end

  # The client was closed before.
  class ClosedError < Error
    def initialize(message = "The client was closed.", *) = super
  end

  # A user's custom attributes do not fit the class asked for.
  class CustomAttributeError < Error; end

  names = { "API" => "APIError", "TLS" => "TLSError", "PERMISSION" => "PermissionDeniedError",
            "TIMEOUT" => "RequestTimeoutError" }
  http = %w[AUTHENTICATION PERMISSION NOT_FOUND CONFLICT BAD_REQUEST UNPROCESSABLE RATE_LIMITED SERVER API]
  statuses = Array.new(Library.status_count) { |index| Library.status_at(index) }.select(&:negative?)
  Error::CLASSES = statuses.to_h do |status|
    words = Library.status_name(status)
    name = names.fetch(words) { "#{words.split('_').map(&:capitalize).join}Error" }
    base = http.include?(words) ? HTTPError : Error
    [status, const_set(name, Class.new(base) { const_set(:STATUS, status) })]
  end.freeze
end
