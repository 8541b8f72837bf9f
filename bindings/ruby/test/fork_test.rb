# frozen_string_literal: true

require_relative "test_helper"

# As in Puma, the client is created before the fork and used in both processes.
class ForkTest < WorkOSDSTest
  def test_both_sides_go_on_with_a_client
    sandbox(directory_user_requests_per_second: nil) do |client|
      client.list_directories.first
      children = Array.new(3) { in_child { client.list_users(directory: Sandbox.okta).count } }
      assert_equal 250, client.list_users(directory: Sandbox.okta).count
      assert_equal %w[250 250 250], children.map(&:call)
      assert_equal 250, client.list_users(directory: Sandbox.okta).count
    end
  end

  def test_both_sides_go_on_in_the_middle_of_a_listing
    sandbox(directory_user_requests_per_second: nil) do |client|
      enumerator = client.list_users(directory: Sandbox.okta, limit: 20).each
      first = Array.new(45) { enumerator.next.id }
      child = in_child { rest_of(enumerator) }
      rest = rest_of(enumerator)
      assert_equal [205, rest.to_s], [rest.size, child.call]
      assert_equal 250, (first + rest).uniq.size
    end
  end

  def test_the_child_may_close_what_it_inherited
    sandbox(directory_user_requests_per_second: nil) do |client|
      enumerator = client.list_users(directory: Sandbox.okta, limit: 20).each
      enumerator.next
      child = in_child { client.close.inspect + client.closed?.inspect }
      assert_equal "niltrue", child.call
      assert_equal 249, rest_of(enumerator).size
    end
  end

  # A thread of the parent is in a call. It does not exist in the child, where its locks must be free.
  def test_fork_while_another_thread_is_in_a_call
    answer = ->(head, _) { Server.json(Server.user(2)) unless head.include?("slow") }
    Server.open(answer) do |server|
      client_of(server) do |client|
        call = Thread.new { client.get_user("slow") }
        call.report_on_exception = false
        eventually { server.requests.size == 1 }
        child = in_child { client.get_user("fast").id + client.close.inspect }
        assert_equal "directory_user_2nil", child.call
        client.cancel
        assert_raises(WorkOSDS::CancelledError) { call.value }
      end
    end
  end

  def test_a_child_frees_nothing_of_its_parent_and_warns_of_nothing
    output, errors, status = Script.run(<<~RUBY, url: Sandbox.url)
      client = WorkOSDS::Client.new(KEY, base_url: URL)
      enumerator = client.list_directories(limit: 5).each
      enumerator.next
      Process.wait(fork { client = enumerator = nil; GC.start })
      puts $?.success?, loop { enumerator.next }.count > 15
      client.close
    RUBY
    assert_equal ["true\ntrue\n", "", true], [output, errors, status.success?]
  end

  private

  def rest_of(enumerator)
    rest = []
    loop { rest << enumerator.next.id }
    rest
  end
end
