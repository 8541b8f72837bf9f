# frozen_string_literal: true

require_relative "test_helper"

class EventsTest < WorkOSDSTest
  USER_CREATED = { "object" => "event", "id" => "event_1", "event" => "dsync.user.created",
                   "created_at" => "2026-01-02T03:04:05.678Z",
                   "data" => { "id" => "directory_user_1", "directory_id" => "directory_1",
                               "organization_id" => "org_1", "email" => "a@example.test" } }.freeze
  UNKNOWN = { "object" => "event", "id" => "event_2", "event" => "dsync.galaxy.exploded",
              "data" => { "size" => [1, 2] } }.freeze

  def test_request
    Server.open(->(_, _) { Server.page([]) }) do |server|
      client_of(server) do |client|
        client.list_events.to_a
        assert_match(/\?limit=100&order=asc&events=dsync.activated,.*,dsync.user.updated\z/, server.requests.pop)
        client.list_events(limit: 7, max_items: 9, organization_id: "org_1", range_end: "2026-01-31T00:00:00Z",
                           events: ["dsync.user.created", :"dsync.deleted"],
                           range_start: Time.new(2026, 1, 1, 1, 0, 0.25r, "+01:00")).to_a
        assert_match(/&events=dsync.user.created,dsync.deleted&organization_id=org_1&/, request = server.requests.pop)
        assert_match(/&range_start=2026-01-01T00%3A00%3A00.250Z&range_end=2026-01-31T00%3A00%3A00(.000)?Z\z/, request)
        client.list_events(after: "event_0").to_a
        assert_match(/&after=event_0&/, server.requests.pop)
        client.list_events(events: "dsync.user.created,dsync.user.deleted").to_a
        assert_match(/&events=dsync.user.created,dsync.user.deleted\z/, server.requests.pop)
      end
    end
  end

  # The cursor is the id of the last event read, also at the end and if there are no new events.
  def test_cursor
    pages = [Server.page([USER_CREATED, UNKNOWN], after: "event_2"), Server.page([{ "id" => "event_3" }])]
    Server.open(->(_, number) { pages.fetch(number, Server.page([])) }) do |server|
      client_of(server) do |client|
        events = client.list_events
        assert_equal(%w[event_1 event_2 event_3], events.map { events.cursor })
        assert_equal "event_3", events.cursor
        events = client.list_events(after: events.cursor)
        assert_equal ["event_3", 0], [events.each_page { flunk }.cursor, events.count]
      end
    end
  end

  def test_cursor_of_a_listing_that_ends_early
    Server.open(->(_, _) { Server.page([USER_CREATED, UNKNOWN], after: "event_2") }) do |server|
      client_of(server) do |client|
        events = client.list_events
        events.first
        assert_equal "event_1", events.cursor
        events = client.list_events(max_items: 1)
        assert_equal %w[event_1 event_1], [events.each_page.first.first.id, events.cursor]
      end
    end
    Server.open(->(_, _) { Server.json("{}", status: "403 Forbidden") }) do |server|
      client_of(server) do |client|
        events = client.list_events(after: "event_7")
        assert_equal "event_7", events.cursor
        assert_raises(WorkOSDS::PermissionDeniedError) { events.to_a }
        assert_equal "event_7", events.cursor
      end
    end
  end

  def test_arguments
    Server.open(->(_, _) { flunk }) do |server|
      client_of(server) do |client|
        [{ order: "newest" }, { limit: 101 }, { limit: 0 }, { max_items: 0 }, { events: "a\0" },
         { events: ["a\0", "b"] }, { organization_id: "o\0" }, { range_start: "2\0" }, { range_end: "\xFF".b },
         { after: "e\0" }].each do |arguments|
          assert_raises(WorkOSDS::InvalidArgumentError, arguments.inspect) { client.list_events(**arguments) }
        end
        assert_raises(ArgumentError) { client.list_events(before: "event_1") }
        assert_raises(TypeError) { client.list_events(range_start: 1_700_000_000) }
      end
      assert_equal 0, server.requests.size
    end
  end

  def test_use_after_close
    client = WorkOSDS::Client.new(KEY, base_url: Sandbox.url)
    events = client.list_events
    client.close
    assert_raises(WorkOSDS::ClosedError) { events.first }
    assert_raises(WorkOSDS::ClosedError) { client.list_events }
  end

  # A process reads, then forks, and both continue from the cursor.
  def test_fork_in_the_middle
    sandbox do |client|
      enumerator = client.list_events(limit: 20).each
      seen = Array.new(30) { enumerator.next.id }
      rest = -> { loop.with_object([]) { |_, ids| ids << enumerator.next.id } }
      child = in_child { rest.call.join(" ") }
      ids = rest.call
      assert_equal ids.join(" "), child.call
      assert_equal client.list_events.map(&:id), seen + ids
    end
  end
end
