# frozen_string_literal: true

# One class for each error status of the library, a base class for HTTP errors, and two that only the binding raises.
module WorkOSDS
  # The base class of all errors of this gem.
  class Error < StandardError
    # The library's status, such as -8; nil for errors that only the binding raises.
    STATUS = nil

    # The HTTP status; nil if there was no response.
    attr_reader :http_status
    # The API's error code, "entity_not_found"; nil if the response had none.
    attr_reader :code
    # The response's X-Request-Id, for WorkOS support.
    attr_reader :request_id
    # Seconds to wait, as requested by the server, from the time of the response; nil if it sent none.
    attr_reader :retry_after
    # The fields that the API rejected: hashes with "field", "code" and "message".
    attr_reader :errors
    # The response body in ASCII-8BIT; nil if there was no response. If the server sent the API key back, it is in the
    # body, but in no other attribute and in no message.
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

  # HTTP 422: `errors` has the fields that the API rejected.
  class UnprocessableError < HTTPError; end

  # HTTP 429, after the retries; `retry_after` has the seconds to wait.
  class RateLimitedError < HTTPError; end

  # HTTP 5xx, after the retries.
  class ServerError < HTTPError; end

  # Any other status outside 2xx, including redirects.
  class APIError < HTTPError; end

  # No complete response: name resolution, connection or proxy failed, or the connection was cut off.
  class NetworkError < Error; end

  # The certificate is not trusted, or the TLS handshake failed.
  class TLSError < Error; end

  # One of the client's time limits was reached.
  class RequestTimeoutError < Error; end

  # The call was ended by Client#cancel.
  class CancelledError < Error; end

  # The response is not HTTP, or a 2xx response that the API does not document.
  class ProtocolError < Error; end

  # The server sent the same cursor twice. The list is incomplete.
  class PaginationLoopError < Error; end

  # A webhook's signature is invalid, or its time is too far off.
  class SignatureError < Error; end

  # No descriptor was left, or there is a bug in the library or in one that it uses.
  class InternalError < Error; end

  # Memory ran out.
  class OutOfMemoryError < Error; end

  # The client is closed.
  class ClosedError < Error
    def initialize(message = "The client was closed.", *) = super
  end

  # A user's custom attributes do not match the class given to the call.
  class CustomAttributeError < Error; end

  # The class of each error status of the library.
  module ErrorClasses
    ANOTHER_NAME = { "API" => :APIError, "TLS" => :TLSError, "PERMISSION" => :PermissionDeniedError,
                     "TIMEOUT" => :RequestTimeoutError }.freeze

    class << self
      # Classes by status. A status of a newer library gets a new class.
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
