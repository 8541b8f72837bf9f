# frozen_string_literal: true

# The errors: one class for each error status of the library, a base class for HTTP errors, and two of the binding's own.
module WorkOSDS
  # The base class of all errors of this gem.
  class Error < StandardError
    # The library's status, such as -8; nil for errors of the binding's own.
    STATUS = nil

    # The HTTP status of the answer; nil if no answer came.
    attr_reader :http_status
    # The API's own error code, "entity_not_found"; nil if the answer had none.
    attr_reader :code
    # The answer's X-Request-Id, for WorkOS's support.
    attr_reader :request_id
    # Seconds that the server asked to wait, counted from the answer; nil if it named no time.
    attr_reader :retry_after
    # The fields that the API refused: hashes with "field", "code" and "message".
    attr_reader :errors
    # The bytes of the answer's body, in ASCII-8BIT; nil if no answer came. If the server sent the API key back, it is in
    # the body. It is in no other attribute and in no message.
    attr_reader :body

    # details: the members of the library's workosds_error_json, with the body as bytes.
    def initialize(message = nil, details = {})
      super(message)
      http_status = details["http_status"]
      retry_after_ms = details["retry_after_ms"]
      @http_status = http_status unless http_status == 0 # rubocop:disable Style/NumericPredicate
      @code = details["code"]
      @request_id = details["request_id"]
      @retry_after = retry_after_ms / 1000.0 if retry_after_ms
      @retryable = details["is_retryable"] || false
      @errors = details["errors"] || []
      @body = details["body"]
    end

    def status = self.class::STATUS
    # The name of the status, "RATE_LIMITED".
    def status_name = status && Library.status_name(status)
    # Whether the same call may succeed later.
    def retryable? = @retryable
  end

  # The server answered with a status outside 2xx; http_status is that status. The base class of AuthenticationError,
  # PermissionDeniedError, NotFoundError, ConflictError, BadRequestError, UnprocessableError, RateLimitedError,
  # ServerError and APIError.
  class HTTPError < Error; end

  # An argument is invalid. Nothing was sent.
  class InvalidArgumentError < Error; end

  # HTTP 401: the API key is missing, wrong or revoked.
  class AuthenticationError < HTTPError; end

  # HTTP 403.
  class PermissionDeniedError < HTTPError; end

  # HTTP 404.
  class NotFoundError < HTTPError; end

  # HTTP 409: a sync of the directory is in progress.
  class ConflictError < HTTPError; end

  # HTTP 400.
  class BadRequestError < HTTPError; end

  # HTTP 422: `errors` has the fields that the API refused.
  class UnprocessableError < HTTPError; end

  # HTTP 429, after the retries; `retry_after` has the seconds to wait.
  class RateLimitedError < HTTPError; end

  # HTTP 5xx, after the retries.
  class ServerError < HTTPError; end

  # Any other status outside 2xx, redirects included.
  class APIError < HTTPError; end

  # No complete answer: name lookup, connection or proxy failed, or the connection was cut off.
  class NetworkError < Error; end

  # The certificate is not trusted, or the TLS handshake failed.
  class TLSError < Error; end

  # One of the client's time limits was reached.
  class RequestTimeoutError < Error; end

  # The call was ended by Client#cancel.
  class CancelledError < Error; end

  # The answer is not HTTP, or a 2xx answer without what the API promises.
  class ProtocolError < Error; end

  # The server sent the same cursor twice. The list is incomplete.
  class PaginationLoopError < Error; end

  # The signature of a webhook is wrong, or its time is too far off.
  class SignatureError < Error; end

  # No descriptor was left, or there is a defect in the library or in one that it uses.
  class InternalError < Error; end

  # There was no memory for an answer.
  class OutOfMemoryError < Error; end

  # The client is closed.
  class ClosedError < Error
    def initialize(message = "The client was closed.", *) = super
  end

  # A user's custom attributes do not fit the class that the call named.
  class CustomAttributeError < Error; end

  # Gives each error status of the library its class.
  module ErrorClasses
    ANOTHER_NAME = { "API" => :APIError, "TLS" => :TLSError, "PERMISSION" => :PermissionDeniedError,
                     "TIMEOUT" => :RequestTimeoutError }.freeze

    class << self
      # Classes by status. A status of a newer library gets a class made for it.
      def by_status
        statuses = Array.new(Library.status_count) { |index| Library.status_at(index) }
        statuses.select(&:negative?).to_h { |status| [status, error_class(status)] }
      end

      private

      def error_class(status)
        name = constant_name(Library.status_name(status))
        WorkOSDS.const_set(name, Class.new(Error)) unless WorkOSDS.const_defined?(name, false)
        error_class = WorkOSDS.const_get(name, false)
        error_class.const_set(:STATUS, status)
        error_class
      end

      # :NotFoundError for "NOT_FOUND".
      def constant_name(status_name)
        ANOTHER_NAME.fetch(status_name) { :"#{status_name.split('_').map(&:capitalize).join}Error" }
      end
    end
  end
  private_constant :ErrorClasses

  Error::CLASSES = ErrorClasses.by_status.freeze
end
