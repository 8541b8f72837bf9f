# frozen_string_literal: true

require_relative "test_helper"

# Events as Ruby values: frozen, compared, matched, written as JSON. Tests/Behaviour tests their content.
class EventValuesTest < WorkOSDSTest
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
