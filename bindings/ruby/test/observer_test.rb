# frozen_string_literal: true

require_relative "test_helper"

class ObserverTest < WorkOSDSTest
  BUSY = Server.json("{}", status: "503 Busy", headers: { "Retry-After" => "0", "X-Request-Id" => "req_1" })

  def test_attempts
    attempts = []
    answers = [BUSY, Server.json(Server.user(1))]
    Server.open(->(_, number) { answers.fetch(number) }) do |server|
      client_of(server, on_attempt: ->(attempt) { attempts << attempt }) { |client| client.get_user("u") }
    end
    first, second = attempts
    assert_equal ["GET", "/directory_users/u", 503, "SERVER", 1, "req_1"],
                 [first.method, first.path, first.http_status, first.status_name, first.number, first.request_id]
    assert_equal [200, 0, 2, nil, nil],
                 [second.http_status, second.status, second.number, second.request_id, second.wait_ms]
    assert_operator first.wait_ms, :>=, 0
    assert_operator second.bytes, :>, 10
    assert_predicate first, :frozen?
  end

  def test_no_answer
    attempts = []
    Server.open(->(_, _) { :close }) do |server|
      client_of(server, max_retries: 0, on_attempt: attempts.method(:push)) do |client|
        assert_raises(WorkOSDS::NetworkError) { client.get_user("u") }
      end
    end
    assert_equal [[nil, "NETWORK"]], (attempts.map { |attempt| [attempt.http_status, attempt.status_name] })
  end

  def test_what_it_raises_ends_the_call
    hook = ->(attempt) { raise IndexError, attempt.path unless attempt.path.end_with?("fine") }
    Server.open(->(_, _) { Server.page([Server.user(1)], after: "a") }) do |server|
      client_of(server, on_attempt: hook) do |client|
        3.times { assert_raises(IndexError) { client.get_user("u") } }
        list = client.list_users(directory: "d")
        assert_raises(IndexError) { list.each { flunk } }
        assert_nil list.cursor
      end
    end
  end

  def test_throw_and_exit_inside_it
    Server.open(->(_, _) { BUSY }) do |server|
      client_of(server, on_attempt: ->(_) { throw :out, 5 }) do |client|
        assert_equal 5, (catch(:out) { client.get_user("u") })
      end
      output, _, status = Script.run(<<~RUBY, url: server.url)
        WorkOSDS::Client.open(KEY, base_url: URL, on_attempt: ->(_) { exit 3 }) { |client| client.get_user("u") }
      RUBY
      assert_equal ["", 3], [output, status.exitstatus]
    end
  end

  def test_it_may_use_and_close_the_client
    Server.open(->(head, _) { Server.json(Server.user(head.include?("inner") ? 7 : 1)) }) do |server|
      client = nil
      inner = []
      hook = ->(attempt) { inner << client.get_user("inner").id unless attempt.path.end_with?("inner") }
      client = WorkOSDS::Client.new(KEY, base_url: server.url, on_attempt: hook)
      assert_equal ["directory_user_1", ["directory_user_7"]], [client.get_user("u").id, inner]
      client.close
      client = WorkOSDS::Client.new(KEY, base_url: server.url, on_attempt: ->(_) { client.close })
      assert_equal "directory_user_1", client.get_user("u").id
    end
  end

  def test_each_thread_has_its_own_attempts
    seen = Queue.new
    sandbox(on_attempt: ->(_) { seen << Thread.current }) do |client|
      threads = Array.new(4) { Thread.new { 5.times { client.list_directories.first } } }.each(&:join)
      counts = Array.new(seen.size) { seen.pop }.tally
      assert_equal(threads.to_h { |thread| [thread, 5] }, counts)
    end
  end

  def test_garbage_collection_in_between
    hook = ->(_) { GC.start }
    sandbox(on_attempt: hook, directory_user_requests_per_second: nil) do |client|
      20.times { client.list_directories(limit: 5).each.next }
      assert_equal 250, client.list_users(directory: Sandbox.okta).count
    end
  end

  def test_cancelling_in_it_ends_the_call
    [Server.json(Server.user(1)), Server.json("{}", status: "503 Busy")].each do |answer|
      Server.open(->(_, _) { answer }) do |server|
        client = WorkOSDS::Client.new(KEY, base_url: server.url, on_attempt: ->(_) { client.cancel })
        assert_raises(WorkOSDS::CancelledError) { client.get_user("u") }
        assert_raises(WorkOSDS::CancelledError) { client.delete_directory("d") }
        assert_equal 2, server.requests.size
        client.close
      end
    end
  end

  def test_cancelling_in_it_ends_a_listing
    Server.open(->(_, number) { Server.page([Server.user(number)], after: "a#{number}") }) do |server|
      attempts = 0
      client = WorkOSDS::Client.new(KEY, base_url: server.url, look_ahead: false,
                                    on_attempt: ->(_) { client.cancel if (attempts += 1) == 2 })
      list = client.list_users(directory: "d")
      seen = []
      assert_raises(WorkOSDS::CancelledError) { list.each { |user| seen << user.id } }
      assert_equal [["directory_user_0"], "a0"], [seen, list.cursor]
      assert_equal "directory_user_2", list.first.id # calls begun afterwards work
      client.close
    end
  end
end
