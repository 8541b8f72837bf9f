# frozen_string_literal: true

require_relative "test_helper"

class ListsTest < WorkOSDSTest
  def test_first_asks_for_no_more_than_it_wants
    Server.open(->(_, number) { Server.page([Server.user(number)], after: "a#{number}") }) do |server|
      client_of(server, directory_user_requests_per_second: nil) do |client|
        list = client.list_users(directory: "d", email: "x" * 100)
        assert_equal ["directory_user_0", ["directory_user_1"], [], ["directory_user_2"]],
                     [list.first.id, list.first(1).map(&:id), list.first(0), list.lazy.first(1).map(&:id)]
        assert_equal 3, client.list_users(directory: "d", limit: 7).first(3).size
        limits = Array.new(server.requests.size) { server.requests.pop[/limit=(\d+)/, 1] }
        assert_equal %w[1 1 100 7 7 7], limits.first(6)
        assert_raises(ArgumentError) { list.first(-1) }
        assert_raises(TypeError) { list.first("2") }
        assert_raises(ArgumentError) { list.first(1, 2) }
      end
    end
  end

  # Three pages of two users. A cursor is the id of the last record, as in the API.
  PAGES = lambda do |head, _|
    after = head[/after=directory_user_(\d)/, 1].to_i
    Server.page([Server.user(after + 1), Server.user(after + 2)], after: ("directory_user_#{after + 2}" if after < 4))
  end

  def test_nothing_is_sent_before_it_is_read_and_no_page_too_many
    Server.open(PAGES) do |server|
      client_of(server, directory_user_requests_per_second: nil) do |client|
        list = client.list_users(directory: "d", limit: 2)
        assert_equal 0, server.requests.size
        assert_equal "directory_user_1", list.first.id
        assert_equal ["GET /directory_users?limit=2&order=desc&directory=d"], [server.requests.pop]
        names = list.lazy.map { |user| user.email[/\w+/] }
        assert_equal %w[user1 user3], names.reject { |name| name == "user2" }.first(2)
        assert_operator server.requests.size, :<=, 3
      end
    end
  end

  def test_cursor_moves_with_the_last_record_of_a_page
    Server.open(PAGES) do |server|
      client_of(server, directory_user_requests_per_second: nil) do |client|
        list = client.list_users(directory: "d")
        seen = list.map { list.cursor }
        assert_equal [nil, *%w[2 2 4 4 4].map { |number| "directory_user_#{number}" }], seen
        assert_nil list.cursor
        assert_equal(%w[directory_user_2 directory_user_4 directory_user_4], list.each_page.map { list.cursor })
        assert_equal 4, list.first(4).size
        assert_equal "directory_user_4", list.cursor
        rest = client.list_users(directory: "d", after: list.cursor)
        assert_equal %w[directory_user_5 directory_user_6], rest.map(&:id)
      end
    end
  end

  def test_external_enumerators
    Server.open(PAGES) do |server|
      client_of(server, directory_user_requests_per_second: nil) do |client|
        list = client.list_users(directory: "d")
        one = list.each
        other = list.each
        assert_equal %w[directory_user_1 directory_user_1 directory_user_2], [one.next.id, other.next.id, one.next.id]
        assert_equal 3, list.each_page.with_index.to_a.size
        assert_raises(StopIteration) { 9.times { one.next } }
      end
    end
  end

  def test_each_returns_the_list
    sandbox do |client|
      list = client.list_directories
      assert_same list, list.each(&:id)
      assert_equal "#<WorkOSDS::List cursor=nil>", list.inspect
    end
  end
end
