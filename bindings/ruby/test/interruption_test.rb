# frozen_string_literal: true

require_relative "test_helper"

class InterruptionTest < WorkOSDSTest
  # A server that does not respond to "slow".
  SLOW = ->(head, _) { Server.json(Server.user(1)) unless head.include?("slow") }

  def test_other_threads_run_during_a_call
    with_call_under_way do |client, call|
      ticks = 0
      other = Thread.new { 10_000.times { ticks += 1 } }
      assert other.join(PATIENCE)
      assert_equal 10_000, ticks
      assert_equal "directory_user_1", client.get_user("fast").id
      call.kill.join
    end
  end

  def test_many_threads_on_one_client
    sandbox(directory_user_requests_per_second: nil) do |client|
      counts = Array.new(8) { Thread.new { client.list_users(directory: Sandbox.okta).count } }.map(&:value)
      assert_equal [250] * 8, counts
    end
  end

  def test_thread_kill
    with_call_under_way do |client, call|
      call.kill
      assert call.join(PATIENCE)
      assert_equal "directory_user_1", client.get_user("fast").id
    end
  end

  def test_timeout
    Server.open(SLOW) do |server|
      client_of(server) do |client|
        3.times do
          elapsed = seconds do
            assert_raises(Timeout::Error) { Timeout.timeout(0.02) { client.get_user("slow") } }
          end
          assert_operator elapsed, :<, PATIENCE
        end
        assert_equal "directory_user_1", client.get_user("fast").id
      end
    end
  end

  # Interruptions at random moments leak nothing.
  def test_interruptions_at_any_moment
    sandbox(directory_user_requests_per_second: nil, on_attempt: ->(_) {}) do |client|
      client.list_users(directory: Sandbox.okta).count
      before = iterators
      60.times do |round|
        worker = Thread.new { loop { client.list_users(directory: Sandbox.okta).first(120) } }
        worker.report_on_exception = false
        sleep 0.0005 * round
        round.even? ? worker.kill : worker.raise(IOError, "stop")
        begin
          worker.join
        rescue IOError
          nil
        end
      end
      assert_equal 250, client.list_users(directory: Sandbox.okta).count
      eventually { GC.start || (client.list_directories.first && iterators <= before + 2) }
    end
  end

  def test_cancel
    with_call_under_way do |client, call|
      client.cancel
      error = assert_raises(WorkOSDS::CancelledError) { call.value }
      assert_equal "CANCELLED", error.status_name
      assert_equal "directory_user_1", client.get_user("fast").id
    end
  end

  def test_interrupt
    ["nil", "->(_) {}"].each do |hook|
      assert_equal "Interrupt\ndirectory_user_1\n", interrupted(:INT, <<~RUBY)
        WorkOSDS::Client.open(KEY, base_url: URL, on_attempt: #{hook}) do |client|
          begin
            client.get_user("slow")
          rescue Interrupt => error
            puts error.class
          end
          puts client.get_user("fast").id
        end
      RUBY
    end
  end

  # Also inside the library's callback, which an exception must not unwind.
  def test_interrupts_at_any_moment
    output, errors, = Script.run(<<~RUBY, url: Sandbox.url)
      hook = ->(_) {}
      client = WorkOSDS::Client.new(KEY, base_url: URL, directory_user_requests_per_second: nil, on_attempt: hook)
      interrupts = 0
      100.times do |round|
        sender = Thread.new { sleep(0.0001 * round) && Process.kill(:INT, Process.pid) }
        5.times { client.list_directories(limit: 5).count }
        sleep
      rescue Interrupt
        interrupts += 1
        sender.join
      end
      puts interrupts, client.list_users(directory: "#{Sandbox.okta}").count
    RUBY
    assert_equal ["100\n250\n", ""], [output, errors]
  end

  # Kernel#Integer swallows an Interrupt that arrives while it calls to_int. Fiddle converts pointers with it, so it is
  # passed integers.
  def test_no_pointer_is_made_a_number_by_fiddle
    output, errors, = Script.run(<<~RUBY, url: Sandbox.url)
      calls = 0
      TracePoint.new(:c_call) { |trace| calls += 1 if trace.method_id == :to_int }.enable do
        WorkOSDS::Client.open(KEY, base_url: URL, on_attempt: ->(_) {}) do |client|
          client.list_users(directory: "#{Sandbox.okta}", limit: 100).count
          client.get_directory("nowhere") rescue client.get_directory("#{Sandbox.okta}")
        end
        WorkOSDS.verify_webhook("{}", WorkOSDS.sign_webhook("{}", "secret"), "secret")
      end
      puts calls
    RUBY
    assert_equal ["0\n", ""], [output, errors]
  end

  def test_cancel_in_a_signal_handler
    assert_equal "WorkOSDS::CancelledError\n", interrupted(:USR1, <<~RUBY)
      client = WorkOSDS::Client.new(KEY, base_url: URL)
      trap(:USR1) { client.cancel }
      begin
        client.get_user("slow")
      rescue WorkOSDS::Error => error
        puts error.class
      end
      client.close
    RUBY
  end

  private

  def with_call_under_way
    Server.open(SLOW) do |server|
      client_of(server) do |client|
        call = Thread.new { client.get_user("slow") }
        call.report_on_exception = false
        eventually { server.requests.size == 1 }
        yield client, call
      end
    end
  end

  # The output of a program that receives a signal during its first request.
  def interrupted(signal, text)
    Server.open(SLOW) do |server|
      Script.start(text, url: server.url) do |output, pid|
        eventually { server.requests.size == 1 }
        Process.kill(signal, pid)
        output.read
      end
    end
  end
end
