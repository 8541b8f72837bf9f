# frozen_string_literal: true

require_relative "test_helper"

# Compaction moves objects. It must not move those whose address the library knows.
class CompactionTest < WorkOSDSTest
  # Everything that the binding passes to the library, before and after `compact`, and inside callbacks.
  WORK = <<~RUBY
    attempts = 0
    hook = ->(_) { (attempts += 1) && compact_in_callback }
    WorkOSDS::Client.open(KEY, base_url: URL, on_attempt: hook, app_name: "a/1", directory_user_requests_per_second: nil,
                          proxy: nil, no_proxy: "*") do |client|
      rounds.times do
        list = client.list_users(directory: "d", limit: 2, after: "c" * 300)
        events = client.list_events(events: %w[dsync.user.created], range_start: Time.at(0))
        compact
        raise "users" unless list.map { |user| compact_between.then { user.email } } == ["1@x", "2@x"] * 3
        raise "events" unless events.map(&:id) == ["event_1"]
        raise "get" unless client.get_user("u" * 40).email == "1@x"
        error = begin
          client.get_group("none")
        rescue WorkOSDS::NotFoundError => caught
          caught
        end
        compact
        raise "error" unless error.body == "{\\"code\\":\\"none\\",\\"x\\":\\"\\xFF\\"}".b
        body = "{\\"id\\":\\"event_1\\",\\"event\\":\\"dsync.user.created\\",\\"data\\":{}}"
        header = WorkOSDS.sign_webhook(body, "secret")
        compact
        raise "webhook" unless WorkOSDS.verify_webhook(body, header, "secret").id == "event_1"
      end
    end
    puts "ok", attempts.positive?
  RUBY

  MODES = {
    "GC.compact" => ["def compact = GC.compact", 5],
    "GC.compact in callbacks" => ["def compact_in_callback = GC.compact", 5],
    "GC.compact between records" => ["def compact_between = GC.compact", 3],
    "GC.auto_compact" => ["GC.auto_compact = true; def compact = GC.start; def compact_in_callback = GC.start", 5],
    "every object moved" => [<<~RUBY, 2],
      def compact
        GC.verify_compaction_references(toward: :empty, expand_heap: true)
      rescue ArgumentError # before Ruby 3.2
        GC.verify_compaction_references(toward: :empty, double_heap: true)
      end
    RUBY
    "GC.stress with compaction" => [<<~RUBY, 1],
      GC.auto_compact = true
      def compact
        GC.compact
        GC.stress = true
        Array.new(20) { +"" }
      ensure
        GC.stress = false
      end
      def compact_in_callback
        GC.stress = true
        Array.new(20) { +"" }
      ensure
        GC.stress = false
      end
    RUBY
    "Process.warmup" => ["def compact = Process.respond_to?(:warmup) ? Process.warmup : GC.compact", 3]
  }.freeze

  MODES.each do |name, (definitions, rounds)|
    define_method("test_#{name.tr(' .', '_')}") do
      skip "this Ruby does not compact" unless GC.respond_to?(:compact)
      Server.open(method(:answer)) do |server|
        output, errors, status = Script.run(<<~RUBY, url: server.url, flags: ["-W0"])
          def compact = nil
          def compact_between = nil
          def compact_in_callback = nil
          #{definitions}
          rounds = #{rounds}
          #{WORK}
        RUBY
        assert_equal ["ok\ntrue\n", true], [output, status.success?], errors.lines.first(20).join
      end
    end
  end

  private

  def answer(head, _)
    case head
    when %r{/directory_groups/none} then Server.json("{\"code\":\"none\",\"x\":\"\xFF\"}".b, status: "404 Not Found")
    when %r{/directory_users/} then Server.json(Server.user(1, email: "1@x"))
    when %r{/events} then Server.page([{ "id" => "event_1" }])
    else
      page = head[/after=(\d)/, 1].to_i
      Server.page([1, 2].map { |number| Server.user(number, email: "#{number}@x") }, after: page < 2 ? (page + 1).to_s : nil)
    end
  end
end
