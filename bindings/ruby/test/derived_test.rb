# frozen_string_literal: true

require_relative "test_helper"

# Clients returned by Client#with: lifetime, threads, hooks, processes.
class DerivedTest < WorkOSDSTest
  USER = Server.json(Server.user(1))
  ANSWER = ->(head, _) { head.include?("?") ? Server.page([Server.user(1), Server.user(2)]) : USER }

  def test_an_unknown_option
    sandbox do |client|
      assert_raises(ArgumentError) { client.with(nonsense: 1) }
      ["X: y", [%w[X y]], { "X" => 1 }, { 1 => "x" }].each do |headers|
        assert_raises(TypeError) { client.with(headers: headers) }
      end
    end
  end

  def test_nil_removes_a_time_limit
    ended = Queue.new
    answer = ->(head, _) { head.include?("first") ? ended.pop : sleep(0.3) && USER }
    Server.open(answer) do |server|
      client_of(server, timeout: 0.1, call_timeout: 0.1, max_retries: 0) do |client|
        assert_raises(WorkOSDS::RequestTimeoutError) { client.get_user("first") }
        assert_equal "directory_user_1", client.with(timeout: nil, call_timeout: nil).get_user("second").id
      end
    end
  end

  def test_closing_the_first_one
    Server.open(ANSWER) do |server|
      client = WorkOSDS::Client.new(KEY, base_url: server.url)
      derived = client.with(timeout: 30)
      enumerator = derived.list_users(directory: "d").each.tap(&:next)
      client.close
      assert_raises(WorkOSDS::ClosedError) { client.with(timeout: 1) }
      assert_equal %w[directory_user_1 directory_user_2], [derived.get_user("u").id, enumerator.next.id]
      derived.close
      assert_raises(WorkOSDS::ClosedError) { derived.get_user("u") }
    end
  end

  def test_closing_the_derived_one
    kept = nil
    Server.open(ANSWER) do |server|
      client_of(server) do |client|
        assert_equal :value, (client.with(timeout: 30) { |derived| :value.tap { kept = derived } })
        assert_predicate kept, :closed?
        refute_predicate client, :closed?
        assert_equal "directory_user_1", client.get_user("u").id
      end
    end
  end

  def test_a_symbol_as_the_name_of_a_header
    head = nil
    Server.open(->(given, _) { (head = given) && USER }) do |server|
      client_of(server) { |client| client.with(headers: { traceparent: "00-1" }).get_user("u") }
    end
    assert_includes head, "\r\ntraceparent: 00-1\r\n"
  end

  # Cancelling one of them in the hook ends its calls only.
  def test_a_hook_that_both_have
    seen = []
    Server.open(ANSWER) do |server|
      client = nil
      hook = ->(attempt) { (seen << attempt.headers) && attempt.path.end_with?("cancel") && client.cancel }
      client = WorkOSDS::Client.new(KEY, base_url: server.url, on_attempt: hook, headers: { "X-A" => "1" })
      derived = client.with(headers: { "X-B" => "2" })
      assert_equal "directory_user_1", derived.get_user("cancel").id
      assert_raises(WorkOSDS::CancelledError) { client.get_user("cancel") }
      derived.with(on_attempt: ->(attempt) { seen << attempt.headers.keys }).get_user("u")
      client.close
    end
    assert_equal [{ "X-B" => "2" }, { "X-A" => "1" }, ["X-B"]], seen
  end

  def test_many_threads
    heads = Queue.new
    Server.open(->(head, _) { (heads << head) && USER }) do |server|
      client_of(server) do |client|
        Array.new(8) do |number|
          Thread.new { 25.times { client.with(headers: { "X-Thread" => number.to_s }).get_user(number.to_s) } }
        end.each(&:join)
      end
    end
    assert_equal 200, heads.size
    heads.size.times do
      head = heads.pop
      assert_includes head, "\r\nX-Thread: #{head[%r{/(\d) }, 1]}\r\n"
    end
  end

  def test_garbage_in_any_order_without_a_warning
    output, errors, status = Script.run(<<~RUBY, url: Sandbox.url)
      20.times do |round|
        client = WorkOSDS::Client.new(KEY, base_url: URL, on_attempt: ->(_) {})
        derived = Array.new(3) { |number| client.with(headers: { "X" => number.to_s }) }
        enumerators = derived.map { |one| one.list_directories(limit: 5).each.tap(&:next) }
        round.even? ? derived.clear : client.close
        GC.start
        enumerators.each { |enumerator| 7.times { enumerator.next } }
        client.close
      end
      GC.start
      GC.compact if GC.respond_to?(:compact)
      WorkOSDS::Client.open(KEY, base_url: URL) { |client| puts client.with(timeout: 5).list_directories.count > 15 }
    RUBY
    assert_equal ["true\n", "", true], [output, errors, status.success?]
  end

  def test_fork
    sandbox do |client|
      derived = client.with(timeout: 30)
      enumerator = derived.list_directories(limit: 5).each.tap(&:next)
      use = lambda do
        count = 0
        loop { enumerator.next && (count += 1) }
        [count, client.with(max_retries: 1).list_directories.count, derived.list_directories.count]
      end
      child = in_child(&use)
      assert_equal use.call.to_s, child.call
    end
  end
end
