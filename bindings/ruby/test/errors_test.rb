# frozen_string_literal: true

require_relative "test_helper"

class ErrorsTest < WorkOSDSTest
  CLASSES = %i[InvalidArgumentError AuthenticationError PermissionDeniedError NotFoundError ConflictError
               BadRequestError UnprocessableError RateLimitedError ServerError APIError NetworkError TLSError
               RequestTimeoutError CancelledError ProtocolError PaginationLoopError SignatureError InternalError
               OutOfMemoryError].freeze

  def test_each_status_has_a_class
    statuses = Array.new(WorkOSDS::Library.status_count) { |index| WorkOSDS::Library.status_at(index) }
    assert_equal CLASSES.size, statuses.count(&:negative?)
    CLASSES.each { |name| assert_operator WorkOSDS.const_get(name), :<, WorkOSDS::Error }
  end

  def test_no_answer
    Server.open(->(_, _) { :close }) do |server|
      error = client_of(server, max_retries: 0) do |client|
        assert_raises(WorkOSDS::NetworkError) { client.get_user("u") }
      end
      refute_kind_of WorkOSDS::HTTPError, error
      assert_equal [nil, nil, nil], [error.http_status, error.body, error.request_id]
    end
  end

  def test_the_body_is_what_came
    ["", "\xFF\xFE\0\x80", "{\"message\":\"a\\u0000b\0\xC3\"}", "\r\n" * 5000].each do |text|
      Server.open(->(_, _) { Server.json(text.b, status: "400 Bad") }) do |server|
        error = client_of(server) { |client| assert_raises(WorkOSDS::BadRequestError) { client.get_user("u") } }
        assert_equal [text.b, Encoding::BINARY], [error.body, error.body.encoding]
      end
    end
  end

  def test_retries_and_time_limits
    answers = [Server.json("{}", status: "503 Busy", headers: { "Retry-After" => "0" }), Server.json(Server.user(1))]
    Server.open(->(_, number) { answers.fetch(number) }) do |server|
      assert_equal "directory_user_1", client_of(server) { |client| client.get_user("u").id }
    end
    Server.open(->(_, _) {}) do |server|
      client_of(server, timeout: 0.05, max_retries: 0) do |client|
        assert_raises(WorkOSDS::RequestTimeoutError) { client.get_user("u") }
      end
      client_of(server, call_timeout: Rational(1, 20)) do |client|
        assert_raises(WorkOSDS::RequestTimeoutError) { client.list_users(directory: "d").first }
      end
    end
  end
end
