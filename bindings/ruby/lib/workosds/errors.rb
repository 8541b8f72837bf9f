# frozen_string_literal: true

require "json"
require "workosds/library"

module WorkOSDS
  # Why a call failed. Each status of the library has a subclass: AuthenticationError, NotFoundError, RateLimitedError
  # and so on. status (-8), status_name ("RATE_LIMITED"), http_status, code (the API's own), request_id (for WorkOS's
  # support), body, retry_after in seconds, errors (of the fields that the API refused: hashes with "field", "code" and
  # "message"). What there is none of is nil.
  class Error < StandardError
    attr_reader :status, :status_name, :http_status, :code, :request_id, :retry_after, :errors, :body

    # details: the members of workosds_error_json.
    def initialize(message = nil, details = {})
      super(message)
      @status, @status_name, @http_status, @code, @request_id, @errors, @body, @retryable, delay =
        details.values_at("status", "status_name", "http_status", "code", "request_id", "errors", "body",
                          "is_retryable", "retry_after_ms")
      @http_status = nil if @http_status.eql?(0)
      @retry_after = delay / 1000.0 if delay
      @errors ||= []
    end

    # Whether the same call may well succeed later.
    def retryable? = @retryable || false
  end

  # The client was closed before.
  class ClosedError < Error; end

  # A user's custom attributes do not fit the class asked for.
  class CustomAttributeError < Error; end

  # Makes errors of the library's statuses and error objects.
  #
  # @api private
  module Errors
    NAMES = { "API" => "APIError", "TLS" => "TLSError", "PERMISSION" => "PermissionDeniedError",
              "TIMEOUT" => "RequestTimeoutError" }.freeze

    class << self
      # One class for each status that is an error.
      def define
        statuses = Array.new(Library.status_count) { |index| Library.status_at(index) }.select(&:negative?)
        @classes = statuses.to_h do |status|
          name = Library.status_name(status)
          camel = "#{name.split('_').map(&:capitalize).join}Error"
          [status, WorkOSDS.const_set(NAMES.fetch(name, camel), Class.new(Error))]
        end
      end

      def invalid_argument(message)
        InvalidArgumentError.new(message, { "status" => @classes.key(InvalidArgumentError),
                                            "status_name" => "INVALID_ARGUMENT" })
      end

      # Takes over a workosds_error by its address.
      def take(status, address)
        json = Library.error_json(address)
        details = JSON.parse(Library.text(json.to_i), max_nesting: false)
        @classes.fetch(status, Error).new(details["message"], details)
      ensure
        Library.string_free(json)
        Library.error_free(address)
      end
    end
  end
end
