# frozen_string_literal: true

require_relative "test_helper"

# What lies inside an event, by its name: as the C API's tests have it.
class EventContentTest < WorkOSDSTest
  def test_membership
    user = { "id" => "directory_user_1", "organization_id" => "org_1", "custom_attributes" => { "n" => 4 } }
    group = { "id" => "directory_group_1", "name" => "Staff", "organization_id" => "org_2" }
    data = { "directory_id" => "directory_1", "directory" => { "id" => "d" }, "user" => user, "group" => group }
    %w[dsync.group.user_added dsync.group.user_removed].each do |name|
      event = event_of(name, data)
      assert_equal ["directory_user_1", 4, [], "Staff", nil, "directory_1", "org_1"],
                   [event.user.id, event.user.custom_attributes["n"], event.user.groups, event.group.name,
                    event.directory, event.directory_id, event.organization_id]
    end
    assert_equal "org_2", event_of("dsync.group.user_added", { "group" => group }).organization_id
  end

  def test_directory_states_agree_with_the_rest_of_the_api
    { "active" => "active", "linked" => "active", "inactive" => "inactive", "unlinked" => "inactive",
      "deleting" => "deleting", "brand_new" => "brand_new" }.each do |wire, state|
      sent = { "id" => "directory_1", "organization_id" => "org_1", "state" => wire }
      listed = Server.open(->(_, _) { Server.json(sent) }) do |server|
        client_of(server) { |client| client.get_directory("directory_1") }
      end
      %w[dsync.activated dsync.deleted dsync.deactivated].each do |name|
        event = event_of(name, sent)
        assert_equal [state, listed, "directory_1", "org_1", nil, nil],
                     [event.directory.state, event.directory, event.directory_id, event.organization_id, event.user,
                      event.group]
        assert_equal state, JSON.parse(event.directory.to_json)["state"]
        assert_equal wire, event.data["state"]
      end
    end
  end

  def test_changes
    event = event_of("dsync.group.updated",
                     { "id" => "g", "name" => "New", "previous_attributes" => { "name" => "Old" } },
                     "context" => { "actor" => { "source" => "api" }, "previous_attributes" => { "name" => "Older" } })
    assert_equal ["New", nil, { "name" => "Old" }, "api"],
                 [event.group.name, event.user, event.previous_attributes, event.context["actor"]["source"]]
    context = { "previous_attributes" => { "email" => nil } }
    event = event_of("dsync.user.updated", { "id" => "u" }, "context" => context)
    assert_equal({ "email" => nil }, event.previous_attributes)
    assert_equal({}, event_of("dsync.user.updated", { "previous_attributes" => 5 }).previous_attributes)
  end

  def test_odd_content
    [nil, 7, [], "x", {}, { "user" => 5, "group" => nil, "directory_id" => 1 }].each do |data|
      event = event_of("dsync.group.user_added", data)
      assert_equal [nil, nil, nil, nil, {}],
                   [event.user, event.group, event.directory_id, event.organization_id, event.previous_attributes]
    end
    [nil, 7, [], "x"].each { |data| assert_nil event_of("dsync.user.created", data).user }
    event = WorkOSDS::Event.new("event" => 5, "data" => { "id" => "u" }, "context" => [])
    assert_equal [nil, nil, nil, {}, nil, nil],
                 [event.id, event.type, event.created_at, event.context, event.user, event.directory]
  end

  def test_frozen_values
    event = event_of("dsync.user.created", { "id" => "u", "email" => "a@example.test" })
    assert_predicate event, :frozen?
    assert_equal event, event_of("dsync.user.created", { "id" => "u", "email" => "a@example.test" })
    [-> { event.raw["id"] = "" }, -> { event.data["id"] = "" }, -> { event.user.email << "x" }].each do |change|
      assert_raises(FrozenError, &change)
    end
    assert_equal event, Marshal.load(Marshal.dump(event))
    assert Ractor.shareable?(Ractor.make_shareable(event))
  end

  def test_json_and_hash
    event = event_of("dsync.user.deleted", { "id" => "u" }, "newer" => [1])
    assert_equal %w[object id event data created_at context newer], JSON.parse(event.to_json).keys
    assert_equal [nil, nil, [1], { "id" => "u" }],
                 JSON.parse(event.to_json).values_at("created_at", "context", "newer", "data")
    assert_equal %i[id type data created_at context], event.to_h.keys
    assert_match(/\A#<WorkOSDS::Event id="event_1" type="dsync.user.deleted"/, event.inspect)
  end

  def test_pattern_matching
    events = { "dsync.user.deleted" => { "id" => "u" }, "dsync.group.created" => { "id" => "g" }, "other" => {} }
    seen = events.map do |name, data|
      case event_of(name, data)
      in { type: "dsync.user.deleted", user: { id: }, group: nil } then id
      in { group: WorkOSDS::Group => group } then group
      in { event: type, user: nil } then type
      end
    end
    assert_equal ["u", WorkOSDS::Group.new("id" => "g"), "other"], seen
  end

  private

  def event_of(name, data, more = {})
    WorkOSDS::Event.new({ "id" => "event_1", "event" => name, "data" => data, **more })
  end
end
