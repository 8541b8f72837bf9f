# frozen_string_literal: true

require_relative "test_helper"

class MemoryTest < WorkOSDSTest
  RECORDS = 100_000

  # Endless pages of 100 users, each with a different cursor.
  def test_flat_over_100_000_records
    users = JSON.generate(Array.new(100) { |number| Server.user(number) })
    answer = lambda do |_, number|
      Server.json(%({"data":#{users},"list_metadata":{"after":"cursor_#{number}","before":null}}))
    end
    assert_flat(answer, <<~RUBY)
      list = client.list_users(directory: "d")
      count = ->(records) { list.each.lazy.first(records).size }
      work = -> { list.each_page.each_with_index { |_, index| break if index == #{(RECORDS / 100 / 2) - 1} } }
    RUBY
  end

  def test_flat_over_100_000_calls
    answer = ->(_, _) { Server.json(Server.user(1)) }
    skip "set WORKOSDS_LONG=1" unless ENV["WORKOSDS_LONG"]
    assert_flat(answer, "work = -> { #{RECORDS / 2}.times { client.get_user('u') } }")
  end

  def test_flat_over_calls_and_errors
    answer = ->(head, _) { head.include?("none") ? Server.json("{}", status: "404 None") : Server.json(Server.user(1)) }
    assert_flat(answer, <<~RUBY)
      work = lambda do
        2_000.times do |number|
          client.get_user(number.even? ? "u" : "none")
        rescue WorkOSDS::NotFoundError
          nil
        end
      end
    RUBY
  end

  def test_flat_over_webhooks
    assert_flat(->(_, _) {}, <<~RUBY)
      body = JSON.generate("id" => "event_1", "event" => "dsync.user.created", "data" => { "id" => "u", "x" => "y" * 900 })
      header = WorkOSDS.sign_webhook(body, "secret")
      work = lambda do
        5_000.times do |number|
          WorkOSDS.verify_webhook(body, header, number.even? ? "secret" : "another").user.id
        rescue WorkOSDS::SignatureError
          WorkOSDS.sign_webhook(body, "secret")
        end
      end
    RUBY
  end

  private

  # The second half of the work needs no more memory than the first.
  def assert_flat(answer, text)
    Server.open(answer) do |server|
      output, errors, = Script.run(<<~RUBY, url: server.url)
        resident = -> { GC.start; File.read("/proc/self/status")[/VmRSS:\\s+(\\d+)/, 1].to_i }
        client = WorkOSDS::Client.new(KEY, base_url: URL, directory_user_requests_per_second: nil)
        #{text}
        work.call
        middle = resident.call
        work.call
        puts resident.call - middle, Dir.children("/proc/self/fd").size
        client.close
      RUBY
      assert_empty errors
      growth, descriptors = output.split.map(&:to_i)
      assert_operator growth, :<, 4096, "KiB"
      assert_operator descriptors, :<, 20
    end
  end
end
