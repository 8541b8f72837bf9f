# frozen_string_literal: true

require_relative "test_helper"

class ArgumentsTest < WorkOSDSTest
  # A server that no test may reach.
  def setup
    @server = Server.new(->(_, _) { Server.json("{}") })
    @client = WorkOSDS::Client.new(KEY, base_url: @server.url)
  end

  def teardown
    @client.close
    @server.close
    assert_equal 0, @server.requests.size
  end

  def test_nul_bytes_are_refused_before_the_call
    calls = [-> { @client.get_user("user\0x") }, -> { @client.get_group("\0") }, -> { @client.delete_directory("d\0") },
             -> { @client.get_directory("d\0") }, -> { @client.request_directory_sync("d\0") },
             -> { @client.list_users(directory: "d\0e") }, -> { @client.list_groups(user: "u\0") },
             -> { @client.list_directories(search: "a\0") }, -> { @client.list_users(directory: "d", after: "c\0") },
             -> { WorkOSDS::Client.new("sk\0") }, -> { WorkOSDS::Client.new(KEY, base_url: "https://a\0b") }]
    calls.each do |call|
      error = assert_raises(WorkOSDS::InvalidArgumentError, &call)
      assert_equal [-1, "INVALID_ARGUMENT"], [error.status, error.status_name]
      assert_match(/NUL/, error.message)
    end
  end

  def test_what_the_library_refuses_is_refused_when_the_list_is_made
    [{}, { directory: "d", limit: 0 }, { directory: "d", limit: 101 }, { directory: "d", limit: 2**40 },
     { directory: "d", max_items: 0 }, { directory: "d", max_items: -1 }, { directory: "d", order: "up" },
     { directory: "d", after: "a", before: "b" }].each do |arguments|
      assert_raises(WorkOSDS::InvalidArgumentError, arguments.inspect) { @client.list_users(**arguments) }
    end
    ["", ".", ".."].each { |id| assert_raises(WorkOSDS::InvalidArgumentError) { @client.get_user(id) } }
  end

  def test_types
    assert_raises(TypeError) { @client.get_user(5) }
    assert_raises(TypeError) { @client.list_users(directory: ["d"]) }
    assert_raises(TypeError) { @client.list_users(directory: "d", limit: "10") }
    assert_raises(ArgumentError) { @client.list_users(directory: "d", limits: 10) }
    assert_raises(ArgumentError) { WorkOSDS::Client.new(KEY, base_uri: "https://example.com") }
    assert_raises(TypeError) { WorkOSDS::Client.new(KEY, timeout: "60") }
  end

  def test_options
    [{ timeout: 0 }, { timeout: -1 }, { call_timeout: Float::NAN }, { call_timeout: Float::INFINITY },
     { max_retries: -1 }, { max_retries: 101 }, { max_response_bytes: 0 }, { ca_file: "/no/such/file" },
     { directory_user_requests_per_second: 0 }, { app_name: "my app" }, { base_url: "http://example.com" },
     { base_url: "ftp://example.com" }, { max_retry_wait: nil }].each do |options|
      assert_raises(WorkOSDS::InvalidArgumentError, options.inspect) { WorkOSDS::Client.new(KEY, **options) }
    end
    options = { base_url: "http://example.com", allow_plain_http: true, timeout: 1e30, connect_timeout: nil, proxy: nil,
                max_retries: 0, max_response_bytes: 1, look_ahead: false, app_name: "myapp/1.2", no_proxy: "*",
                directory_user_requests_per_second: nil }
    assert_equal :done, WorkOSDS::Client.open(KEY, **options) { :done }
    assert_raises(WorkOSDS::InvalidArgumentError) { WorkOSDS::Client.new }
  end

  def test_text_in_other_encodings
    assert_raises(WorkOSDS::InvalidArgumentError) { @client.get_user("\xE9".b) }
    assert_raises(WorkOSDS::InvalidArgumentError) { @client.get_user("\xE9") }
    Server.open(->(_, _) { Server.json(Server.user(1)) }) do |server|
      client_of(server) { |client| client.get_user("é/?".encode(Encoding::ISO_8859_1)) }
      assert_equal "GET /directory_users/%C3%A9%2F%3F", server.requests.pop
    end
  end

  def test_options_reach_the_server
    heads = Queue.new
    Server.open(->(head, _) { heads << head and Server.json(Server.user(1)) }) do |server|
      client_of(server, app_name: "myapp/1.2") { |client| client.get_user("u") }
      head = heads.pop
      assert_match(%r{^User-Agent: libworkosds/\S+ myapp/1.2\r$}i, head)
      assert_match(/^Authorization: Bearer #{KEY}\r$/i, head)
    end
  end
end
