# frozen_string_literal: true

require "pp" # rubocop:disable Lint/RedundantRequireStatement
require_relative "test_helper"

class LifetimeTest < WorkOSDSTest
  def test_use_after_close
    client = WorkOSDS::Client.new(KEY, base_url: Sandbox.url)
    list = client.list_users(directory: Sandbox.okta, limit: 10)
    enumerator = list.each
    enumerator.next
    2.times { assert_nil client.close }
    assert_predicate client, :closed?
    [-> { client.get_user("u") }, -> { client.list_users(directory: "d") }, -> { list.to_a },
     -> { 11.times { enumerator.next } }].each { |use| assert_raises(WorkOSDS::ClosedError, &use) }
    assert_nil client.cancel
  end

  def test_block_form
    kept = nil
    assert_equal :value, (WorkOSDS::Client.new(KEY) { |client| :value.tap { kept = client } })
    assert_predicate kept, :closed?
    assert_raises(ZeroDivisionError) { WorkOSDS::Client.open(KEY) { |client| (kept = client) && (1 / 0) } }
    assert_predicate kept, :closed?
  end

  def test_inspect_without_the_key
    WorkOSDS::Client.open("sk_secret_123") do |client|
      assert_equal "#<WorkOSDS::Client>", client.inspect
      [client.inspect, client.to_s, PP.pp(client, +""), PP.pp(client.list_directories, +"")].each do |text|
        refute_match(/secret/, text)
      end
      error = assert_raises(WorkOSDS::Error) { client.get_user("..") }
      refute_match(/secret/, error.full_message)
    end
  end

  def test_close_waits_for_the_calls_of_other_threads
    arrived = Queue.new
    release = Queue.new
    Server.open(->(_, _) { (arrived << true) && release.pop }) do |server|
      client = WorkOSDS::Client.new(KEY, base_url: server.url)
      call = Thread.new { client.get_user("u").id }
      arrived.pop
      closing = Thread.new { client.close }
      assert_nil closing.join(0.05)
      release << Server.json(Server.user(1))
      assert_equal "directory_user_1", call.value
      closing.join
    end
  end

  def test_abandoned_listings_give_their_descriptors_back
    sandbox(directory_user_requests_per_second: nil) do |client|
      list = client.list_users(directory: Sandbox.okta, limit: 100)
      list.first
      before = iterators
      list.first(150)
      list.each_page { |page| break if page.size == 100 }
      assert_raises(FrozenError) { list.each { |user| user.raw.clear } }
      assert_equal before, iterators
      20.times { list.each.next }
      eventually do
        GC.start
        list.first
        iterators <= before + 2
      end
    end
  end

  def test_garbage_in_any_order
    output, errors, status = Script.run(<<~RUBY, url: Sandbox.url)
      GC.stress = false
      30.times do |round|
        client = WorkOSDS::Client.new(KEY, base_url: URL, directory_user_requests_per_second: nil, on_attempt: ->(_) {})
        enumerators = Array.new(3) { client.list_directories(limit: 5).each.tap(&:next) }
        round.even? ? client = nil : enumerators.clear
        GC.start
        enumerators.each { |enumerator| 7.times { enumerator.next } }
      end
      GC.start
      GC.compact if GC.respond_to?(:compact)
      WorkOSDS::Client.open(KEY, base_url: URL) { |client| puts client.list_directories.count > 15 }
    RUBY
    assert_equal ["true\n", true], [output, status.success?], errors
    assert_match(/WorkOSDS::Client was not closed/, errors)
    _, errors, = Script.run(<<~RUBY, flags: [])
      WorkOSDS::Client.new(KEY) && nil
      GC.start
    RUBY
    assert_empty errors
  end

  def test_exit_with_live_listings
    ["", "exit! 0", "exit 0", "at_exit { enumerator.next }",
     "Thread.new { loop { list.to_a } }; sleep 0.02"].each do |ending|
      output, errors, status = Script.run(<<~RUBY, url: Sandbox.url)
        $client = WorkOSDS::Client.new(KEY, base_url: URL, on_attempt: ->(_) {})
        list = $client.list_directories(limit: 2)
        enumerator = list.each
        puts enumerator.next.id.size
        #{ending}
      RUBY
      assert_equal ["36\n", "", true], [output, errors, status.success?], ending
    end
  end
end
