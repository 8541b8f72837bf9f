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

  def test_copies_are_rejected
    WorkOSDS::Client.open(KEY, base_url: Sandbox.url) do |client|
      [-> { client.dup }, -> { client.clone }, -> { Marshal.dump(client) }].each { |copy| assert_raises(TypeError, &copy) }
      GC.start
      refute_predicate client.list_directories.first(1), :empty?
    end
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

  # Each listing has read a page and requests the next one while the closing client waits for a call: nothing more is sent.
  # In whatever order the client closes the three, one listing is closed after the call.
  def test_a_listing_ends_at_its_next_page_when_another_thread_closes_the_client
    arrived = Queue.new
    release = Queue.new
    answer = lambda do |head, number|
      next (arrived << true) && release.pop if head.include?("held")

      Server.page([Server.user(1), Server.user(2)], after: "cursor_#{number}")
    end
    Server.open(answer) do |server|
      client = WorkOSDS::Client.new(KEY, base_url: server.url)
      first = client.list_users(directory: "d").each.tap(&:next)
      call = Thread.new { client.get_user("held").id }
      arrived.pop
      last = client.list_users(directory: "d").each.tap(&:next)
      closing = Thread.new { client.close }
      eventually { client.closed? }
      [first, last].each do |listing|
        assert_equal "directory_user_2", listing.next.id
        assert_raises(WorkOSDS::ClosedError) { listing.next }
      end
      release << Server.json(Server.user(3))
      assert_equal "directory_user_3", call.value
      closing.join
      assert_equal 3, server.requests.size
    end
  end

  # `close` waits for the page that is being fetched, and the page is returned.
  def test_close_waits_for_a_page_and_none_is_begun_after_it
    arrived = Queue.new
    pages = Queue.new
    Server.open(->(_, _) { (arrived << true) && pages.pop }) do |server|
      client = WorkOSDS::Client.new(KEY, base_url: server.url, look_ahead: false)
      pages << Server.page([Server.user(1)], after: "cursor_1")
      seen = []
      listing = Thread.new { client.list_users(directory: "d").each { |user| seen << user.id } }
      listing.report_on_exception = false
      2.times { arrived.pop }
      closing = Thread.new { client.close }
      eventually { client.closed? }
      pages << Server.page([Server.user(2)], after: "cursor_2")
      assert_raises(WorkOSDS::ClosedError) { listing.value }
      closing.join
      assert_equal [%w[directory_user_1 directory_user_2], 2], [seen, server.requests.size]
    end
  end

  def test_abandoned_listings_give_their_descriptors_back
    sandbox(directory_user_requests_per_second: nil) do |client|
      list = client.list_users(directory: Sandbox.okta, limit: 100)
      list.first
      before = iterators # includes garbage of other tests, which may be freed meanwhile
      list.first(150)
      list.each_page { |page| break if page.size == 100 }
      assert_raises(FrozenError) { list.each { |user| user.raw.clear } }
      assert_operator iterators, :<=, before
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

  # A freed object has no finalizer, because Ruby swallows an Interrupt that arrives while one runs.
  def test_no_finalizer_of_what_was_freed
    output, errors, = Script.run(<<~RUBY, url: Sandbox.url)
      runs = 0
      WorkOSDS.const_get(:Handle).singleton_class.prepend(Module.new do
        define_method(:finalizer) { |*given| super(*given).then { |free| ->(id) { (runs += 1) && free.call(id) } } }
      end)
      client = WorkOSDS::Client.new(KEY, base_url: URL)
      50.times { client.list_directories(limit: 1).first && client.get_directory("#{Sandbox.okta}") }
      GC.start
      puts runs
      50.times { client.list_directories.each.next } # left to garbage collection
      GC.start
      puts runs.positive?
    RUBY
    assert_equal ["0\ntrue\n", ""], [output, errors]
  end

  # Objects that garbage collection has marked dead but not swept yet are not closed with the client.
  def test_close_with_dead_listings
    output, errors, status = Script.run(<<~RUBY, url: "http://127.0.0.1:1")
      20.times do
        client = WorkOSDS::Client.new(KEY, base_url: URL)
        200.times { client.list_directories }
        GC.start(immediate_sweep: false)
        client.close
      end
      puts "closed"
    RUBY
    assert_equal ["closed\n", "", true], [output, errors, status.success?]
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
