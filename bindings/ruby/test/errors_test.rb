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

  def test_not_found
    sandbox do |client|
      error = assert_raises(WorkOSDS::NotFoundError) { client.get_user("directory_user_none") }
      assert_equal [-4, "NOT_FOUND", 404, "entity_not_found", nil, [], false],
                   [error.status, error.status_name, error.http_status, error.code, error.retry_after, error.errors,
                    error.retryable?]
      assert_match(/\Areq_/, error.request_id)
      assert_equal "entity_not_found", JSON.parse(error.body)["code"]
      assert_match(/directory_user_none/, error.message)
    end
  end

  def test_statuses_of_answers
    { "400 Bad Request" => "BadRequest", "401 Unauthorized" => "Authentication", "403 Forbidden" => "PermissionDenied",
      "409 Conflict" => "Conflict", "302 Found" => "API", "500 Oops" => "Server" }.each do |status, name|
      Server.open(->(_, _) { Server.json("{}", status: status) }) do |server|
        client_of(server, max_retries: 0) do |client|
          error = assert_raises(WorkOSDS.const_get("#{name}Error")) { client.get_group("g") }
          assert_equal status.to_i, error.http_status
          assert_kind_of WorkOSDS::HTTPError, error
        end
      end
    end
  end

  def test_field_errors
    answer = { "message" => "Validation failed", "errors" => [{ "field" => "limit", "code" => "too_large" }] }
    Server.open(->(_, _) { Server.json(answer, status: "422 Unprocessable") }) do |server|
      error = client_of(server) { |client| assert_raises(WorkOSDS::UnprocessableError) { client.get_group("g") } }
      assert_equal [%w[limit too_large]], (error.errors.map { |field| field.values_at("field", "code") })
    end
  end

  def test_rate_limit
    answer = Server.json('"Ratelimited"', status: "429 Too Many", headers: { "Retry-After" => "120" })
    Server.open(->(_, _) { answer }) do |server|
      error = client_of(server) { |client| assert_raises(WorkOSDS::RateLimitedError) { client.get_user("u") } }
      assert_equal [120.0, true, 1], [error.retry_after, error.retryable?, server.requests.size]
    end
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

  def test_answers_that_are_none
    ["[]", "{", '{"data":null}'].each do |body|
      Server.open(->(_, _) { Server.json(body) }) do |server|
        client_of(server) do |client|
          error = assert_raises(WorkOSDS::ProtocolError) { client.list_users(directory: "d").to_a }
          assert_equal body, error.body
        end
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

  def test_commands
    sandbox do |client|
      victim = client.list_directories.find { |directory| directory.type == "rippling scim v2.0" }
      assert_nil client.delete_directory(victim.id)
      eventually { !client.list_directories.map(&:id).include?(victim.id) }
      assert_raises(WorkOSDS::NotFoundError) { client.delete_directory("directory_none") }
      google = client.list_directories.find { |directory| directory.type == "gsuite directory" }
      assert_nil client.request_directory_sync(google.id)
      assert_raises(WorkOSDS::RateLimitedError) { client.request_directory_sync(google.id) }
    end
  end
end
